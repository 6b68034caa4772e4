"""All that is held of one reader, for herself: a file that says in her language what each part is.

The names of the parts stay the same in every language, for programs (GDPR, article 20); the words
beside them are hers (articles 12 and 15).
"""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from citytocity.mail.enums import Reason
from citytocity.mail.forgetting import waiting_for
from citytocity.mail.queries import standing_of
from citytocity.newsletter.actions.readers import ROOM
from citytocity.newsletter.breaking import BEGINS
from citytocity.newsletter.enums import Unsent
from citytocity.newsletter.lacking import chosen_in_words, gone_in_words
from citytocity.newsletter.models import Consent, Delivery, Question, Reader, SignUp

WHAT_EACH_IS: Mapping[str, Any] = {
    "email": _("Your e-mail address."),
    "address_key": _(
        "A key made from your address, by which a letter that comes back is known as yours."
    ),
    "link_key": _("What makes the links in your letters yours. Show it to nobody."),
    "language": _("The language that you chose."),
    "rhythm": _("How often you get it."),
    "cities": _("The cities that you chose; none listed: all of them."),
    "topics": _("The topics that you chose; none listed: all of them."),
    "choices": _("Your choice of cities and topics in words, and what of it is gone since."),
    "time_zone": _("The time zone that you chose; empty: none."),
    "state": _("Whether you read it, have left, or your address took no mail."),
    "since": _("Since when you are a reader."),
    "ended": _("Since when no letter goes to you."),
    "last_heard_of": _("When you last said that you want it."),
    "written_to_no_more": _(
        "Why and since when nothing of the newsletter goes to your address, and since when it does "
        "again (“lifted”)."
    ),
    "asked_whether_still_wanted": _(
        "After two silent years: when you were asked and reminded, until when you may answer, how "
        "often it was tried, and what your mail server answered."
    ),
    "consents": _("What you agreed to, word for word: when, how, and on which page."),
    "sign_ups": _("What was asked for with your address, and is not confirmed yet."),
    "issues": _(
        "The letters of each issue to you: what became of each, when your mail server took it, how "
        "often it was tried, and what your mail server answered last. What you opened is noted "
        "nowhere."
    ),
    "letters_waiting": _("Letters about your choices that have not gone yet."),
}
REASONS: Mapping[Reason, Any] = {
    Reason.BOUNCED: _("Your mail server said that there is no such mailbox."),
    Reason.COMPLAINED: _("A letter was reported as spam from your mailbox."),
    Reason.ASKED: _("You asked for no more letters."),
}


def own_data(reader: Reader) -> dict[str, Any]:
    """Of each part what it is, in her language, and what is held."""
    with translation.override(reader.spoken):
        told = {
            "email": reader.email,
            "address_key": reader.address_key,
            "link_key": reader.key,
            **_choices(reader),
            "state": reader.state,
            "state_in_words": str(reader.get_state_display()),
            "since": reader.since,
            "ended": reader.ended,
            "last_heard_of": reader.heard,
            "written_to_no_more": _standing(reader),
            "asked_whether_still_wanted": _questions(reader),
            "consents": _consents(reader),
            "sign_ups": _sign_ups(reader),
            "issues": _letters(reader),
            "letters_waiting": [
                {"subject": subject, "since": since}
                for subject, since in waiting_for(ROOM, to=reader.email)
            ],
        }
        return {"what_each_is": {name: str(words) for name, words in WHAT_EACH_IS.items()}} | told


def _choices(reader: Reader) -> dict[str, Any]:
    return {
        "language": reader.language,
        "rhythm": reader.rhythm,
        "rhythm_in_words": str(reader.get_rhythm_display()),
        "cities": [city.slug for city in reader.wish.cities.order_by("slug")],
        "topics": [topic.slug for topic in reader.wish.topics.order_by("slug")],
        "choices": " ".join([chosen_in_words(reader.wish), *gone_in_words(reader)]).strip(),
        "time_zone": reader.time_zone,
    }


def _standing(reader: Reader) -> dict[str, Any] | None:
    """Also where it was lifted: the row stays."""
    told = standing_of(reader.email)
    if told is None:
        return None
    words = str(REASONS[told.reason])
    return {"reason": words, "since": told.since, "lifted": told.lifted}


def _questions(reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "asked": one.asked,
            "reminded": one.reminded,
            "answer_by": one.answer_by,
            "tries": one.tries,
            "times_not_delivered": one.failures,
            "mail_server_said": _said(one.words),
            "we_noted": _noted(one.words),
        }
        for one in Question.objects.filter(reader=reader)
    ]


def _consents(reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "way": one.way,
            "way_in_words": str(one.get_way_display()),
            "given": one.given,
            "words": one.words,
            "page": one.page,
            "kept_since": one.kept,
        }
        for one in Consent.objects.filter(reader=reader)
    ]


def _sign_ups(reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "asked": one.asked,
            "language": one.language,
            "rhythm": one.rhythm,
            "choices": chosen_in_words(one.wish),
            "words": one.words,
            "page": one.page,
        }
        for one in SignUp.objects.filter(email=reader.email).select_related("wish")
    ]


def _letters(reader: Reader) -> list[dict[str, Any]]:
    found = Delivery.objects.filter(reader=reader).select_related("issue", "edition", "wave")
    return [
        {
            "number": one.issue.number,
            "language": one.edition.language,
            "subject": one.edition.subject,
            "state": one.state,
            "state_in_words": str(one.get_state_display()),
            "due": one.wave.moment,
            "not_before": one.not_before,
            "handed_over": one.handed,
            "tries_put_off": one.tries,
            "times_in_doubt": one.doubts,
            "mail_server_said": _said(one.answer),
            "we_noted": _noted(one.answer),
        }
        for one in found.order_by("issue__number")
    ]


def _said(answer: str) -> str:
    """What the mail server said, as it said it."""
    return "" if answer in Unsent.values or answer.startswith(BEGINS) else answer


def _noted(answer: str) -> str:
    """What we noted ourselves, in her language."""
    if answer.startswith(BEGINS):
        return translation.gettext("It waited, for a fault of ours kept it back.")
    return str(Unsent(answer).label) if answer in Unsent.values else ""
