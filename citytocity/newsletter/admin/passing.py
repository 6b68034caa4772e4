"""Lists of readers that went out or came in, and what became of the rows of one, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import registry

from citytocity.newsletter.actions.passing import BROUGHT, TAKEN
from citytocity.newsletter.importing import Brought
from citytocity.newsletter.models import Newsletter
from citytocity.newsletter.presentation import Step, told_of

AT_MOST = 40


def passages() -> list[Step]:
    """Who took or brought a list, when, what it was, and what for; the newest first."""
    entries = registry.get_logs_for_instance(Newsletter(pk=Newsletter.ONE))
    return told_of(entries.filter(action__in=(TAKEN, BROUGHT)), _what, at_most=AT_MOST)


def brought_in_words(brought: Brought) -> list[tuple[str, str]]:
    """What is told of the rows of a list, and which they are; nothing of what no row was."""
    told = [(_new(len(brought.new)), brought.new)]
    if brought.known:
        told.append((_known(len(brought.known)), brought.known))
    told += [(_left_out(why.label, len(rows)), rows) for why, rows in brought.left_out.items()]
    return [(words, _rows(rows)) for words, rows in told]


def _what(entry: Any) -> str:
    told = entry.data
    if entry.action == TAKEN:
        words = ngettext(
            "Taken along: %(n)d reader (%(kind)s)",
            "Taken along: %(n)d readers (%(kind)s)",
            told["number"],
        )
        return words % {"n": told["number"], "kind": told["kind"]}
    words = _("Brought: %(new)s Rows that read it already: %(known)d; left out: %(out)d")
    told = {"new": _new(told["number"]), "known": told["known"], "out": told["left_out"]}
    return words % told


def _new(number: int) -> str:
    return ngettext("%(n)d new reader.", "%(n)d new readers.", number) % {"n": number}


def _known(number: int) -> str:
    words = ngettext(
        "%(n)d reads it already, and keeps what was chosen.",
        "%(n)d read it already, and keep what was chosen.",
        number,
    )
    return words % {"n": number}


def _left_out(why: Any, number: int) -> str:
    words = ngettext("%(n)d is left out: %(why)s.", "%(n)d are left out: %(why)s.", number)
    return words % {"n": number, "why": why}


def _rows(rows: Sequence[int]) -> str:
    """`Rows 2-5, 9`, with dashes as people write them; nothing for none."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1][1:] = [row]
        else:
            runs.append([row])
    told = ", ".join("–".join(map(str, run)) for run in runs)
    return ngettext("Row %(rows)s", "Rows %(rows)s", len(rows)) % {"rows": told} if told else ""
