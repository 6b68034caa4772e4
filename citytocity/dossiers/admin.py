"""Dossiers in the admin: begun, written, looked at, taken along."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import Button

from citytocity.cities.models import City
from citytocity.dossiers import actions
from citytocity.dossiers.enums import ASKED, Part
from citytocity.dossiers.exporting import Both, as_docx, as_pdf, side_by_side
from citytocity.dossiers.forms import AboutForm, DossierForm
from citytocity.dossiers.models import Dossier
from citytocity.dossiers.permissions import dossiers_of, may_keep, may_make, partnerships_for
from citytocity.dossiers.queries import MOST_RESULTS, Material, dated_results, material_of
from citytocity.dossiers.telling import Telling, Told, proposed, tellings, years_in_words
from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.text import Words
from citytocity.ledger.choosing import is_key
from citytocity.ledger.models import Partnership
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_held, signed_in

A_PAGE = 40
FILES = {
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (as_pdf, "application/pdf"),
}


def dossier_list(request: HttpRequest) -> HttpResponse:
    """The dossiers of one's cities, the one changed last first."""
    if not may_make(request.user):
        raise PermissionDenied
    found = dossiers_of(request.user).prefetch_related("partnerships__sides__city")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    rows = [
        {"dossier": one, "years": years_in_words(one), "languages": _names(one)} for one in page
    ]
    return render(request, "dossiers/admin/list.html", {"page": page, "rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """What it is to be about; the results of these years are chosen to begin with."""
    if not may_make(request.user):
        raise PermissionDenied
    by = signed_in(request.user)
    form = AboutForm(request.POST or None, by=by, initial=_to_begin_with(request))
    if request.method == "POST" and form.is_valid():
        made, partnerships = form.save(commit=False), form.cleaned_data["partnerships"]
        results = dated_results(partnerships, made.first_year, made.last_year)[:MOST_RESULTS]
        actions.write_dossier(made, partnerships, results, by=by)
        messages.success(request, _("Begun: %(dossier)s") % {"dossier": made})
        return redirect("dossiers:edit", made.pk)
    return render(request, "dossiers/admin/add.html", {"form": form})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is about, its results, and its words beside those of the register."""
    if request.method == "POST":
        form, answer = _posted(request, pk)
        if answer is not None:
            return answer
        messages.error(request, _("Not saved yet: please correct what is marked."))
    else:
        form = DossierForm(instance=_kept(request, pk), by=request.user)
    found = _kept(request, pk)
    material = material_of(found, today=timezone.localdate())
    return render(
        request,
        "dossiers/admin/edit.html",
        {
            "dossier": found,
            "form": form,
            "about": [form[name] for name in AboutForm.Meta.fields if name in form.fields],
            "parts": [_part(material, part, form) for part in Part],
            "gone": material.gone,
            "apart": material.apart,
        },
    )


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As the files have it, with what is missing for it and where to mend that."""
    found = _kept(request, pk)
    material = material_of(found, today=timezone.localdate())
    told = tellings(material)
    return render(
        request,
        "dossiers/admin/preview.html",
        {
            "dossier": found,
            "both": (both := side_by_side(told, years=found.years)),
            "parts": _shown(both, told),
            "gone": material.gone,
            "apart": [_mended(one, request.user) for one in material.apart],
            "results": [_mended(one, request.user) for one in material.results],
        },
    )


def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The dossier as it is now; the log says who took it."""
    found = _kept(request, pk)
    if kind not in FILES:
        raise Http404
    makes, content_type = FILES[kind]
    made = makes(material_of(found, today=timezone.localdate()))
    actions.note_taken(found, kind, by=signed_in(request.user))
    told = (found.city.slug, found.first_year, found.last_year, *found.languages)
    name = slugify("-".join(str(one) for one in told))
    return HttpResponse(
        made,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="dossier-{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    found = _kept(request, pk)
    if request.method != "POST":
        return render(request, "dossiers/admin/delete.html", {"dossier": found})
    title = str(found)
    actions.delete_dossier(found, by=signed_in(request.user))
    messages.success(request, _("Deleted: %(title)s") % {"title": title})
    return redirect("dossiers:list")


patterns = [
    path("", dossier_list, name="list"),
    path("add/", add, name="add"),
    path("<int:pk>/", edit, name="edit"),
    path("<int:pk>/preview/", preview, name="preview"),
    path("<int:pk>/delete/", delete, name="delete"),
    path("<int:pk>/file/<slug:kind>/", file, name="file"),
]


def dossier_buttons(request: HttpRequest, record: Any) -> list[Button]:
    """The way to a dossier, on the form of a partnership of one's cities."""
    if not isinstance(record, Partnership) or not _own_sides(request.user, record):
        return []
    address = f"{reverse('dossiers:add')}?partnership={record.pk}"
    return [Button(_("Begin a dossier"), address, icon_name="doc-full", priority=60)]


def _to_begin_with(request: HttpRequest) -> dict[str, Any]:
    """The years before this one, of the partnership from whose form they came."""
    by, last_year = signed_in(request.user), timezone.localdate().year - 1
    key = request.GET.get("partnership", "")
    asked = partnerships_for(by).filter(pk=key).first() if is_key(key) else None
    cities = _own_sides(by, asked) if asked else cities_held(by, Act.RECORD)
    return {
        "city": next(iter(cities), None),
        "partnerships": [asked.pk] if asked else [],
        "first_year": last_year - 2,
        "last_year": last_year,
        "language": request.LANGUAGE_CODE,
    }


def _own_sides(user: Any, partnership: Partnership) -> list[City]:
    """The cities of a partnership for which the person makes dossiers, the host first."""
    own = [city for city in partnership.cities if may_make(user, city)]
    return sorted(own, key=lambda city: not city.is_host)


def _kept(request: HttpRequest, pk: int) -> Dossier:
    found = get_object_or_404(Dossier.objects.select_related("city"), pk=pk)
    if not may_keep(request.user, found):
        raise PermissionDenied
    return found


@transaction.atomic
def _posted(request: HttpRequest, pk: int) -> tuple[DossierForm, HttpResponse | None]:
    """What was sent, kept if it can be: nobody else changes the dossier while that is weighed."""
    Dossier.objects.select_for_update().filter(pk=pk).first()
    form = DossierForm(request.POST, instance=_kept(request, pk), by=request.user)
    return form, _saved(request, form) if form.is_valid() else None


def _saved(request: HttpRequest, form: DossierForm) -> HttpResponse:
    """Kept; where the register's words were asked for, they stand in the field now."""
    made, by = form.save(commit=False), signed_in(request.user)
    partnerships = form.cleaned_data["partnerships"]
    actions.write_dossier(made, partnerships, form.results, left_out=form.left_out, by=by)
    part = request.POST.get("take", "")
    if part in Part.values:
        _take(made, part)
        actions.write_dossier(made, partnerships, by=by)
        messages.success(request, _("Saved, and the words of the register stand in the field."))
        return redirect(f"{request.path}#{part}")
    messages.success(request, _("Saved."))
    goes_on = request.POST.get("then") == "preview"
    return redirect("dossiers:preview" if goes_on else "dossiers:edit", made.pk)


def _take(dossier: Dossier, part: str) -> None:
    """Puts the register's words where a language has none; nothing that was typed is lost."""
    material = material_of(dossier, today=timezone.localdate())
    own = dict(dossier.words_of(part).data)
    for code in dossier.languages:
        own.setdefault(code, proposed(material, part, code))
    setattr(dossier, part, Words(own))


def _part(material: Material, part: Part, form: DossierForm) -> dict[str, Any]:
    """A part of the form: the field, and what the register says in each language."""
    written = material.dossier.words_of(part).data
    says = [
        {
            "lang": html_code(code),
            "dir": direction(code),
            "name": LOCAL_NAMES[code],
            "words": proposed(material, part, code),
            "is_used": code not in written,
        }
        for code in material.dossier.languages
    ]
    return {
        "code": part.value,
        "heading": part.label,
        "asked": ASKED[part],
        "field": form[part.value],
        "says": says if any(one["words"] for one in says) else [],
        "may_take": any(one["words"] and one["is_used"] for one in says),
    }


def _shown(both: Both, told: list[Telling]) -> list[dict[str, Any]]:
    """The parts as the page draws them, with what is missing in the first language's words."""
    return [
        {
            "code": parts[0].part.value,
            "part": part,
            "lacks": [*parts[0].lacks, *_silent(told, parts)],
        }
        for part, *parts in zip(both.parts, *(one.parts for one in told), strict=True)
    ]


def _silent(told: list[Telling], parts: list[Told]) -> list[str]:
    """In which language a part has no words, while it has some in the other."""
    words = _("Nothing stands here in this language yet: %(language)s.")
    return [
        words % {"language": LOCAL_NAMES[one.language]}
        for one, part in zip(told, parts, strict=True)
        if not part.lines and any(other.lines for other in parts)
    ]


def _mended(result: Any, user: Any) -> dict[str, str]:
    """The result, and the form that mends it."""
    return {"title": str(result), "url": AdminURLFinder(user).get_edit_url(result) or ""}


def _names(dossier: Dossier) -> str:
    return " · ".join(LOCAL_NAMES[code] for code in dossier.languages)
