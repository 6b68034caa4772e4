"""An event as a sheet: its parts with their lines, out of the one count of its participants."""

from collections.abc import Callable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import Country

from citytocity.design.heads import absolute
from citytocity.funders.counting import GENDERS, Count
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Part
from citytocity.funders.lines import Line, PartOfSheet, blanks_of, result_line
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import Certainty, Mode
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import counted as in_words
from citytocity.ledger.presentation import country_name, when_in_words, wording

MOST_TO_SIGN = 400


def parts_of(activity: Activity, count: Count, definition: Definition) -> Iterator[PartOfSheet]:
    """Those that the definition asks for, in its order."""
    for part in definition.parts:
        if isinstance(part, Part):
            lines = tuple(LINES[part](activity, count, definition))
            note = _not_listed(count) if part == Part.LIST else ""
            yield PartOfSheet(part.value, str(part.label), lines, note=note)


def doubts_of(count: Count) -> Iterator[str]:
    """Why a number could be another one."""
    if count.unknown:
        told = {"number": number_in_words(count.unknown)}
        yield _("Groups without a head count on record: %(number)s.") % told
    if count.certainty != Certainty.COUNTED:
        yield _("Not all heads were counted one by one: %(how)s.") % {
            "how": Certainty(count.certainty).label
        }


def _identity(activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    def named(name: str) -> str:
        return capfirst(str(Activity._meta.get_field(name).verbose_name))

    yield Line(named("title"), wording(activity.title).text)
    yield Line(named("kind"), str(activity.get_kind_display()))
    yield Line(capfirst(str(Participation._meta.get_field("mode").verbose_name)), _mode(activity))
    yield Line(named("place"), wording(activity.place).text or _host(activity))
    yield Line(_("Country"), _country(count.home))
    yield Line(named("when"), when_in_words(activity.when))
    if count.days is not None:
        yield Line(_("Days"), number_in_words(count.days), count.days, activity.get_absolute_url())
    yield Line(_("Page of the event"), absolute(activity.get_absolute_url()))


def _mode(activity: Activity) -> str:
    modes = {one.mode for one in activity.participations.all()}
    return str(Mode(modes.pop() if len(modes) == 1 else Mode.BOTH).label) if modes else ""


def _host(activity: Activity) -> str:
    return wording(activity.host.name).text if activity.host else ""


def _country(code: str) -> str:
    return country_name(Country(code)) if code else ""


def _genders(activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    for name in GENDERS:
        label = capfirst(str(Participation._meta.get_field(name).verbose_name))
        yield _sum(activity, label, count.by_gender[name], count.sureness[name])
    yield _sum(activity, _("Not said"), count.gender_not_said, count.certainty)


def _countries(activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    for code, number in count.by_country.items():
        yield _sum(activity, _country(code), number, count.certainty)
    sure = count.sureness["international"]
    yield _sum(activity, _("Invited from other countries"), count.international, sure)


def _young(activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    yield _sum(activity, _("Under 30"), count.young, count.sureness["youth"])
    others = count.not_known_to_be_young
    yield _sum(activity, _("30 and over, or not said"), others, count.certainty)


def _totals(activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    yield _sum(activity, _("Direct participants"), count.people, count.sureness["people"])
    countries = len(count.countries)
    url = activity.get_absolute_url()
    yield Line(_("Countries"), number_in_words(countries), countries, url)
    yield _sum(activity, _("Online alone"), count.online, count.certainty)
    if activity.attendance is not None:
        words = in_words(activity.attendance, activity.attendance_certainty)
        yield Line(_("Audience"), words, activity.attendance, url)


def _results(activity: Activity, _count: Count, _of: Definition) -> Iterator[Line]:
    for one in activity.results.all():
        yield result_line(one, wording(one.title).text)


def _blanks(_activity: Activity, _count: Count, of: Definition) -> Iterator[Line]:
    yield from blanks_of(of)


def _list(_activity: Activity, count: Count, _of: Definition) -> Iterator[Line]:
    """As many lines as there were people, by country of residence; names are written by hand."""
    left = MOST_TO_SIGN
    for code, number in count.by_country.items():
        for place in range(1, min(number or 0, left) + 1):
            yield Line(f"{_country(code)}, {number_in_words(place)}")
        left -= min(number or 0, left)


def _not_listed(count: Count) -> str:
    """Says for how many people the list has no line."""
    more = (count.people or 0) - MOST_TO_SIGN
    if more <= 0:
        return ""
    told = {"most": number_in_words(MOST_TO_SIGN), "more": number_in_words(more)}
    return _("The list ends after %(most)s lines; people without a line: %(more)s.") % told


def _sum(activity: Activity, name: str, number: int | None, certainty: str) -> Line:
    if number is None:
        return Line(name, _("not on record"))
    words = in_words(number, certainty)
    return Line(name, words, number, activity.get_absolute_url())


LINES: dict[Part, Callable[[Activity, Count, Definition], Iterator[Line]]] = {
    Part.IDENTITY: _identity,
    Part.GENDERS: _genders,
    Part.COUNTRIES: _countries,
    Part.YOUNG: _young,
    Part.TOTALS: _totals,
    Part.RESULTS: _results,
    Part.BLANKS: _blanks,
    Part.LIST: _list,
}
