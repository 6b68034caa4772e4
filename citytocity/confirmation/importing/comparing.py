"""What another register has otherwise than ours, fact by fact and row by row."""

from typing import Any

from citytocity.confirmation.facts import FORMS, facts_of, value_of
from citytocity.confirmation.queries import ONLY_THEIRS

LISTS = {"participations", "sides", "signatories"}


def differences(theirs: dict[str, Any], record: Any) -> dict[str, Any]:
    """What the other register has otherwise, as a correction says it. What it leaves out of a
    record says nothing; of a list that it tells, it tells every row."""
    form, ours = FORMS[type(record)], facts_of(record)
    says: dict[str, Any] = {
        name: said
        for name, value in theirs.items()
        if name not in LISTS and (said := _otherwise(ours.get(name), value)) is not None
    }
    for name in LISTS & theirs.keys() & form.rows.keys():
        if rows := _rows_otherwise(
            theirs[name], list(getattr(record, name).all()), form.rows[name]
        ):
            says[name] = rows
    return says


def _rows_otherwise(theirs: list[dict[str, Any]], ours: list[Any], form: Any) -> dict[str, Any]:
    """Those that are alike are laid aside, each once; of the others one of a city answers to the
    next of it. One that only they have stands under a number with a sign, under one that
    only we have stands nothing."""
    says: dict[str, Any] = {}
    for is_wanted in (_is_alike, _is_of_the_city):
        for told in sorted(theirs, key=len, reverse=True):
            row = next((row for row in ours if is_wanted(told, _row_facts(form, row))), None)
            if row is None:
                continue
            theirs = [one for one in theirs if one is not told]
            ours = [one for one in ours if one is not row]
            if changed := _changed(told, _row_facts(form, row)):
                says[str(row.pk)] = changed
    says |= {f"{ONLY_THEIRS}{place}": told for place, told in enumerate(theirs)}
    return says | {str(row.pk): None for row in ours}


def _is_alike(told: dict[str, Any], mine: dict[str, Any]) -> bool:
    return _is_of_the_city(told, mine) and not _changed(told, mine)


def _is_of_the_city(told: dict[str, Any], mine: dict[str, Any]) -> bool:
    return told.get("city") == mine.get("city")


def _changed(told: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    found = {name: _otherwise(mine.get(name), value) for name, value in told.items()}
    return {name: said for name, said in found.items() if said is not None}


def _row_facts(form: Any, row: Any) -> dict[str, Any]:
    return {name: value_of(column, row) for name, column in form.columns.items()}


def _otherwise(ours: Any, theirs: Any) -> Any:
    """What they say, if it is another thing; of a text the language in which it differs. What is
    only a translation more is no difference."""
    if isinstance(theirs, dict):
        texts = ours["texts"] if isinstance(ours, dict) else {}
        shared = texts.keys() & theirs["texts"].keys() or {theirs["original"]}
        for code, text in theirs["texts"].items():
            if code in shared and texts.get(code) != text:
                return {"language": code, "text": text}
        return None
    return theirs if theirs != ours else None
