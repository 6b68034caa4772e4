"""A questionnaire beside those of other cities, and what would move its score, in ready words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import joined, qualifier, said, wording
from citytocity.ratings.models import Questionnaire
from citytocity.ratings.moving import Move
from citytocity.ratings.presentation import name_in_words, value_in_words
from citytocity.ratings.queries import OWN, Compared, Rival, compared, of_another_definition, rivals
from citytocity.ratings.scoring import Score
from citytocity.ratings.sheets import Sheet
from citytocity.ratings.whose import Doubt, doubts

MOST_MOVES = 8


def comparison(sheet: Sheet, questionnaire: Questionnaire, *, by: Any) -> dict[str, Any]:
    """The cities with their ranks, those that cannot be placed, and the moves that give most."""
    found = compared(sheet, rivals(questionnaire, by=by))
    own = found.own
    alone = own is not None and own.of == 1 and sheet.definition.needs_others
    placed = {score.answers.city for score in found.scores}
    unknown = doubts(
        one.brought for key, one in found.rivals.items() if one.brought and key in placed
    )
    return {
        "rows": []
        if len(found.scores) < 2
        else [_row(one, sheet, found, unknown) for one in found.scores],
        "not_known": not_known_in_words(len(unknown)),
        "unplaced": [said_name(one) for key, one in found.rivals.items() if key not in placed],
        "of_another": [said(one.name) for one in of_another_definition(questionnaire, by=by)],
        "moves": [] if alone else [_move(one) for one in found.moves[:MOST_MOVES]],
        "moves_in_words": _moves_in_words(len(found.moves)),
        "is_alone": alone,
    }


def _row(
    score: Score, sheet: Sheet, found: Compared, unknown: Mapping[int, Doubt]
) -> dict[str, Any]:
    key = score.answers.city
    rival = found.rivals.get(key)
    doubt = unknown.get(rival.brought.pk) if rival and rival.brought else None
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
        "doubt": doubt_in_words(doubt) if doubt else "",
    }


def doubt_in_words(doubt: Doubt) -> str:
    """That a city is not known here, and which may be meant."""
    if not doubt.maybe:
        return _("This site knows no city of this name.")
    cities = joined((f"“{name}”" for name in doubt.maybe), between=", ")
    words = _("This site knows no city of this name. Did you mean %(cities)s?")
    return words % {"cities": cities}


def not_known_in_words(number: int) -> str:
    """Beside a rank; empty where this site knows all cities of it."""
    if not number:
        return ""
    words = ngettext(
        "%(number)s city of this list is not known to this site by its name. Points and rank rest "
        "on it as on the others: see that no city stands here twice.",
        "%(number)s cities of this list are not known to this site by their names. Points and rank "
        "rest on them as on the others: see that no city stands here twice.",
        number,
    )
    return words % {"number": number_in_words(number)}


def _unsure(rival: Rival | None, sheet: Sheet) -> str:
    """Which answers of a file were not counted one by one: `Visits (at least), Twins (about)`."""
    told = rival.brought.certainties if rival and rival.brought else {}
    asked = sheet.definition.indicators
    return ", ".join(
        f"{said(asked[code].name)} ({qualifier(how)})"
        for code, how in told.items()
        if code in asked
    )


def _moves_in_words(number: int) -> str:
    """How the moves are found; and that only those that give most are shown, where it is so."""
    how = _(
        "Each line names the nearest answer that comes to that of another city, or to the best "
        "that the rating sets, and gives more. It is reckoned with everything else as it is."
    )
    if number <= MOST_MOVES:
        return how
    words = _(
        "Of %(number)s indicators that can give more, the %(shown)s that give most are shown."
    )
    told = words % {"number": number_in_words(number), "shown": number_in_words(MOST_MOVES)}
    return f"{told} {how}"


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
