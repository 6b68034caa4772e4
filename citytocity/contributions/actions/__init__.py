"""The verbs: sending in, deciding, taking over, forgetting."""

from citytocity.contributions.actions.accepting import (
    NoCityError,
    accept,
    mark_corrected,
    mark_published,
)
from citytocity.contributions.actions.forgetting import forget_old
from citytocity.contributions.actions.sending import (
    OlderError,
    SentAlreadyError,
    confirm,
    confirmed_by,
    draft_of,
    keep_draft,
    keep_pictures,
    remove_pictures,
    send_draft_link,
    send_in,
)
from citytocity.contributions.actions.sorting import (
    DecidedError,
    ask_back,
    mark_spam,
    refuse,
    take,
)

__all__ = [
    "DecidedError",
    "NoCityError",
    "OlderError",
    "SentAlreadyError",
    "accept",
    "ask_back",
    "confirm",
    "confirmed_by",
    "draft_of",
    "forget_old",
    "keep_draft",
    "keep_pictures",
    "mark_corrected",
    "mark_published",
    "mark_spam",
    "refuse",
    "remove_pictures",
    "send_draft_link",
    "send_in",
    "take",
]
