"""A draft for those with a role: read, comment, answer, settle; ask somebody outside."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Comment

from citytocity.design.furniture import Furniture
from citytocity.people.models import User
from citytocity.people.permissions import signed_in
from citytocity.review import actions
from citytocity.review.actions import NoSuchPassageError
from citytocity.review.forms import CommentForm, InviteForm
from citytocity.review.limits import may_invite_more
from citytocity.review.models import Reader
from citytocity.review.pages import draft_context, ways_back
from citytocity.review.permissions import may_comment
from citytocity.review.queries import comments_on
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import may_edit


@never_cache
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest draft as its readers will see it, with the comments on each passage."""
    return _page(request, _story(request, pk))


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _story(request, pk), CommentForm(request.POST)
    root = request.POST.get("passage", "")
    typed: dict[str, Any] = {"root": root, "text": request.POST.get("text", "")}
    if not form.is_valid():
        return _page(request, found, **typed, fault=" ".join(map(str, form.errors["text"])))
    try:
        actions.comment(
            found, root=root, text=form.cleaned_data["text"], by=signed_in(request.user)
        )
    except NoSuchPassageError as error:
        return _page(request, found, **typed, fault=str(error))
    return _back(found, f"passage-{root.replace('.', '-')}")


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    form = CommentForm(request.POST)
    return _on_comment(
        request,
        pk,
        lambda found, by: (
            form.is_valid() and actions.answer(found, text=form.cleaned_data["text"], by=by)
        ),
    )


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_comment(request, pk, lambda found, by: actions.settle(found, by=by))


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to somebody outside; a form with a fault comes back with what was typed."""
    found, form = _story(request, pk), InviteForm(request.POST)
    if not may_edit(request.user, found):
        raise PermissionDenied
    if form.is_valid() and not may_invite_more(request):
        form.add_error(None, _("You have asked many people today. Ask more tomorrow."))
    if form.is_valid():
        try:
            reader = actions.invite(found, **form.cleaned_data, by=signed_in(request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = {"email": reader.email}
            messages.success(request, _("A letter with the link goes to %(email)s.") % told)
            return _back(found, "readers")
    return _page(request, found, invite_form=form)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    reader = get_object_or_404(Reader.objects.select_related("story__locale"), pk=pk)
    found = _story(request, reader.story_id)
    actions.revoke(reader, by=signed_in(request.user))
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": reader})
    return _back(found, "readers")


patterns = [
    path("<int:pk>/", story, name="story"),
    path("<int:pk>/comment/", comment, name="comment"),
    path("<int:pk>/invite/", invite, name="invite"),
    path("comment/<int:pk>/answer/", answer, name="answer"),
    path("comment/<int:pk>/settle/", settle, name="settle"),
    path("reader/<int:pk>/revoke/", revoke, name="revoke"),
]


def _page(
    request: HttpRequest, found: StoryPage, invite_form: InviteForm | None = None, **typed: Any
) -> HttpResponse:
    context = draft_context(request, found, list(comments_on(found)), **typed)
    edits = may_edit(request.user, found)
    context |= {
        "may_edit": edits,
        "is_inside": True,
        "ways_back": ways_back(request.user, found),
        "furniture": Furniture(settings.SITE_NAME, "/", nav=(), languages=()),
        "readers": Reader.objects.filter(story=found) if edits else [],
        "invite_form": invite_form or InviteForm(),
    }
    is_wrong = bool(typed) or invite_form is not None
    return render(request, "review/inside.html", context, status=400 if is_wrong else 200)


def _on_comment(
    request: HttpRequest, pk: int, does: Callable[[Comment, User], Any]
) -> HttpResponse:
    found = get_object_or_404(Comment.objects.select_related("user"), pk=pk)
    about = _story(request, found.page_id)
    if does(found, signed_in(request.user)) is False:
        messages.error(request, _("Say what should be different."))
    return _back(about, f"comment-{found.pk}")


def _back(found: StoryPage, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('review_admin:story', args=[found.pk])}#{anchor}")


def _story(request: HttpRequest, pk: int) -> StoryPage:
    found = get_object_or_404(StoryPage.objects.select_related("locale", "owner"), pk=pk)
    if not may_comment(request.user, found):
        raise PermissionDenied
    return found
