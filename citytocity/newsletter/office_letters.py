"""What those who make the newsletter write to each other on the way of an issue."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.languages.names import language_name
from citytocity.mail.letters import Button, Letter
from citytocity.newsletter.models import Edition, Issue
from citytocity.newsletter.queries import newsletter
from citytocity.people.models import User


def look_letter(issue: Issue, note: str, *, by: User) -> Letter:
    """To those who may release it: it waits for them."""
    told = _told(issue, by)
    paragraphs = [_("%(who)s asks for a second look at “%(name)s”, %(issue)s.") % told]
    if note:
        paragraphs.append(note)
    paragraphs.append(_("Look at the letters in each language; then release it, or send it back."))
    return Letter(
        subject=_("Please look at it: %(name)s, %(issue)s") % told,
        paragraphs=tuple(paragraphs),
        button=Button(_("Look at it"), _inside("release", issue)),
    )


def remarks_letter(issue: Issue, *, by: User) -> Letter:
    """To who handed it over: what should be different."""
    told = _told(issue, by)
    return Letter(
        subject=_("Remarks on %(name)s, %(issue)s") % told,
        paragraphs=(
            _("%(who)s has looked at it and sends it back:") % told,
            *(part.strip() for part in issue.remarks.split("\n\n") if part.strip()),
        ),
        button=Button(_("Go on with it"), _inside("issue", issue)),
    )


def released_letter(issue: Issue, when: str, *, by: User) -> Letter:
    """To who waits for it; `when` says from when on it goes, nothing that it goes now."""
    told = _told(issue, by) | {"when": when}
    words = (
        _("%(who)s has released it. The first letters go on %(when)s.")
        if when
        else _("%(who)s has released it. The letters are on their way.")
    )
    return Letter(
        subject=_("Released: %(name)s, %(issue)s") % told,
        paragraphs=(words % told,),
        button=Button(_("See how far it is"), _inside("issue", issue)),
    )


def called_back_letter(issue: Issue, *, by: User) -> Letter:
    told = _told(issue, by)
    return Letter(
        subject=_("Called back: %(name)s, %(issue)s") % told,
        paragraphs=(_("%(who)s has called it back before its hour. No letter has gone.") % told,),
        button=Button(_("Go on with it"), _inside("issue", issue)),
    )


def broken_letter(edition: Edition, said: str) -> Letter:
    """To all who send it: letters of an edition, the first of its issue, cannot be put together.
    There is no letter for those that follow it."""
    reader = get_language() or settings.LANGUAGE_CODE
    told = {
        "name": newsletter(),
        "issue": edition.issue,
        "language": language_name(edition.language, reader),
        "said": said,
    }
    return Letter(
        subject=_("Letters wait: %(name)s, %(issue)s") % told,
        paragraphs=(
            _("Letters of this issue cannot be put together, in this language: %(language)s. They "
              "wait and are tried every ten minutes; all other letters go on.") % told,
            _("What was said: %(said)s. Give these words to whoever keeps the site. If the fault "
              "is in a story or a record, correct it, or take it back: then they go.") % told,
            _("Other languages and choices may wait for the same reason: the page of the issue "
              "names them all, and no other letter tells you of them."),
        ),
        button=Button(_("See how far it is"), _inside("issue", edition.issue)),
    )  # fmt: skip


def _told(issue: Issue, by: User) -> dict[str, Any]:
    return {"who": by.shown_name, "name": newsletter(), "issue": issue}


def _inside(view: str, issue: Issue) -> str:
    return f"{settings.BASE_URL}{reverse(f'newsletter_admin:{view}', args=[issue.pk])}"
