"""The one word the register sends upstairs: something in it is different now."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.dispatch import Signal

changed = Signal()
"""Sent once after a commit that changed the register; carries nothing, so nobody depends on it."""

brought = Signal()
"""Sent within the transaction, with `sender` a kind of record and `records` those of it that an
import has just made: of many at once Django tells nobody."""

removed = Signal()
"""Sent within the transaction, with `sender` a kind of record, the `keys` of those that go, and
`rows`, the keys of the rows of their lists by model: of many at once Django tells nobody. The rows
are gone by then, the records not yet."""

ROOMS = frozenset({"sources", "cities", "ledger"})
_shown_with_it: set[str] = set()
NOT_SHOWN = frozenset({"proposal", "proposal_cities"})


def announce() -> None:
    changed.send(sender=None)


def announce_rows_of(room: str) -> None:
    """From now on what is saved and deleted in a room above is announced as the register's own."""
    _shown_with_it.add(room)


def announce_if_ours(sender: Any, **kwargs: Any) -> None:
    """Hears of every saved or deleted row; those of the register are announced on commit.

    A proposal is nothing that readers see.
    """
    meta = sender._meta
    is_ours = meta.app_label in ROOMS or meta.app_label in _shown_with_it
    if is_ours and meta.model_name not in NOT_SHOWN:
        once_on_commit(announce)


def once_on_commit(action: Callable[[], None]) -> None:
    """Does it when the transaction is in, once however often it is asked for."""
    if not is_waiting(action):
        transaction.on_commit(action)


def is_waiting(action: Callable[[], None]) -> bool:
    """Whether it will be done when the transaction at hand is in."""
    return any(entry[1] is action for entry in transaction.get_connection().run_on_commit)
