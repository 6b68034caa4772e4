"""What a questionnaire has for answers now, and with whom it can be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from citytocity.cities.models import City
from citytocity.figures.catalogue import indicator
from citytocity.figures.measuring import Figure, figures
from citytocity.ledger.models import Recognition
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys
from citytocity.ratings.definitions import Definition, fingerprint_of
from citytocity.ratings.enums import Way
from citytocity.ratings.models import BroughtAnswers, Entry, Questionnaire, TypedAnswer
from citytocity.ratings.models.answer import key_of
from citytocity.ratings.moving import Move, moves
from citytocity.ratings.scoring import Answers, Score, how_sure, resolved, scores
from citytocity.ratings.sheets import Answer, Beside, Sheet, Standing, taken_up
from citytocity.ratings.shelf import shelf

OWN = "own"


class NoSuchRatingError(LookupError):
    """No definition has the code of the questionnaire any more."""


@dataclass(frozen=True)
class Rival:
    """Another city to compare with: from a file that was `brought`, or its `entry` here."""

    name: Any
    answers: Answers
    brought: BroughtAnswers | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class Compared:
    """All scores, best first inside each category, whose they are by key, and what would move
    the own one."""

    scores: list[Score]
    rivals: Mapping[str, Rival]
    moves: list[Move]

    @property
    def own(self) -> Score | None:
        return next((one for one in self.scores if one.answers.city == OWN), None)

    def others_of(self, own: Score) -> list[Score]:
        """Those of its category."""
        return [one for one in self.scores if one.category == own.category and one is not own]


def definition_of(questionnaire: Questionnaire) -> Definition:
    """NoSuchRatingError if its file is gone, or has faults."""
    try:
        return shelf().definitions[questionnaire.rating]
    except KeyError as error:
        raise NoSuchRatingError(questionnaire.rating) from error


def sheet_of(questionnaire: Questionnaire, *, by: Any) -> Sheet:
    """As it stands now; as it was handed in, once it was. NoSuchRatingError while it is open and
    its definition is gone."""
    if entry := Entry.objects.filter(questionnaire=questionnaire).first():
        return handed_in(entry, questionnaire)
    sheet = _open_sheet(questionnaire)
    found = compared(sheet, rivals(questionnaire, by=by))
    own = found.own
    if own is None or (own.of == 1 and sheet.definition.needs_others):
        return sheet
    beside = [_beside(one, found.rivals[one.answers.city]) for one in found.others_of(own)]
    return replace(sheet, standing=Standing.by(own, beside))


def handed_in(entry: Entry, questionnaire: Questionnaire) -> Sheet:
    return taken_up(
        entry.told, city=questionnaire.city, year=questionnaire.year, frozen=entry.frozen
    )


def compared(sheet: Sheet, others: list[Rival]) -> Compared:
    own = sheet.as_answers(OWN)
    answers = [own, *(one.answers for one in others)]
    return Compared(
        scores=scores(sheet.definition, answers),
        rivals={one.answers.city: one for one in others},
        moves=moves(sheet.definition, own, answers[1:]),
    )


def rivals(questionnaire: Questionnaire, *, by: Any) -> list[Rival]:
    """Cities of files, and those that handed in the same rating for the year here: if that is open
    to all, or the person keeps their register. A city that has both counts as it handed in."""
    entries = [one for one in _entries(questionnaire, by=by) if _is_of(one, questionnaire)]
    here = {key_of(name) for one in entries for name in one.questionnaire.city.name.data.values()}
    return [
        *(_from_entry(one) for one in entries),
        *(_from_file(one) for one in questionnaire.brought.all() if one.city_key not in here),
    ]


def of_another_definition(questionnaire: Questionnaire, *, by: Any) -> list[City]:
    """Cities that handed in here when the rating asked something else, so that their answers
    cannot be compared."""
    return [
        one.questionnaire.city
        for one in _entries(questionnaire, by=by)
        if not _is_of(one, questionnaire)
    ]


def _is_of(entry: Entry, questionnaire: Questionnaire) -> bool:
    asked = definition_of(questionnaire)
    return fingerprint_of(entry.told["definition"]) == asked.fingerprint


def _beside(score: Score, rival: Rival) -> Beside:
    if rival.entry is None:
        return Beside(rival.name, score.total, score.rank)
    if not rival.entry.is_public:
        return Beside("", score.total, score.rank)
    return Beside(rival.name, score.total, score.rank, rival.entry.questionnaire.city.slug)


def open_beside(entry: Entry, standing: Standing | None) -> list[Beside]:
    """Those it was compared with that readers may see, as they stood then."""
    still = _open_beside([entry])[entry.pk]
    return [one for one in standing.beside if one.slug in still] if standing else []


def not_open_beside(entries: Iterable[Entry]) -> dict[int, int]:
    """With how many cities each entry was compared that readers may not see, by its key."""
    entries = list(entries)
    still = _open_beside(entries)
    compared = {one.pk: one.told["standing"] or {"of": 1} for one in entries}
    return {key: standing["of"] - 1 - len(still[key]) for key, standing in compared.items()}


def _open_beside(entries: Iterable[Entry]) -> dict[int, set[str]]:
    """The cities each was compared with whose entries readers may see now, by its key."""
    slugs = {one.pk: _slugs_beside(one) for one in entries}
    asked = {one.pk: (one.questionnaire.rating, one.questionnaire.year) for one in entries}
    names = ("rating", "year", "city__slug")
    found = Entry.objects.public().filter(
        questionnaire__city__slug__in=set().union(*slugs.values())
    )
    still = set(found.values_list(*(f"questionnaire__{name}" for name in names)))
    return {
        key: {slug for slug in those if (*asked[key], slug) in still}
        for key, those in slugs.items()
    }


def _slugs_beside(entry: Entry) -> set[str]:
    standing = entry.told["standing"] or {}
    return {one["slug"] for one in standing.get("beside", []) if one["slug"]}


def recognitions_for(city: City) -> QuerySet[Recognition]:
    """Those that can have come of an entry of the city."""
    return Recognition.objects.of_city(city)


def entry_at(rating: str, year: int, slug: str) -> QuerySet[Entry]:
    return (
        Entry.objects.public()
        .shown()
        .filter(
            questionnaire__rating=rating,
            questionnaire__year=year,
            questionnaire__city__slug=slug,
        )
    )


def _open_sheet(questionnaire: Questionnaire) -> Sheet:
    definition = definition_of(questionnaire)
    typed = {one.code: one for one in questionnaire.answers.all()}
    counted = _counted(definition, questionnaire)
    answers = {
        code: _answer(one.way, typed.get(code), counted.get(one.figure))
        for code, one in definition.indicators.items()
    }
    sheet = Sheet(
        definition=definition,
        city=questionnaire.city,
        year=questionnaire.year,
        population=questionnaire.population,
        population_source=questionnaire.population_source,
        answers=answers,
    )
    worked_out = resolved(definition, sheet.as_answers(OWN))
    sure = how_sure(definition, worked_out, {code: one.qualifier for code, one in answers.items()})
    for code, one in definition.indicators.items():
        if one.way is Way.FORMULA:
            value = worked_out[code]
            qualifier = sure[code] if value is not None else ""
            answers[code] = Answer(Way.FORMULA, value, qualifier=qualifier)
    return sheet


def _counted(definition: Definition, questionnaire: Questionnaire) -> dict[str, Figure]:
    codes = [one.figure for one in definition.indicators.values() if one.way is Way.FIGURE]
    return figures(codes, year=questionnaire.year, city=questionnaire.city) if codes else {}


def _answer(way: Way, typed: TypedAnswer | None, figure: Figure | None) -> Answer:
    """What a person gave goes before what was counted."""
    value = None if figure is None or figure.value is None else Fraction(figure.value)
    if typed is not None and way is not Way.FORMULA:
        return Answer(
            Way.TYPED,
            Fraction(typed.value),
            source=typed.source,
            register=value,
            register_qualifier="" if figure is None or value is None else figure.certainty,
        )
    if figure is None:
        return Answer(way)
    return Answer(
        Way.FIGURE,
        value,
        qualifier=figure.certainty if value is not None else "",
        records=figure.number_of_records,
    )


def _entries(questionnaire: Questionnaire, *, by: Any) -> Any:
    found = (
        Entry.objects.shown()
        .filter(questionnaire__rating=questionnaire.rating, questionnaire__year=questionnaire.year)
        .exclude(questionnaire=questionnaire)
    )
    keys = city_keys(by, Act.RECORD)
    if keys is None:
        return found
    return found.filter(is_public=True) | found.filter(questionnaire__city__in=keys)


def _from_entry(entry: Entry) -> Rival:
    sheet = handed_in(entry, entry.questionnaire)
    answers = sheet.as_answers(f"entry-{entry.pk}")
    return Rival(entry.questionnaire.city.name, answers, entry=entry)


def _from_file(brought: BroughtAnswers) -> Rival:
    values = {code: Fraction(value) for code, value in brought.values.items()}
    answers = Answers(f"file-{brought.pk}", brought.population, values)
    return Rival(brought.city_name, answers, brought)


def is_for_readers(code: str) -> bool:
    """Whether readers may open the records behind the figure."""
    try:
        return indicator(code).is_public
    except LookupError:
        return False
