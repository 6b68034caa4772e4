"""What the page of a draft shows, inside and outside alike."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Comment

from citytocity.design.components import Link
from citytocity.design.furniture import PageMeta
from citytocity.languages.catalogue import html_code
from citytocity.review.forms import CommentForm
from citytocity.review.passages import ELSEWHERE, Passage, passages_of
from citytocity.review.permissions import job_for
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import moment_of, story_picture


def draft_context(
    request: HttpRequest, story: StoryPage, comments: list[Comment], **typed: str
) -> dict[str, Any]:
    """The newest draft by passages. `typed` has the `root` and `text` of a comment that could not
    be taken, and `fault`: it is shown where it was written, or at the end if that is gone."""
    revision = story.get_latest_revision()
    draft: Any = revision.as_object() if revision else story
    language = get_language() or ""
    code = story.locale.language_code
    found = passages_of(draft, comments)
    is_lost = bool(typed) and typed["root"] not in {one.root for one in found}
    if is_lost:
        typed["root"] = "title"
    page_lang = "" if code == language else html_code(code)
    return {
        "story": story,
        "draft": draft,
        "page_lang": page_lang,
        "passages": [_shown(one, typed) for one in found],
        "picture": story_picture(draft, lang=page_lang),
        "embargo": moment_of(story, language),
        "meta": PageMeta(title=draft.title, indexed=False),
        "form": CommentForm(),
    }


def ways_back(user: Any, story: StoryPage) -> list[Link]:
    """Where somebody comes from who reads a draft: what the hook `review_ways_back` gives, or the
    translation that she is at."""
    found = [way for hook in hooks.get_hooks("review_ways_back") if (way := hook(user, story))]
    if not found and (job := job_for(user, story)):
        found = [Link(_("Back to the translation"), reverse("translation:job", args=[job.pk]))]
    return found


def _shown(one: Passage, typed: dict[str, str]) -> dict[str, Any]:
    is_typed = typed.get("root") == one.root
    return {
        "passage": one,
        "can_take": one.root != ELSEWHERE,
        "typed": typed.get("text", "") if is_typed else "",
        "fault": typed.get("fault", "") if is_typed else "",
    }
