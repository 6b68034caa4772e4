"""Writing without an account: text, pictures, check and send; and the letter's link."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import modelformset_factory
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from citytocity.contributions import actions, consent, limits
from citytocity.contributions.actions import OlderError, SentAlreadyError
from citytocity.contributions.enums import Kind, State
from citytocity.contributions.forms import FORMS, MemoryForm, PictureForm, SendForm, WritingForm
from citytocity.contributions.guards import is_proved, new_stamp
from citytocity.contributions.letters import thing
from citytocity.contributions.models import Contribution, Picture
from citytocity.contributions.models.picture import AT_MOST
from citytocity.contributions.pictures import Cleaned, cleaned
from citytocity.contributions.presentation import about_link, headline, outlook, steps
from citytocity.contributions.queries import about_of, address_of
from citytocity.contributions.serving import picture_answer
from citytocity.contributions.uploads import CappedUploads
from citytocity.design.heads import page_meta
from citytocity.mail.links import LinkError, LinkExpiredError
from citytocity.stories.guides import ADVICE, GUIDES

View = Callable[..., HttpResponseBase]


def for_sender(view: View) -> View:
    """A page of one sender: kept by no cache; a link that opens nothing says why."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SentAlreadyError:
            return _said(request, "sent_already", status=200)
        except LinkExpiredError:
            return _said(request, "expired", status=410)
        except LinkError:
            return _said(request, "no_link", status=404)

    return opened


def with_uploads(view: View) -> View:
    """Files are read within their limits. That has to be said before the form is looked into."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        uploads = CappedUploads(request)
        request.upload_handlers = [uploads]
        return csrf_protect(view)(request, *args, uploads=uploads, **kwargs)

    return opened


@dataclass
class Files:
    """The pictures of a post: those that can be kept, and what is wrong with the others."""

    good: list[tuple[str, Cleaned]] = field(default_factory=list)
    faults: list[ValidationError] = field(default_factory=list)


@with_uploads
@for_sender
def begin(request: HttpRequest, kind: str, uploads: CappedUploads) -> HttpResponse:
    """A new text. What was sent from this very page before is found by the stamp of its form."""
    contribution = Contribution(
        kind=kind, language=_language(), written_in=_language(), about=_about(request)
    )
    if request.method == "POST":
        stamp = FORMS[kind](request.POST).stamped
        kept = Contribution.objects.filter(key=stamp.key, kind=kind).first() if stamp else None
        if kept and not kept.is_editable:
            return redirect("contributions:sent")
        contribution = kept or contribution
        if stamp and not kept:
            contribution.key, contribution.begun = stamp.key, stamp.opened
    return _write(request, contribution, uploads)


@with_uploads
@for_sender
def draft(request: HttpRequest, token: str, uploads: CappedUploads) -> HttpResponse:
    """The text again, from the letter's link or from a later step."""
    return _write(request, actions.draft_of(token), uploads)


@for_sender
def pictures(request: HttpRequest, token: str) -> HttpResponse:
    """What has to be said of each picture."""
    contribution = actions.draft_of(token)
    form = _picture_forms(contribution, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("contributions:check", contribution.draft_token)
    context = {"forms": form, "is_wrong": form.is_bound and not form.is_valid()}
    return _page(request, "pictures", contribution, step="pictures", **context)


@for_sender
def picture(request: HttpRequest, token: str, key: int) -> HttpResponseBase:
    """A small picture of a draft, for whoever has its link."""
    found = get_object_or_404(actions.draft_of(token).pictures, pk=key)
    return picture_answer(found)


@for_sender
def check(request: HttpRequest, token: str) -> HttpResponse:
    """All of it once more, what happens with it, and the button that sends it."""
    try:
        contribution = actions.draft_of(token)
    except SentAlreadyError:
        if request.method == "POST":
            return redirect("contributions:sent")
        raise
    if not _is_whole(contribution):
        return redirect("contributions:draft", contribution.draft_token)
    if not all(picture.is_declared for picture in contribution.pictures.all()):
        return redirect("contributions:pictures", contribution.draft_token)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, contribution, form):
        return redirect("contributions:sent")
    return _page(request, "check", contribution, step="send", form=form)


@never_cache
def saved(request: HttpRequest) -> HttpResponse:
    return _said(request, "saved")


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    return _said(request, "sent")


@for_sender
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, for mail programs open links by themselves."""
    contribution = actions.confirmed_by(token)
    if request.method == "POST":
        contribution = actions.confirm(contribution)
    if contribution.state == State.SENT:
        return _said(request, "confirm", contribution=contribution, what=thing(contribution.kind))
    return _said(request, "confirmed", contribution=contribution)


def _write(
    request: HttpRequest, contribution: Contribution, uploads: CappedUploads
) -> HttpResponse:
    kind = FORMS[contribution.kind]
    if request.method != "POST":
        return _writing(request, contribution, kind(instance=contribution))
    is_autosaved = "X-Autosave" in request.headers
    keeps_half = is_autosaved or "save" in request.POST
    form = kind(request.POST, instance=contribution, keeps_half=keeps_half)
    form.is_valid()
    if is_autosaved:
        return _autosave(request, form)
    if (
        "save" in request.POST
        and not form.cleaned_data.get("email")
        and not form.has_error("email")
    ):
        form.add_error("email", _("Where shall we send the link to your draft?"))
    if form.is_trusted and not limits.may_draft(request):
        form.add_error(None, _too_often())
    if not form.is_trusted:
        return _writing(request, contribution, form)
    send = _send_form(request, form)
    kept = _keep(request, form, uploads)
    if kept is None or form.errors or (send and not send.is_valid()):
        return _writing(request, kept or contribution, form, send)
    if "save" in request.POST:
        return _save_for_later(request, kept, form)
    if send is None:
        undeclared = not all(picture.is_declared for picture in kept.pictures.all())
        step = "pictures" if undeclared else "check"
        return redirect(f"contributions:{step}", kept.draft_token)
    if _send(request, kept, send):
        return redirect("contributions:sent")
    return _writing(request, kept, form, send)


def _send_form(request: HttpRequest, form: WritingForm) -> SendForm | None:
    """A correction is short: it is sent from its only page."""
    is_sent_here = form.instance.kind == Kind.CORRECTION and "save" not in request.POST
    return SendForm(request.POST) if is_sent_here else None


def _keep(request: HttpRequest, form: WritingForm, uploads: CappedUploads) -> Contribution | None:
    """Keeps the draft if all is right, or if there are pictures, which cannot be typed again."""
    files = _files(request, uploads) if "pictures" in form.fields else Files()
    for fault in files.faults:
        form.add_error("pictures", fault)
    if form.errors and not files.good:
        return None
    try:
        kept = actions.keep_draft(form.instance, values=form.values, seen=_seen(form))
    except OlderError:
        form.add_error(None, _older())
        return Contribution.objects.filter(key=form.instance.key).first()
    actions.remove_pictures(kept, _numbers(request.POST.getlist("remove")))
    if too_many := actions.keep_pictures(kept, files.good) + uploads.too_many:
        form.add_error("pictures", _too_many(too_many))
    if isinstance(form, MemoryForm) and form.is_empty(pictures=kept.pictures.count()):
        form.add_error("text", _("Write what you remember, or add a picture."))
    return kept


def _files(request: HttpRequest, uploads: CappedUploads) -> Files:
    """What was uploaded, each picture made anew."""
    files = Files()
    for name in uploads.passed_over:
        words = _("“%(name)s” is larger than 20 megabytes.") % {"name": name[-80:]}
        files.faults.append(ValidationError(words))
    for file in request.FILES.getlist("pictures"):
        name = file.name or _("a picture")
        try:
            files.good.append((name, cleaned(file, name=name, size=file.size or 0)))
        except ValidationError as error:
            files.faults.append(error)
    return files


def _autosave(request: HttpRequest, form: WritingForm) -> JsonResponse:
    """What a page keeps by itself while somebody writes; it says so in a line."""
    if not form.is_trusted or not limits.may_autosave(request):
        return JsonResponse({"state": "not-kept"})
    if not any(form.cleaned_data.get(name) for name in ("title", "text", "right")):
        return JsonResponse({"state": "empty"})
    try:
        kept = actions.keep_draft(form.instance, values=form.values, seen=_seen(form))
    except OlderError:
        return JsonResponse({"state": "older", "said": _older()})
    url = reverse("contributions:draft", args=[kept.draft_token])
    said = _("Your draft is kept.")
    return JsonResponse({"state": "kept", "version": kept.version, "url": url, "said": said})


def _save_for_later(request: HttpRequest, kept: Contribution, form: WritingForm) -> HttpResponse:
    if not limits.may_write_to(request, kept.email):
        form.add_error(None, _too_many_letters())
        return _writing(request, kept, form)
    actions.send_draft_link(kept)
    return redirect("contributions:saved")


def _send(request: HttpRequest, contribution: Contribution, form: SendForm) -> bool:
    """Sends it in, within the limits; what stops it is told in the form."""
    proved = is_proved(form.cleaned_data["proof"])
    if not limits.may_send(request, is_proved=proved):
        form.add_error(None, _too_often())
        return False
    if contribution.state == State.DRAFT and not limits.may_write_to(request, contribution.email):
        form.add_error(None, _too_many_letters())
        return False
    actions.send_in(contribution, is_proved=proved)
    return True


def _writing(
    request: HttpRequest,
    contribution: Contribution,
    form: WritingForm,
    send: SendForm | None = None,
) -> HttpResponse:
    stamp = form.stamped or new_stamp(key=contribution.key)
    about = form.instance.about
    return _page(
        request,
        "write",
        contribution,
        step="write",
        form=form,
        send=send or (SendForm() if contribution.kind == Kind.CORRECTION else None),
        stamp=stamp.token,
        seen=contribution.version if contribution.pk else "",
        about=about_link(about) if about else None,
        about_address=address_of(about) if about else "",
        question=form.question,
        guides=GUIDES if contribution.kind == Kind.STORY else (),
        advice=ADVICE,
    )


def _page(
    request: HttpRequest, name: str, contribution: Contribution, *, step: str, **more: Any
) -> HttpResponse:
    title, standfirst = headline(contribution.kind)
    is_kept = contribution.pk is not None
    context = {
        "contribution": contribution,
        "title": title,
        "standfirst": standfirst,
        "steps": steps(contribution, step),
        "outlook": outlook(contribution.kind),
        "token": contribution.draft_token if is_kept else "",
        "pictures": list(contribution.pictures.all()) if is_kept else [],
        "consent": consent.consent(contribution.kind),
        "most": AT_MOST,
        "meta": page_meta(request, title=title, description=standfirst),
        "is_private": is_kept,
    }
    return render(request, f"contributions/{name}.html", context | more)


def _said(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page that says how it stands."""
    meta = page_meta(request, title="", addresses={})
    return render(request, f"contributions/{name}.html", {"meta": meta} | context, status=status)


def _picture_forms(contribution: Contribution, data: Any) -> Any:
    forms = modelformset_factory(Picture, PictureForm, extra=0, edit_only=True)
    return forms(data, queryset=contribution.pictures.all())


def _is_whole(contribution: Contribution) -> bool:
    """Whether nothing is missing: a draft that was kept half written cannot be sent."""
    if not contribution.email:
        return False
    if contribution.kind == Kind.MEMORY:
        return bool(contribution.text) or contribution.pictures.exists()
    return bool(contribution.text) and (
        contribution.kind == Kind.CORRECTION or bool(contribution.title)
    )


def _about(request: HttpRequest) -> Model | None:
    """The page a correction is about; Http404 for an address that names none."""
    address = request.GET.get("about", "")
    record = about_of(address) if address else None
    if address and record is None:
        raise Http404
    return record


def _seen(form: WritingForm) -> int | None:
    return form.cleaned_data.get("seen")


def _numbers(written: list[str]) -> list[int]:
    return [int(number) for number in written if number.isdecimal() and len(number) < 12]


def _older() -> str:
    return _(
        "This draft was changed in another window meanwhile, and the newer one is kept. What you "
        "typed here stands below: send it again only if it shall take the newer one's place."
    )


def _too_often() -> str:
    return _("That was often for one hour. What you typed stands below: send it again later.")


def _too_many_letters() -> str:
    return _("This e-mail address got several letters from us today. Send it again tomorrow.")


def _too_many(number: int) -> str:
    return _("Ten pictures are the most; %(number)s were left out.") % {"number": number}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
