"""The facts of a row as a record of the register's files."""

from collections.abc import Callable
from typing import Any

from citytocity.ledger.enums import Certainty
from citytocity.spreadsheets.enums import Subject


def groups(said: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each city. A number of people that several cities share is nobody's own."""
    cities = said.get("cities", [])
    is_one = len(cities) == 1
    default = "guest" if said.get("host") else "partner"
    return [
        {
            "city": city,
            "role": said.get("role") or ("host" if city == said.get("host") else default),
            **(
                {"organisation": said["organisation"]}
                if is_one and said.get("organisation")
                else {}
            ),
            **(_counted("people", said.get("people")) if is_one else {}),
            **(_counted("youth", said.get("youth"), sure="") if is_one else {}),
        }
        for city in cities
    ]


def _counted(key: str, found: list[Any] | None, *, sure: str = "certainty") -> dict[str, Any]:
    if not found:
        return {}
    number, certainty = found
    return {key: number} | ({sure: certainty} if sure and certainty != Certainty.COUNTED else {})


def _activity(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "title", "when", "kind", "status", "host", "place", "occasion",
                    "summary")  # fmt: skip
    first, last = said.get("when_first"), said.get("when_last")
    if not values.get("when") and (first or last):
        values["when"] = first if first == last or not last else f"{first or '..'}/{last}"
    shared = said.get("people") if len(said.get("cities", ())) != 1 else None
    values |= _counted("attendance", said.get("attendance") or shared, sure="attendance_certainty")
    values["participations"] = groups(said)
    return values


def sides_of(said: dict[str, Any]) -> list[str]:
    named = [said.get("host"), *said.get("cities", []), said.get("partner")]
    return list(dict.fromkeys(slug for slug in named if slug))


def _partnership(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "kind", "since", "first_contact", "name", "origin", "summary")
    return values | {"sides": [{"city": slug} for slug in sides_of(said)]}


def _result(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "title", "kind", "when", "from_city", "to_city", "unit", "summary")
    return values | _counted("value", said.get("value"))


def _organisation(said: dict[str, Any]) -> dict[str, Any]:
    return _taken(said, "id", "name", "other_names", "kind", "city", "website")


def _city(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "name", "other_names", "country", "region", "latitude", "longitude",
                    "website")  # fmt: skip
    return values | _counted("population", said.get("population"), sure="")


def _taken(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: said[key] for key in keys if said.get(key)}


def cities_named(subject: str, values: dict[str, Any]) -> set[str]:
    """The ids of the cities that a new record would touch."""
    named = [values.get(key) for key in ("host", "from_city", "to_city", "city")]
    groups = [*values.get("participations", ()), *values.get("sides", ())]
    return {slug for slug in (*named, *(group["city"] for group in groups)) if slug}


MAKE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Subject.ACTIVITIES: _activity,
    Subject.PARTNERSHIPS: _partnership,
    Subject.RESULTS: _result,
    Subject.ORGANISATIONS: _organisation,
    Subject.CITIES: _city,
}
