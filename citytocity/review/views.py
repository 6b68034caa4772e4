"""A draft for somebody outside who has a signed link: no account, no copy, no index."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from citytocity.design.furniture import PageMeta
from citytocity.mail.links import LinkError, LinkExpiredError
from citytocity.review import actions
from citytocity.review.actions import NoSuchPassageError
from citytocity.review.forms import CommentForm
from citytocity.review.letters import last_day
from citytocity.review.limits import may_say_more
from citytocity.review.models import Reader
from citytocity.review.pages import draft_context
from citytocity.review.queries import comments_for
from citytocity.stories.presentation import story_path


@never_cache
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """The draft and one's own comments. Once it is out, the link leads to the story."""
    try:
        reader = actions.reader_of(token)
    except LinkExpiredError:
        return _closed(request, "review/expired.html", status=410)
    except LinkError:
        return _closed(request, "review/no_link.html", status=404)
    story = reader.story
    if _is_out(reader):
        return redirect(story_path(story, story.locale.language_code))
    if request.method == "POST":
        return _said(request, reader, token)
    return _page(request, reader)


def _is_out(reader: Reader) -> bool:
    """What the reader was asked about is published; a later draft is for a later letter."""
    story = reader.story
    if not story.live:
        return False
    published = story.last_published_at
    is_newer = published is not None and published > reader.sent
    return is_newer or not story.has_unpublished_changes


def _said(request: HttpRequest, reader: Reader, token: str) -> HttpResponse:
    form, root = CommentForm(request.POST), request.POST.get("passage", "")
    typed: dict[str, Any] = {"root": root, "text": request.POST.get("text", "")}
    if not form.is_valid():
        return _page(request, reader, **typed, fault=" ".join(map(str, form.errors["text"])))
    if not may_say_more(request, reader):
        fault = _("That is a lot at once. Send it again in an hour: your words stay here.")
        return _page(request, reader, **typed, fault=fault)
    try:
        actions.comment_from_outside(reader, root=root, text=form.cleaned_data["text"])
    except NoSuchPassageError as error:
        return _page(request, reader, **typed, fault=str(error))
    return redirect(f"{reverse('review:outside', args=[token])}#passage-{root.replace('.', '-')}")


def _page(request: HttpRequest, reader: Reader, **typed: Any) -> HttpResponse:
    context = draft_context(request, reader.story, list(comments_for(reader)), **typed)
    context |= {"reader": reader, "until": last_day(reader), "crumbs": ()}
    status = 400 if typed else 200
    return _unlisted(render(request, "review/outside.html", context, status=status))


def _closed(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    meta = PageMeta(title=_("This link opens nothing"), indexed=False)
    return _unlisted(render(request, template, {"meta": meta}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines do not list it, and where its links lead nobody hears where one comes from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
