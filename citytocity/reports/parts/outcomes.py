"""What came of it: results, gifts, stories, awards; and what it cost."""

from typing import Any

from django.db.models import Exists, OuterRef

from citytocity.cities.models import City
from citytocity.reports.collecting import LISTED, OF_A_CITY, Collecting, different, part, some
from citytocity.reports.enums import PartOf
from citytocity.reports.naming import ref
from citytocity.reports.told import Entry, Part, Shot
from citytocity.reports.versions import versions_of
from citytocity.stories.queries import CITIES

BY_DAY = ("when_first", "slug")
OF_A_RESULT = (
    *("slug", "title", "kind", "when", "when_first", "summary", "activity__when"),
    *(f"{end}__{name}" for end in ("from_city", "to_city") for name in OF_A_CITY),
)


def results(year: Collecting) -> Part:
    def entry(one: Any) -> Entry:
        return Entry(
            ref=year.cite(one),
            when=one.when or (one.activity.when if one.activity else ""),
            kind=one.kind,
            state=_state(one),
            cities=_cities(year, one.from_city, one.to_city),
            note=one.summary.data,
        )

    confirmed = year.records("I17-confirmed").filter(pk=OuterRef("pk")).order_by()
    rows = year.records("I17").shown().only(*OF_A_RESULT)
    rows = rows.annotate(is_confirmed=Exists(confirmed)).order_by(*BY_DAY)
    return part(PartOf.RESULTS, results=some(rows, entry))


def _state(one: Any) -> str:
    """Claimed without evidence; with it, confirmed where the other city says the same."""
    if not one.pieces:
        return "claimed"
    return "confirmed" if one.is_confirmed else "evidenced"


def money(_year: Collecting) -> Part:
    return part(PartOf.MONEY)


def gifts(year: Collecting) -> Part:
    def entry(one: Any) -> Entry:
        return Entry(
            ref=ref(one),
            when=one.when,
            kind=one.direction,
            cities=_cities(year, one.city, one.partner),
            note=one.place.data,
        )

    both = year.records("P01-given") | year.records("P01-received")
    return part(PartOf.GIFTS, gifts=some(both.distinct().shown().order_by(*BY_DAY), entry))


def stories(year: Collecting) -> Part:
    """The stories of the year, each as it was written and in the other languages it is out in."""

    def entry(one: Any) -> Entry:
        language = one.locale.language_code
        return Entry(
            ref=ref(one),
            when=one.dated.isoformat(),
            kind=one.kind,
            state=language,
            note={language: one.standfirst},
            cities=_cities(year, *one.cities.all()[:4]),
            picture=_shot(one),
            versions=versions.get(one.pk, {}),
        )

    rows = year.records("I21").select_related("locale", "picture").prefetch_related(CITIES)
    found = list(rows.order_by("dated", "pk")[: LISTED + 1])
    versions = versions_of(found)
    return part(PartOf.MEDIA, stories=some(found, entry))


def awards(year: Collecting) -> Part:
    known = {one.pk: one for one in year.partnerships}

    def entry(one: Any) -> Entry:
        partnership = known.get(one.partnership_id) or one.partnership
        sides = partnership.cities if partnership else []
        return Entry(
            ref=year.cite(one),
            when=one.when,
            kind=one.kind,
            number=one.rank,
            cities=_cities(year, one.city, *sides),
            note=one.category.data,
        )

    awards = year.records("R01")
    is_known = len(known) <= LISTED  # else some may be of a partnership that no list names
    rows = (awards.shown() if is_known else awards.with_cities()).order_by(*BY_DAY)
    return part(PartOf.AWARDS, awards=some(rows, entry))


def _shot(story: Any) -> Shot | None:
    if story.picture is None:
        return None
    return Shot(
        key=story.picture_id,
        mark=story.picture.file_hash,
        alt=story.picture_alt,
        credit=story.picture_credit,
        language=story.locale.language_code,
    )


def _cities(year: Collecting, *cities: City | None) -> list[str]:
    return different(year.city(city) for city in cities if city)
