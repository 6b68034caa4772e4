"""The letters to senders. Those that go to an address nobody has confirmed yet repeat nothing that
was typed: a form must not be a way to have others' words sent about.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from citytocity.contributions.enums import REASONS_IN_LETTERS, Kind, Reason
from citytocity.contributions.models import Contribution, Question
from citytocity.mail.letters import Button, Letter
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path

DAYS = 30


def draft_letter(contribution: Contribution) -> Letter:
    return Letter(
        subject=_("Your draft"),
        paragraphs=(
            _("Hello,"),
            _("what you have written so far is kept for %(days)s days.") % {"days": DAYS},
            _("Whoever has this link can read and change your draft."),
        ),
        button=Button(_("Go on writing"), _url("contributions:draft", contribution.draft_token)),
        small=(_not_you(),),
    )


def confirm_letter(contribution: Contribution) -> Letter:
    return Letter(
        subject=_("Confirm that it was you"),
        paragraphs=(
            _("Hello,"),
            _("something was sent to us with this e-mail address: %(what)s.")
            % {"what": thing(contribution.kind)},
            _("The editors get it once you open this link and press the button there."),
        ),
        button=Button(_("Confirm"), _url("contributions:confirm", contribution.confirm_token)),
        small=(_("The link holds for %(days)s days.") % {"days": DAYS}, _not_you()),
    )


def question_letter(contribution: Contribution, question: Question) -> Letter:
    return Letter(
        subject=_("A question about “%(title)s”") % {"title": contribution},
        paragraphs=(
            _greeting(contribution),
            _("thank you for what you sent. Before we can go on, we have a question:"),
            question.words,
            _("The link opens what you sent: answer there, and complete it if you like."),
        ),
        button=Button(_("Answer"), _url("contributions:draft", contribution.draft_token)),
    )


def refusal_letter(contribution: Contribution) -> Letter:
    reason = str(REASONS_IN_LETTERS.get(Reason(contribution.reason), ""))
    return Letter(
        subject=_("About “%(title)s”") % {"title": contribution},
        paragraphs=tuple(
            words
            for words in (
                _greeting(contribution),
                _("thank you for the time you gave to it. This time we cannot take it."),
                reason,
                contribution.reason_words,
                _("We are glad of whatever else you want to tell."),
            )
            if words
        ),
    )


def accepted_letter(contribution: Contribution) -> Letter:
    words = {
        Kind.STORY: _(
            "Your story is with the editors now. They check it and write to you when it is out."
        ),
        Kind.CORRECTION: _(
            "You were right to write to us. The editors look at the page and correct it."
        ),
        Kind.MEMORY: _("Your memory is in the city's collection now."),
    }
    return Letter(
        subject=_("Thank you: “%(title)s”") % {"title": contribution},
        paragraphs=(_greeting(contribution), words[Kind(contribution.kind)]),
    )


def published_letter(contribution: Contribution, story: StoryPage) -> Letter:
    path = story_path(story, story.locale.language_code)
    return Letter(
        subject=_("It is out: “%(title)s”") % {"title": story.title},
        paragraphs=(_greeting(contribution), _("your story is published. Thank you for it!")),
        button=Button(pgettext("button", "Read it"), f"{settings.BASE_URL}{path}"),
    )


def corrected_letter(contribution: Contribution, path: str) -> Letter:
    return Letter(
        subject=_("It is corrected now"),
        paragraphs=(
            _greeting(contribution),
            _("the page you wrote to us about is corrected. Thank you for looking closely."),
        ),
        button=Button(_("Look at the page"), f"{settings.BASE_URL}{path}") if path else None,
    )


def thing(kind: str) -> str:
    """The kind as it stands in a sentence."""
    return {
        Kind.STORY: _("a story"),
        Kind.CORRECTION: _("a correction"),
        Kind.MEMORY: _("a memory"),
    }[Kind(kind)]


def _greeting(contribution: Contribution) -> str:
    if not contribution.name:
        return _("Hello,")
    return _("Dear %(name)s,") % {"name": contribution.name}


def _not_you() -> str:
    return _("If it was not you, do nothing: nobody reads it, and it is deleted.")


def _url(name: str, token: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=[token])}"
