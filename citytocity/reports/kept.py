"""What was kept of the records behind a report that was handed in, read back."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from citytocity.design.components import Row
from citytocity.design.memory import remembered
from citytocity.figures.enums import Unit
from citytocity.figures.presentation import number_with_unit
from citytocity.languages.text import Words
from citytocity.ledger.presentation import foreign
from citytocity.reports.behind import Behind, Called, Part, mark, mark_of_records
from citytocity.reports.models import Frozen, FrozenFigure
from citytocity.reports.permissions import may_read
from citytocity.reports.since import CAN_CLOSE, model_named, open_keys
from citytocity.reports.told import Measured, Number
from citytocity.reports.wording import UNITS, address, language


def records_of(frozen: Frozen) -> Behind:
    """All of them that the figures of the year count, as the workbook needs them."""
    found = Behind(versions=frozen.annual.versions)
    for one in frozen.figures.filter(narrowed="").order_by("pk"):
        found.kinds[one.code] = one.model
        found.parts[one.code] = [Part(*part) for part in one.parts]
    for model, key, title, path in _rows(frozen):
        found.records.setdefault(model, {})[key] = Called(title, path)
    return found


def kept_figure(frozen: Frozen, key: str) -> FrozenFigure | None:
    """The records behind a figure by what their list is kept by; none where there were none."""
    code, _mark, narrowed = key.partition("?")
    return frozen.figures.filter(code=code, narrowed=narrowed).first()


def are_as_they_were(frozen: Frozen, key: str, figure: FrozenFigure | None) -> bool:
    """Whether the list of a figure, and what its records were called, is what was handed in; there
    is none only where none was kept."""
    marks = frozen.annual.marks
    if figure is None:
        return key not in marks
    parts = [Part(*part) for part in figure.parts]
    return mark(parts) == marks.get(key) and remembered(
        ("records kept", frozen.pk, figure.model),
        lambda: _mark(frozen, figure.model) == marks.get(figure.model),
    )


def rows_behind(
    frozen: Frozen,
    one: Measured,
    year: int,
    figure: FrozenFigure,
    parts: Sequence[Any],
    *,
    user: Any,
) -> list[Row]:
    """Records with their parts, called as they were then. Of those that may be closed to readers
    and are, only who may see them gets the name; and where one is hidden all parts are, lest its
    own be worked out of the others."""
    page = [Part(*part) for part in parts]
    found = Behind(versions=frozen.annual.versions)
    model = model_named(figure.model)
    can_close = model in CAN_CLOSE
    keys = {key for key, *_part in (figure.parts if can_close else parts)}
    versions = {part.key: found.key_in(language(), part.key, figure.model) for part in page}
    is_open = open_keys(figure.model, sorted(keys | {*versions.values()}), frozen.report.scope)
    told_by = {key: one if one in is_open else key for key, one in versions.items()}
    kept = frozen.records.filter(model=figure.model, key__in=told_by.values())
    called = {row.key: Called(row.title, row.path) for row in kept}
    gone = keys - is_open
    hidden = gone - may_read(user, model, gone) if can_close else set()
    away = _("no longer open to readers") if can_close else _("no longer on the register")
    number = one.numbers[year]
    return [
        _row(
            part,
            called.get(told_by[part.key], Called({}, "")),
            detail="" if hidden else _part(one, number, part),
            away=away if part.key in gone else "",
            hides=part.key in hidden,
        )
        for part in page
    ]


def _row(part: Part, called: Called, *, detail: str, away: str, hides: bool) -> Row:
    if hides:
        return Row(title=away)
    title = Words(called.title)
    return Row(
        title=str(title) or _("not recorded"),
        lang=foreign(title),
        url="" if away else address(called.path),
        detail=" · ".join(filter(None, [detail, away])),
    )


def _part(one: Measured, number: Number, part: Part) -> str:
    """What the record adds, with its unit; nothing where each is one."""
    unit = UNITS[one.unit]
    if unit == Unit.RECORDS:
        return ""
    if part.part is None:
        return _("not recorded")
    value = _plain(part.part)
    if part.of is not None:
        told = {"part": number_with_unit(value, Unit.RECORDS),
                "whole": number_with_unit(_plain(part.of), Unit.RECORDS)}  # fmt: skip
        return _("%(part)s of %(whole)s") % told
    words = number_with_unit(value, unit, number.currency)
    return words if unit == Unit.MONEY else f"{unit.label}: {words}"


def _plain(text: str) -> int | Decimal:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def _mark(frozen: Frozen, model: str) -> str:
    return mark_of_records(
        {key: Called(title, path) for _model, key, title, path in _rows(frozen, model=model)}
    )


def _rows(frozen: Frozen, **only: str) -> Iterable[Any]:
    rows = frozen.records.filter(**only).order_by("model", "key")
    return rows.values_list("model", "key", "title", "path").iterator()
