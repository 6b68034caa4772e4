"""A report out of the register: at most forty questions, however much there is."""

import datetime
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, Prefetch, Q
from django.db.models.functions import Cast, Substr

from citytocity.cities.models import City
from citytocity.figures.kinds import Period
from citytocity.figures.measuring import Figure, breakdown, of_each_year, of_years
from citytocity.figures.presentation import by_name, parts
from citytocity.figures.reductions import Counted as Found
from citytocity.figures.reductions import Total
from citytocity.figures.scope import Scope
from citytocity.languages.text import Words
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import ActivityStatus, ParticipationRole
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Recognition,
    Result,
    Theme,
)
from citytocity.ledger.queries import anniversary_base, current_states
from citytocity.reports.enums import FIGURES, LEADING, PartOf
from citytocity.reports.told import (
    Annual,
    Behind,
    Entry,
    Measured,
    Number,
    Part,
    Records,
    Ref,
    SideState,
    Texts,
    TheCity,
    TheSource,
)
from citytocity.sources.models import Source
from citytocity.stories.models import StoryPage

YEARS_BEFORE = 4
CITED: dict[str, Any] = {
    model._meta.model_name or "": model for model in (Activity, Partnership, Recognition, Result)
}
CODES = [code for found in FIGURES.values() for code in found]
DAYS = ("when_first", "when_last")
LISTED = 200
"""So many records stand in each list of a report; the figure opens them all."""


def annual(
    scope: Scope,
    year: int,
    *,
    today: datetime.date,
    foreword: Texts | None = None,
    outlook: Texts | None = None,
) -> Annual:
    """What the register tells of the year, as of today."""
    return _Gathering(scope, year, today).annual(foreword or {}, outlook or {})


def with_records(told: Annual, scope: Scope, *, today: datetime.date) -> Annual:
    """The same with every record that its figures count, for a report that is handed in."""
    titles: dict[str, dict[int, Texts]] = {}
    behind: dict[str, list[Behind]] = {}
    kinds: dict[str, str] = {}
    models: dict[str, Any] = {}
    for code, figure in _year(scope, told.year, today).items():
        if figure.indicator.measure is None or not figure.number_of_records:
            continue
        kinds[code] = model = figure.records.model._meta.model_name
        models[model] = figure.records.model
        behind[code] = [
            Behind(key=key, part=_exact(part.number), of=_exact(part.of))
            for key, part in parts(figure)
        ]
    for model in models:
        keys = {one.key for code in behind if kinds[code] == model for one in behind[code]}
        titles[model] = {r.pk: _title(r) for r in by_name(models[model], sorted(keys))}
    records = [Records(model=model, titles=rows) for model, rows in sorted(titles.items())]
    return told.model_copy(update={"behind": behind, "kinds": kinds, "records": records})


def figures_now(scope: Scope, year: int, *, today: datetime.date) -> dict[str, Figure]:
    """The figures of the year as the register has them now."""
    return _year(scope, year, today)


class _Gathering:
    """Collects the parts, and the cities that are named in them."""

    def __init__(self, scope: Scope, year: int, today: datetime.date) -> None:
        self.scope, self.period, self.year, self.today = scope, Period(year, today), year, today
        self.cities: dict[int, City] = {city.pk: city for city in scope.cities}
        if scope.home is not None:
            self.cities.setdefault(scope.home.pk, scope.home)
        self.cited: dict[str, list[int]] = {}
        every = of_each_year(
            dict.fromkeys(self._before, LEADING) | {year: CODES}, scope, today=today
        )
        self._now = every.pop(year)
        self._earlier = every

    def annual(self, foreword: Texts, outlook: Texts) -> Annual:
        measured = self._measured()
        parts = [
            self._partnerships(),
            self._visits(),
            self._fields(),
            self._people(),
            self._results(),
            _part(PartOf.MONEY),
            self._gifts(),
            self._media(),
            self._awards(),
            self._plan(),
        ]
        months, undated = self._months()
        home = self.scope.home
        partnership = self.scope.partnership
        return Annual(
            year=self.year,
            before=self._before,
            as_of=self.today,
            home=home.slug if home else "",
            partnership=ref(partnership) if partnership else None,
            is_between=self.scope.is_between,
            foreword=foreword,
            outlook=outlook,
            measured=measured,
            months=months,
            undated=undated,
            parts=parts,
            sources=self._sources(),
            cities=[
                TheCity(slug=c.slug, name=c.name.data, ink=c.look.ink) for c in self.cities.values()
            ],
        )

    @property
    def _before(self) -> list[int]:
        return [year for year in range(self.year - YEARS_BEFORE, self.year) if year > 0]

    def _measured(self) -> dict[str, Measured]:
        return {
            code: _measured(
                figure,
                {year: found[code] for year, found in self._earlier.items() if code in found},
            )
            for code, figure in self._now.items()
        }

    # --- the parts ---

    def _partnerships(self) -> Part:
        found = list(
            self.scope.partnerships()
            .with_sides()
            .prefetch_related("states", "agreements")
            .order_by("since_first", "slug")[: LISTED + 1]
        )
        self.partnerships: list[Partnership] = found[:LISTED]
        entries = []
        for one in self.partnerships:
            states = current_states(one)
            sides = [
                SideState(
                    city=self._city(side.city),
                    state=states[side.city_id].state if side.city_id in states else "",
                    when=states[side.city_id].when if side.city_id in states else "",
                )
                for side in one.sides.all()
            ]
            entries.append(
                Entry(ref=self._cite(one), when=one.since, kind=one.kind, sides=sides,
                      cities=[side.city for side in sides])
            )  # fmt: skip
        return _part(PartOf.PARTNERSHIPS, partnerships=(entries, len(found) > LISTED))

    def _visits(self) -> Part:
        """Visits both ways, as they were, with the heads of the groups that came."""
        rows = Participation.objects.select_related("city")
        both = self._now["I04-in"].records | self._now["I04-out"].records
        found = list(
            both.distinct()
            .select_related("host")
            .prefetch_related(Prefetch("participations", rows))
            .order_by("when_first", "slug")[: LISTED + 1]
        )
        entries = [self._activity(one) for one in found[:LISTED]]
        return _part(PartOf.VISITS, visits=(entries, len(found) > LISTED))

    def _fields(self) -> Part:
        return _part(
            PartOf.FIELDS,
            breakdowns={"theme": self._broken("I11", "theme"), "kind": self._broken("I11", "kind")},
        )

    def _people(self) -> Part:
        return _part(PartOf.PEOPLE, breakdowns={"country": self._broken("I08", "country")})

    def _results(self) -> Part:
        records: Any = self._now["I17"].records
        found = list(records.shown().order_by("when_first", "slug")[: LISTED + 1])
        entries = [
            Entry(
                ref=self._cite(one),
                when=one.when or (one.activity.when if one.activity else ""),
                kind=one.kind,
                state="evidenced" if one.pieces else "claimed",
                cities=[self._city(c) for c in (one.from_city, one.to_city) if c],
                note=one.summary.data,
            )
            for one in found[:LISTED]
        ]
        return _part(PartOf.RESULTS, results=(entries, len(found) > LISTED))

    def _gifts(self) -> Part:
        given, received = self._now["P01-given"].records, self._now["P01-received"].records
        found = list(
            (given | received).distinct().shown().order_by("when_first", "slug")[: LISTED + 1]
        )
        entries = [
            Entry(
                ref=ref(one),
                when=one.when,
                kind=one.direction,
                cities=[self._city(c) for c in (one.city, one.partner) if c],
                note=one.place.data,
            )
            for one in found[:LISTED]
        ]
        return _part(PartOf.GIFTS, gifts=(entries, len(found) > LISTED))

    def _media(self) -> Part:
        records: Any = self._now["I21"].records
        found = list(records.select_related("locale").order_by("dated", "pk")[: LISTED + 1])
        entries = [
            Entry(
                ref=Ref(
                    model="storypage",
                    key=one.pk,
                    title={one.locale.language_code: one.title},
                    path=one.url_path.split("/", 2)[2],
                ),
                when=one.dated.isoformat(),
                state=one.locale.language_code,
                note={one.locale.language_code: one.standfirst},
            )
            for one in found[:LISTED]
        ]
        return _part(PartOf.MEDIA, stories=(entries, len(found) > LISTED))

    def _awards(self) -> Part:
        awards: Any = self._now["R01"].records
        found = list(awards.with_cities().order_by("when_first", "slug")[: LISTED + 1])
        entries = [
            Entry(
                ref=self._cite(one),
                when=one.when,
                kind=one.kind,
                number=one.rank,
                cities=[self._city(c) for c in _receivers(one)],
                note=one.category.data,
            )
            for one in found[:LISTED]
        ]
        return _part(PartOf.AWARDS, awards=(entries, len(found) > LISTED))

    def _plan(self) -> Part:
        """What is planned for the next year, round numbers of years, papers that run out, and the
        partnerships for which nothing is on record in this one."""
        first, last = self.period.ahead
        rows = Participation.objects.select_related("city")
        planned = (
            self.scope.activities()
            .filter(when_first__range=(first, last))
            .exclude(status__in=(ActivityStatus.CANCELLED, ActivityStatus.POSTPONED))
            .select_related("host")
            .prefetch_related(Prefetch("participations", rows))
            .order_by("when_first", "slug")
        )
        found = list(planned[: LISTED + 1])
        return _part(
            PartOf.PLAN,
            planned=([self._activity(one) for one in found[:LISTED]], len(found) > LISTED),
            anniversaries=(list(self._anniversaries(first, last)), False),
            ending=(list(self._ending(first, last)), False),
            silent=(self._silent(), False),
        )

    def _anniversaries(self, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
        for one in self.partnerships:
            for years, when in round_years(anniversary_base(one), first, last):
                yield Entry(
                    ref=ref(one),
                    when=when,
                    number=years,
                    cities=[self._city(city) for city in one.cities],
                )

    def _ending(self, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
        for one in self.partnerships:
            for paper in one.agreements.all():
                if paper.valid_last and first <= paper.valid_last <= last:
                    paper.partnership = one
                    yield Entry(
                        ref=ref(paper),
                        when=paper.valid_last.isoformat(),
                        kind=paper.kind,
                        cities=[self._city(city) for city in one.cities],
                    )

    def _silent(self) -> list[Entry]:
        """Partnerships of which no other side took part in anything in the year."""
        if self.scope.is_between or self.scope.city is None:
            return []
        ours = self._now["I11"].records.order_by()
        groups = Participation.objects.filter(activity__in=ours.values("pk")).order_by()
        hosts = ours.filter(host__isnull=False).values_list("host")
        seen = {key for (key,) in groups.values_list("city").union(hosts)}
        return [
            Entry(ref=ref(one), when=one.since, cities=[self._city(city) for city in one.cities])
            for one in self.partnerships
            if not seen & ({side.city_id for side in one.sides.all()} - {self.scope.city.pk})
        ]

    # --- pieces of the parts ---

    def _activity(self, one: Activity) -> Entry:
        guests = [
            row
            for row in one.participations.all()
            if row.role == ParticipationRole.GUEST and row.city_id != one.host_id
        ]
        heads = Total("people", "certainty")
        people = _number(heads.together(heads.part(row) for row in guests))
        cities = ([one.host] if one.host else []) + [row.city for row in one.participations.all()]
        return Entry(
            ref=self._cite(one),
            when=one.when,
            kind=one.kind,
            state=one.status,
            people=people,
            cities=list(dict.fromkeys(self._city(city) for city in cities)),
        )

    def _broken(self, code: str, by: str) -> list[Measured]:
        found = breakdown(
            code,
            by=by,
            year=self.year,
            city=self.scope.city,
            other=self.scope.other,
            partnership=self.scope.partnership,
            today=self.today,
        )
        labels: dict[str, Texts] = {}
        if by == "theme":
            themes = Theme.objects.filter(slug__in=list(found))
            labels = {theme.slug: theme.name.data for theme in themes}
        return [
            _measured(figure).model_copy(
                update={"by": by, "value": value, "label": labels.get(value, {})}
            )
            for value, figure in found.items()
        ]

    def _months(self) -> tuple[dict[int, int], int]:
        """How many activities lie within each month, and how many in none."""
        records: Any = self._now["I11"].records
        first, last = (Substr(Cast(name, CharField()), 1, 7) for name in DAYS)
        within: Counter[str] = Counter()
        rows = records.order_by().values_list(first, last).annotate(n=Count("pk"))
        for begins, ends, number in rows:
            within[begins if begins == ends else ""] += number
        months = {m: within.pop(f"{self.year:04}-{m:02}", 0) for m in range(1, 13)}
        return months, sum(within.values())

    def _sources(self) -> list[TheSource]:
        """What the listed records are known from, in one query."""
        wanted = Q(pk__in=[])
        for model, keys in self.cited.items():
            citations = CITED[model]._meta.get_field("citations").related_model
            cited: Any = citations._default_manager.filter(record__in=keys).order_by()
            wanted |= Q(pk__in=cited.values("source"))
        return [
            TheSource(
                title=one.title,
                publisher=one.publisher,
                published=one.published,
                language=one.language,
                url=one.url,
                path=bare_path(one.get_absolute_url()),
            )
            for one in Source.objects.filter(wanted).order_by("-published_first", "slug")[:LISTED]
        ]

    def _city(self, city: City) -> str:
        self.cities.setdefault(city.pk, city)
        return city.slug

    def _cite(self, record: Any) -> Ref:
        self.cited.setdefault(record._meta.model_name, []).append(record.pk)
        return ref(record)


def ref(record: Any) -> Ref:
    return Ref(
        model=record._meta.model_name,
        key=record.pk,
        title=_title(record),
        path=bare_path(record.get_absolute_url()),
    )


def bare_path(address: str) -> str:
    """An address of this site without its language: `/en/cities/perm/` is `cities/perm/`."""
    return address.removeprefix("/").partition("/")[2]


def _year(scope: Scope, year: int, today: datetime.date) -> dict[str, Figure]:
    """Every figure of the report."""
    return of_years(CODES, [year], scope, today=today)[year]


def _measured(figure: Figure, before: dict[int, Figure] | None = None) -> Measured:
    years = {year: _number(found.counted) for year, found in (before or {}).items()}
    return Measured(
        code=figure.code,
        name=figure.indicator.name.data,
        unit=figure.unit.value,
        path=bare_path(figure.address),
        numbers=years | {figure.year: _number(figure.counted)},
    )


def _number(found: Found) -> Number:
    return Number(
        value=_exact(found.value),
        certainty=found.certainty,
        unknown=found.unknown,
        records=found.records,
        currency=found.unit,
    )


def _exact(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _part(
    code: PartOf,
    breakdowns: dict[str, list[Measured]] | None = None,
    **lists: tuple[list[Entry], bool],
) -> Part:
    """The part with its figures; each list with whether there is more than it has room for."""
    return Part(
        code=code.value,
        figures=list(FIGURES[code]),
        breakdowns=breakdowns or {},
        lists={name: entries for name, (entries, _more) in lists.items()},
        cut=[name for name, (_entries, has_more) in lists.items() if has_more],
    )


def _receivers(one: Any) -> list[City]:
    sides = one.partnership.cities if one.partnership else []
    return list(dict.fromkeys([*([one.city] if one.city else []), *sides]))


def _title(record: Any) -> Texts:
    """What the record is called, in its languages; one without a name by its cities."""
    for name in ("title", "name"):
        words = getattr(record, name, None)
        if isinstance(words, Words) and words:
            return words.data
    if isinstance(record, Partnership):
        return _by_cities(record)
    if isinstance(record, Agreement):
        return _title(record.partnership)
    if isinstance(record, Participation):
        return _title(record.activity)
    if isinstance(record, StoryPage):
        return {record.locale.language_code: record.title}
    return {settings.LANGUAGE_CODE: str(record)}


def _by_cities(record: Partnership) -> Texts:
    """`Perm – Oxford`, in every language in which one of the cities has a name."""
    cities = record.cities
    codes = dict.fromkeys(code for city in cities for code in city.name.languages)
    return {code: " – ".join(city.name.localize(code) for city in cities) for code in codes}
