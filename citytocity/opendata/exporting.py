"""The same answers as tables: CSV in UTF-8 (RFC 4180), a row for each figure or record."""

import csv
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import Any

from django.http import HttpResponse

from citytocity.opendata import shapes

FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIGURES: Mapping[str, Callable[[shapes.Figure], Any]] = {
    "code": lambda one: one.code,
    "name": lambda one: one.name.text,
    "name_language": lambda one: one.name.language,
    "value": lambda one: one.value,
    "unit": lambda one: one.unit,
    "currency": lambda one: one.currency,
    "certainty": lambda one: one.certainty,
    "year": lambda one: one.year,
    "first_day": lambda one: one.first_day,
    "last_day": lambda one: one.last_day,
    "is_complete": lambda one: one.is_complete,
    "city": lambda one: one.city and one.city.id,
    "other": lambda one: one.other and one.other.id,
    "partnership": lambda one: one.partnership and one.partnership.id,
    "home": lambda one: one.home and one.home.id,
    "where": lambda one: "&".join(f"{name}={','.join(v)}" for name, v in one.where.items()),
    "records": lambda one: one.records and one.records.number,
    "records_known": lambda one: one.records and one.records.known,
    "records_unknown": lambda one: one.records and one.records.unknown,
    "records_address": lambda one: one.records and one.records.address,
    "page": lambda one: one.page,
}
RECORDS: Mapping[str, Callable[[shapes.Record], Any]] = {
    "kind": lambda one: one.kind,
    "id": lambda one: one.id,
    "title": lambda one: one.title.text,
    "title_language": lambda one: one.title.language,
    "when": lambda one: one.when.edtf,
    "page": lambda one: one.page,
    "part_value": lambda one: one.part.value,
    "part_of": lambda one: one.part.of,
    "part_group": lambda one: one.part.group,
    "part_currency": lambda one: one.part.currency,
    "part_certainty": lambda one: one.part.certainty,
    "sources": lambda one: " ".join(source.page for source in one.sources),
}
INDICATORS: Mapping[str, Callable[[shapes.Indicator], Any]] = {
    "code": lambda one: one.code,
    "chapter": lambda one: one.chapter.value,
    "name": lambda one: one.name.text,
    "name_language": lambda one: one.name.language,
    "definition": lambda one: one.definition.text,
    "definition_language": lambda one: one.definition.language,
    "rule": lambda one: one.rule.text,
    "rule_language": lambda one: one.rule.language,
    "unit": lambda one: one.unit and one.unit.value,
    "adding": lambda one: one.adding and one.adding.value,
    "filters": lambda one: ",".join(way.name for way in one.filters),
    "is_recorded": lambda one: one.is_recorded,
    "page": lambda one: one.page,
}

CITIES: Mapping[str, Callable[[shapes.City], Any]] = {
    "id": lambda one: one.id,
    "name": lambda one: one.name.text,
    "name_language": lambda one: one.name.language,
    "country": lambda one: one.country,
    "latitude": lambda one: one.latitude,
    "longitude": lambda one: one.longitude,
    "wikidata": lambda one: one.wikidata,
    "is_host": lambda one: one.is_host,
    "page": lambda one: one.page,
}
PARTNERSHIPS: Mapping[str, Callable[[shapes.Partnership], Any]] = {
    "id": lambda one: one.id,
    "name": lambda one: one.name.text,
    "name_language": lambda one: one.name.language,
    "kind": lambda one: one.kind.value,
    "since": lambda one: one.since.edtf,
    "cities": lambda one: ",".join(city.id for city in one.cities),
    "page": lambda one: one.page,
}
TABLE: dict[str, Any] = {
    "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
}
"""What the OpenAPI document adds to what can be had as a table."""


def as_csv(
    columns: Mapping[str, Callable[[Any], Any]], shown: Iterable[Any], *, name: str
) -> HttpResponse:
    """The table as a file of that name; with the mark by which Excel knows UTF-8."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(columns)
    rows.writerows([_cell(tell(one)) for tell in columns.values()] for one in shown)
    answer = HttpResponse(b"\xef\xbb\xbf" + out.getvalue().encode(), content_type="text/csv")
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(value: Any) -> Any:
    """Nothing is an empty cell; no text is taken for a formula (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
