"""A city or a partnership in a year as a sheet: its parts, out of figures and records."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.figures.enums import Unit
from citytocity.figures.measuring import Figure, figure, figures
from citytocity.figures.presentation import gaps, in_words, shown
from citytocity.funders.definitions import Assumption, Bands, Definition, Entry, Section
from citytocity.funders.enums import Column, Part
from citytocity.funders.lines import Line, PartOfSheet, blanks_of, result_line, with_gaps
from citytocity.funders.subjects import Subject
from citytocity.funders.tables import table_of
from citytocity.languages.money import money_in_words
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import ActivityKind
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.presentation import (
    country_name,
    qualifier,
    result_state,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import states_on

RESULTS = "I17"
Assumed = Mapping[str, Fraction]


def figures_of(subject: Subject, definition: Definition) -> dict[str, Figure]:
    """Those that the definition asks for as they stand, by code."""
    asked = {"city": subject.city, "partnership": subject.partnership}
    return figures(definition.figures, year=subject.year, **asked) if definition.figures else {}


def parts_of(
    subject: Subject, definition: Definition, found: Mapping[str, Figure], assumed: Assumed
) -> Iterator[PartOfSheet]:
    """Those that the definition asks for, in its order."""
    for part in definition.parts:
        if isinstance(part, Section):
            yield _section(part, subject, definition, found, assumed)
        else:
            lines = tuple(LINES[part](subject, definition))
            yield PartOfSheet(part.value, str(part.label), lines)


def _section(
    section: Section,
    subject: Subject,
    definition: Definition,
    found: Mapping[str, Figure],
    assumed: Assumed,
) -> PartOfSheet:
    heading, note = wording(section.name).text, wording(section.note).text
    if section.table:
        table = table_of(section, subject, definition)
        return PartOfSheet(section.code, heading, table=table, note=note)
    lines = tuple(_line(one, subject, definition, found, assumed) for one in section.entries)
    return PartOfSheet(section.code, heading, lines, note=note)


def _line(
    entry: Entry,
    subject: Subject,
    definition: Definition,
    found: Mapping[str, Figure],
    assumed: Assumed,
) -> Line:
    name = wording(entry.name).text
    if entry.is_blank:
        return Line(name)
    if not entry.figure:
        return _population_band(name, definition.bands[entry.bands], subject.city)
    one = found[entry.figure]
    if entry.where:
        one = _narrowed(one, entry)
    name = name or capfirst(wording(one.indicator.name).text)
    if entry.bands:
        return _band(name, definition.bands[entry.bands], one)
    if entry.times:
        return _times(name, one, definition.assumptions[entry.times], assumed[entry.times])
    return Line(name, with_gaps(one), one.value, one.address)


def _narrowed(one: Figure, entry: Entry) -> Figure:
    scope = {"city": one.scope.city, "partnership": one.scope.partnership}
    return figure(one.code, year=one.year, where=entry.where, **scope)


def _band(name: str, bands: Bands, one: Figure) -> Line:
    if one.value is None:
        return Line(name, in_words(one), url=one.address)
    if one.unit == Unit.MONEY and bands.currency and one.currency != bands.currency:
        told = {"sum": in_words(one), "currency": bands.currency}
        words = _("%(sum)s; the bands are in %(currency)s: to be reckoned by hand") % told
        return Line(name, words, url=one.address)
    return Line(name, _of_band(bands, one.value, in_words(one)), url=one.address)


def _population_band(name: str, bands: Bands, city: City | None) -> Line:
    if city is None or city.population is None:
        return Line(name, _("not on record"))
    words = _of_band(bands, city.population, number_in_words(city.population))
    return Line(name, words, url=city.get_absolute_url())


def _of_band(bands: Bands, number: int | Decimal, said: str) -> str:
    """`more than 300,000, up to 500,000 (it has 420,000)`."""
    least = max((limit for limit in bands.limits if limit < number), default=0)
    most = min((limit for limit in bands.limits if limit >= number), default=0)
    told = {"least": _amount(least, bands.currency), "most": _amount(most, bands.currency)}
    if not most:
        words = _("more than %(least)s") % told
    elif not least:
        words = _("up to %(most)s") % told
    else:
        words = _("more than %(least)s, up to %(most)s") % told
    return f"{words} ({said})"


def _amount(number: int | Decimal, currency: str) -> str:
    return money_in_words(Decimal(number), currency) if currency else number_in_words(number)


def _times(name: str, one: Figure, assumption: Assumption, each: Fraction) -> Line:
    """What it comes to, with both numbers that it is made of."""
    if one.value is None:
        return Line(name, in_words(one), url=one.address)
    each_exact = Decimal(each.numerator) / Decimal(each.denominator)
    whole = round(Decimal(one.value) * each_exact, 2)
    told = {
        "sum": " ".join(
            filter(None, [qualifier(one.certainty), _amount(whole, assumption.currency)])
        ),
        "number": in_words(one),
        "each": _amount(each_exact, assumption.currency),
        "what": wording(assumption.name).text,
    }
    words = _("%(sum)s: %(number)s times %(each)s (%(what)s)") % told
    missing = gaps(one)
    return Line(name, f"{words}; {missing}" if missing else words, whole, one.address)


def _city(subject: Subject, _of: Definition) -> Iterator[Line]:
    city = subject.city
    assert city is not None  # noqa: S101 the definition is about a city
    yield Line(_named(City, "name"), wording(city.name).text, url=city.get_absolute_url())
    yield Line(_named(City, "country"), country_name(city.country))
    yield Line(_named(City, "region"), wording(city.region).text or _("not on record"))
    yield Line(_named(City, "population"), _population(city))
    yield Line(_("Year"), str(subject.year))


def _population(city: City) -> str:
    if city.population is None:
        return _("not on record")
    number = number_in_words(city.population)
    return f"{number} ({city.population_year})" if city.population_year else number


def _partnership(subject: Subject, of: Definition) -> Iterator[Line]:
    one = _of_subject(subject)
    states = states_on(one, subject.until)
    for side in one.sides.all():
        city = side.city
        place = [wording(city.name).text, wording(city.region).text, country_name(city.country)]
        url = city.get_absolute_url()
        yield Line(_("Municipality"), ", ".join(filter(None, place)), url=url)
        if state := states.get(city.pk):
            since = when_in_words(state.when)
            words = f"{state.get_state_display()}, {since}" if since else state.get_state_display()
            told = {"city": wording(city.name).text}
            yield Line(_("State for %(city)s") % told, str(words), url=one.get_absolute_url())
    kind = capfirst(str(one.get_kind_display()))
    yield Line(_named(Partnership, "kind"), kind, url=one.get_absolute_url())
    if category := of.categories.get(one.kind):
        yield Line(str(Column.CATEGORY.label), wording(category).text)
    yield Line(_named(Partnership, "since"), when_in_words(one.since) or _("not on record"))


def _actors(subject: Subject, _of: Definition) -> Iterator[Line]:
    for side in _of_subject(subject).sides.all():
        bodies = [one for one in (side.office, side.association) if one]
        words = "; ".join(wording(one.name).text for one in bodies)
        yield Line(wording(side.city.name).text, words or _("not on record"))


def _themes(subject: Subject, _of: Definition) -> Iterator[Line]:
    names = [wording(theme.name).text for theme in _of_subject(subject).themes.all()]
    yield Line(_named(Partnership, "themes"), ", ".join(names) or _("not on record"))


def _projects(subject: Subject, _of: Definition) -> Iterator[Line]:
    found = Activity.objects.of_partnership(_of_subject(subject)).in_year(subject.year)
    for one in found.filter(kind=ActivityKind.JOINT_PROJECT).newest_first():
        title = wording(one.title).text
        yield Line(title, when_in_words(one.when) or _("not on record"), url=one.get_absolute_url())


def _results(subject: Subject, _of: Definition) -> Iterator[Line]:
    asked = {"city": subject.city, "partnership": subject.partnership}
    for one in shown(figure(RESULTS, year=subject.year, **asked).records):
        yield result_line(one, f"{wording(one.title).text} ({result_state(one).words})")


def _blanks(_subject: Subject, of: Definition) -> Iterator[Line]:
    yield from blanks_of(of)


def _of_subject(subject: Subject) -> Partnership:
    assert subject.partnership is not None  # noqa: S101 the definition is about a partnership
    return subject.partnership


def _named(model: type[City] | type[Partnership], name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))


LINES: dict[Part, Callable[[Subject, Definition], Iterator[Line]]] = {
    Part.CITY: _city,
    Part.PARTNERSHIP: _partnership,
    Part.ACTORS: _actors,
    Part.THEMES: _themes,
    Part.PROJECTS: _projects,
    Part.RESULTS: _results,
    Part.BLANKS: _blanks,
}
