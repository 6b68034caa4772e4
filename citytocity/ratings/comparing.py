"""A questionnaire beside those of other cities, and what would move its score, in ready words."""

from typing import Any

from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import qualifier, said, wording
from citytocity.ratings.models import Questionnaire
from citytocity.ratings.moving import Move
from citytocity.ratings.presentation import name_in_words, value_in_words
from citytocity.ratings.queries import OWN, Compared, Rival, compared, of_another_definition, rivals
from citytocity.ratings.scoring import Score
from citytocity.ratings.sheets import Sheet

MOST_MOVES = 8


def comparison(sheet: Sheet, questionnaire: Questionnaire, *, by: Any) -> dict[str, Any]:
    """The cities with their ranks, those that cannot be placed, and the moves that give most."""
    found = compared(sheet, rivals(questionnaire, by=by))
    own = found.own
    alone = own is not None and own.of == 1 and sheet.definition.needs_others
    placed = {score.answers.city for score in found.scores}
    return {
        "rows": [] if len(found.scores) < 2 else [_row(one, sheet, found) for one in found.scores],
        "unplaced": [said_name(one) for key, one in found.rivals.items() if key not in placed],
        "of_another": [said(one.name) for one in of_another_definition(questionnaire, by=by)],
        "moves": [] if alone else [_move(one) for one in found.moves[:MOST_MOVES]],
        "is_alone": alone,
    }


def _row(score: Score, sheet: Sheet, found: Compared) -> dict[str, Any]:
    key = score.answers.city
    rival = found.rivals.get(key)
    return {
        "is_own": key == OWN,
        "name": said_name(rival) if rival else said(sheet.city.name),
        "brought": rival.brought if rival else None,
        "category": wording(score.category.name).text,
        "population": number_in_words(score.answers.population or 0),
        "rank": number_in_words(score.rank),
        "of": number_in_words(score.of),
        "total": number_in_words(score.total),
        "missing": number_in_words(len(score.missing)),
        "unsure": _unsure(rival, sheet),
    }


def _unsure(rival: Rival | None, sheet: Sheet) -> str:
    """Which answers of a file were not counted one by one: `Visits (at least), Twins (about)`."""
    told = rival.brought.certainties if rival and rival.brought else {}
    asked = sheet.definition.indicators
    return ", ".join(
        f"{said(asked[code].name)} ({qualifier(how)})"
        for code, how in told.items()
        if code in asked
    )


def _move(move: Move) -> dict[str, str]:
    indicator = move.indicator
    return {
        "name": name_in_words(indicator),
        "anchor": f"answer-{indicator.code}",
        "now": "" if move.now is None else value_in_words(move.now, indicator),
        "to": value_in_words(move.to, indicator),
        "gain": number_in_words(move.gain),
        "of_one": f"+{number_in_words(move.of_one)}" if move.of_one > 0 else "–",
        "rank": number_in_words(move.rank),
    }


def said_name(rival: Rival) -> str:
    return said(rival.name) if isinstance(rival.name, Words) else rival.name
