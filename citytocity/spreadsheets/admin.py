"""Bringing a spreadsheet: one page for each step, all of them for its officer alone."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citytocity.cities.models import City
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.presentation import when_in_words
from citytocity.people.models import User
from citytocity.people.permissions import signed_in
from citytocity.spreadsheets import actions, progress
from citytocity.spreadsheets.actions import NotNowError
from citytocity.spreadsheets.enums import AT_WORK, Outcome, State
from citytocity.spreadsheets.facts import best_subject, fact_by_heading, folded
from citytocity.spreadsheets.forms import BringForm, ColumnsForm, DecisionsForm, DescribeForm
from citytocity.spreadsheets.models import Layout, Line, Spreadsheet
from citytocity.spreadsheets.permissions import layouts_of, may_bring, sheets_of, subjects_of
from citytocity.spreadsheets.queries import open_doubts, outcomes
from citytocity.spreadsheets.reading import likely_facts
from citytocity.spreadsheets.tables import (
    ENCODINGS,
    Row,
    UnusableFileError,
    first_rows,
    is_workbook,
    likely_encoding,
    rows,
    sheet_names,
)

LOOKED_AT, SHOWN, PER_PAGE = 30, 8, 50


def spreadsheets(request: HttpRequest) -> HttpResponse:
    """Bringing a file, and those brought before."""
    by = _officer(request)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = actions.bring(file, name=file.name, by=by)
        try:
            sheet_names(Path(made.file.path))
            _begin(made)
        except UnusableFileError as error:
            actions.remove(made, by=by)
            form.add_error("file", str(error))
        else:
            return redirect("spreadsheets:spreadsheet", made.pk)
    return render(
        request, "spreadsheets/spreadsheets.html", {"form": form, "sheets": sheets_of(by)}
    )


def spreadsheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The step it is at; `?step=` goes back to an earlier one."""
    sheet = _sheet(request, pk)
    if sheet.state in AT_WORK:
        return _at_work(request, sheet)
    if sheet.state in (State.TAKEN, State.UNDONE):
        return _taken(request, sheet)
    step = request.GET.get("step") or request.POST.get("step")
    try:
        if step == "describe" or not sheet.subject:
            return _describe(request, sheet)
        if step == "columns" or sheet.state == State.BROUGHT:
            return _columns(request, sheet)
        return _preview(request, sheet)
    except UnusableFileError as error:
        messages.error(request, str(error))
        return render(request, "spreadsheets/unusable.html", {"sheet": sheet})
    except NotNowError as error:
        messages.error(request, str(error))
        return redirect(sheet)


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take it over, undo it, take it from the worker, remove it."""
    if name not in ACTS:
        raise Http404
    sheet = _sheet(request, pk)
    try:
        ACTS[name](sheet, by=_officer(request))
    except NotNowError as error:
        messages.error(request, str(error))
        return redirect(sheet)
    if name == "remove":
        messages.success(request, _("Removed: %(name)s") % {"name": sheet.name})
        return redirect("spreadsheets:spreadsheets")
    return redirect(sheet)


@require_safe
def how_far(request: HttpRequest, pk: int) -> JsonResponse:
    """For the script that moves the bar."""
    sheet = _sheet(request, pk)
    done, of = progress.told(sheet)
    return JsonResponse({"is_at_work": sheet.state in AT_WORK, "done": done, "of": of})


ACTS: dict[str, Callable[..., Any]] = {
    "take": actions.take_over,
    "undo": actions.undo,
    "stop": actions.stop,
    "remove": actions.remove,
}
patterns = [
    path("", spreadsheets, name="spreadsheets"),
    path("<int:pk>/", spreadsheet, name="spreadsheet"),
    path("<int:pk>/progress/", how_far, name="progress"),
    path("<int:pk>/<slug:name>/", act, name="act"),
]


def _officer(request: HttpRequest) -> User:
    by = signed_in(request.user)
    if not may_bring(by):
        raise PermissionDenied
    return by


def _sheet(request: HttpRequest, pk: int) -> Spreadsheet:
    """Whose it is not learns nothing of it, not even that it is there."""
    found = sheets_of(_officer(request)).filter(pk=pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _begin(sheet: Spreadsheet) -> None:
    """What can be told of the file at first sight."""
    file = Path(sheet.file.path)
    if is_workbook(file):
        samples = first_rows(file, LOOKED_AT)
        sheet.sheet = max(samples, key=lambda name: _filled(samples[name]))
        sample = samples[sheet.sheet]
    else:
        sheet.encoding = likely_encoding(file)
        sample = _sample(sheet)
    sheet.heading_row = _likely_heading(sample)
    sheet.save()


def _sample(sheet: Spreadsheet, other: dict[str, str] | None = None) -> list[Row]:
    said = {"sheet": sheet.sheet, "encoding": sheet.encoding} | (other or {})
    return list(islice(rows(Path(sheet.file.path), **said), LOOKED_AT))


def _filled(sample: list[Row]) -> int:
    return sum(bool(cell) for row in sample for cell in row.cells)


def _likely_heading(sample: list[Row]) -> int:
    """The row with most known headings, the last of them; else the first with two cells."""

    def known(row: Row) -> int:
        subject = best_subject(row.cells)
        return len({fact_by_heading(subject, cell) for cell in row.cells if cell} - {""})

    best = max(((known(row), row.number) for row in sample), default=(0, 1))
    if best[0] >= 2:
        return best[1]
    return next((row.number for row in sample if sum(map(bool, row.cells)) > 1), 1)


def _headings(sheet: Spreadsheet, sample: list[Row]) -> list[str]:
    """As many as there are columns."""
    row = next((row for row in sample if row.number == sheet.heading_row), None)
    width = max((len(row.cells) for row in sample), default=0)
    cells = row.cells if row else []
    return [*cells, *[""] * (width - len(cells))]


def _below(sheet: Spreadsheet) -> tuple[list[str], list[Row]]:
    """The headings, and the first rows below them."""
    said = {"sheet": sheet.sheet, "encoding": sheet.encoding}
    found = rows(Path(sheet.file.path), **said)
    sample = list(islice((row for row in found if row.number >= sheet.heading_row), LOOKED_AT))
    return _headings(sheet, sample), [row for row in sample if row.number > sheet.heading_row]


def _describe(request: HttpRequest, sheet: Spreadsheet) -> HttpResponse:
    by, names = _officer(request), sheet_names(Path(sheet.file.path))
    posted = request.POST if request.method == "POST" else None
    chosen = {"sheet": names[0] if len(names) == 1 else sheet.sheet, "encoding": sheet.encoding}
    if posted:
        known = {"sheet": names, "encoding": ENCODINGS}
        chosen |= {name: posted[name] for name in known if posted.get(name) in known[name]}
    sample = _sample(sheet, chosen)
    heading = next((row.cells for row in sample if row.number == sheet.heading_row), [])
    form = DescribeForm(
        posted,
        sheets=names,
        subjects=subjects_of(by),
        layouts=layouts_of(by),
        initial={
            **chosen,
            "heading_row": sheet.heading_row,
            "subject": sheet.subject or best_subject(heading),
            "language": sheet.language or _likely_language(sample),
        },
    )
    if posted and "look" not in posted and form.is_valid():
        layout = form.cleaned_data.get("layout")
        actions.describe(sheet, by=by, **chosen | form.said())
        after = f"?step=columns{f'&layout={layout.pk}' if layout else ''}"
        return redirect(f"{sheet.get_absolute_url()}{after}")
    return render(
        request,
        "spreadsheets/describe.html",
        {"sheet": sheet, "form": form, "table": _table(sample[:SHOWN])},
    )


def _likely_language(sample: list[Row]) -> str:
    text = " ".join(cell for row in sample for cell in row.cells)
    letters = [letter for letter in text if letter.isalpha()]
    russian = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if letters and russian > len(letters) / 3:
        return "ru"
    return get_language() if get_language() != "ru" else "en"


def _columns(request: HttpRequest, sheet: Spreadsheet) -> HttpResponse:
    by = _officer(request)
    headings, sample = _below(sheet)
    layout = layouts_of(by).filter(pk=_number(request.GET.get("layout"))).first()
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(
        posted,
        spreadsheet=sheet,
        headings=headings,
        likely=_likely(sheet, headings, sample, layout),
        language=get_language() or "en",
        initial=_common_said(sheet, layout) | {"layout_name": layout.name if layout else ""},
    )
    if posted is not None and form.is_valid():
        sheet = actions.map_columns(sheet, columns=form.columns(), common=form.common, by=by)
        if name := form.cleaned_data["layout_name"]:
            actions.keep_layout(sheet, name=name, headings=headings, by=by)
        return redirect(sheet)
    columns = [
        {
            "field": form[f"column-{place}"],
            "examples": [row.cells[place] for row in sample if row.cells[place : place + 1] != [""]
                         and place < len(row.cells)][:3],
        }
        for place in range(len(headings))
    ]  # fmt: skip
    common = [field for field in form if field.name.startswith("common-")]
    context = {"sheet": sheet, "form": form, "columns": columns, "common": common}
    return render(request, "spreadsheets/columns.html", context)


def _number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 18 else 0


def _likely(
    sheet: Spreadsheet, headings: list[str], sample: list[Row], layout: Layout | None
) -> list[str]:
    if sheet.columns:
        return [sheet.columns.get(str(place), "") for place in range(len(headings))]
    if layout and layout.subject == sheet.subject:
        return [layout.headings.get(folded(heading), "") for heading in headings]
    return list(likely_facts(sheet, headings, sample))


def _common_said(sheet: Spreadsheet, layout: Layout | None) -> dict[str, str]:
    """As the form has it: cities by their names."""
    kept = sheet.common or (layout.common if layout else {})
    lists = {key: said if isinstance(said, list) else [said] for key, said in kept.items()}
    names = _names(slug for said in lists.values() for slug in said)
    codes = ("kind", "country")
    return {
        f"common-{key}": ", ".join(
            str(one if key in codes else names.get(one, one)) for one in said
        )
        for key, said in lists.items()
    }


def _names(slugs: Iterable[str]) -> dict[str, str]:
    """The cities by their ids, as they are called."""
    return {str(city.slug): str(city) for city in City.objects.filter(slug__in=set(slugs))}


def _at_work(request: HttpRequest, sheet: Spreadsheet) -> HttpResponse:
    done, of = progress.told(sheet)
    return render(request, "spreadsheets/at_work.html", {"sheet": sheet, "done": done, "of": of})


def _preview(request: HttpRequest, sheet: Spreadsheet) -> HttpResponse:
    doubts, doubts_in_all = open_doubts(sheet)
    posted = request.POST if request.method == "POST" else None
    form = DecisionsForm(posted, spreadsheet=sheet, doubts=doubts)
    if posted is not None and form.is_valid():
        actions.decide(sheet, answers=form.answers, by=_officer(request))
        return redirect(sheet)
    counts = outcomes(sheet)
    chosen = request.GET.get("outcome", "")
    lines = sheet.lines.filter(outcome=chosen) if chosen in counts else sheet.lines.all()
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    names = _names(group["city"] for line in page for group in _groups(line))
    return render(
        request,
        "spreadsheets/preview.html",
        {
            "sheet": sheet,
            "form": form,
            "doubts": form.rows(),
            "doubts_in_all": doubts_in_all,
            "counts": [
                (value, Outcome(value).label, number_in_words(count), value == chosen)
                for value, count in counts.items()
            ],
            "chosen": chosen if chosen in counts else "",
            "new": counts.get(Outcome.NEW, 0),
            "new_in_words": number_in_words(counts.get(Outcome.NEW, 0)),
            "page": page,
            "rows": [_row(line, names) for line in page],
        },
    )


def _groups(line: Line) -> list[dict[str, Any]]:
    return [*line.values.get("participations", ()), *line.values.get("sides", ())]


def _row(line: Line, names: dict[str, str]) -> dict[str, Any]:
    """A row as the preview tells it: what it becomes, in words. `names` are those of cities."""
    values = line.values
    words = values.get("title") or values.get("name") or {}
    if isinstance(words, dict) and words:
        language, title = next(iter(words.items()))
    else:
        language, title = "", " · ".join(cell for cell in line.cells if cell)[:160]
    when = values.get("when") or values.get("since")
    return {
        "number": line.number,
        "outcome": line.outcome,
        "label": Outcome(line.outcome).label,
        "title": title,
        "lang": language,
        "when": when_in_words(when) if isinstance(when, str) and when else "",
        "who": ", ".join(_group_in_words(group, names) for group in _groups(line)),
        "doubts": [doubt["told"] for doubt in line.doubts],
        "first": line.first,
        "record": line.record,
    }


def _group_in_words(group: dict[str, Any], names: dict[str, str]) -> str:
    city, people = names.get(group["city"], group["city"]), group.get("people")
    return f"{city} ({number_in_words(people)})" if people is not None else city


def _taken(request: HttpRequest, sheet: Spreadsheet) -> HttpResponse:
    viewset = KINDS[sheet.subject].model.snippet_viewset
    return render(
        request,
        "spreadsheets/taken.html",
        {
            "sheet": sheet,
            "made": len(sheet.made),
            "made_in_words": number_in_words(len(sheet.made)),
            "kind": capfirst(str(KINDS[sheet.subject].model._meta.verbose_name_plural)),
            "records": reverse(viewset.get_url_name("list")),
            "may_undo": actions.may_undo(sheet),
        },
    )


def _table(sample: list[Row]) -> list[tuple[int, list[str]]]:
    width = max((len(row.cells) for row in sample), default=0)
    return [(row.number, [*row.cells, *[""] * (width - len(row.cells))]) for row in sample]
