"""Leads in the languages of those who look for them, where this site has a translator."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from citytocity.machines.chosen import translator
from citytocity.machines.translator import Translator, TranslatorError
from citytocity.people.enums import Act
from citytocity.people.permissions import people_who
from citytocity.wire.enums import LeadState
from citytocity.wire.models import Lead

AT_ONCE = (
    30  # leads in one turn: what else the worker does in time must not wait for a slow machine
)
PORTION = 5
SECONDS = 60  # in one turn; a portion that is begun is finished
TITLE_AT_MOST, SUMMARY_AT_MOST = 500, 1_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MachineWords:
    title: str
    summary: str
    tool: str


def in_own_words(lead: Lead, language: str) -> MachineWords | None:
    """What a machine made of the lead in that language; None if nothing, or it is written so."""
    told = lead.words.get(language)
    return MachineWords(told["title"], told["summary"], told["tool"]) if told else None


def translate_leads() -> int:
    """Has the new leads translated for the editors of their cities; the number of translations.

    A pair that the translator does not know is left out; one in which it fails waits for the next
    turn, which comes soon, and holds no other.
    """
    machine = translator()
    if machine is None:
        return 0
    until, done, failed = time.monotonic() + SECONDS, 0, set[tuple[str, str]]()
    for (source, target), some in _portions():
        if done >= AT_ONCE or time.monotonic() > until:
            break
        if (source, target) in failed:
            continue
        try:
            if machine.translates(source, target):
                done += _translate(machine, some[: AT_ONCE - done], source, target)
        except TranslatorError as error:
            failed.add((source, target))
            logger.warning("Leads are not translated: %s", error)
    return done


def _portions() -> Iterator[tuple[tuple[str, str], list[Lead]]]:
    """A few leads at a time, the first few of each pair before the second few of any."""
    wanted = _wanted()
    longest = max(map(len, wanted.values()), default=0)
    for start in range(0, longest, PORTION):
        for pair, leads in wanted.items():
            if some := leads[start : start + PORTION]:
                yield pair, some


def _wanted() -> dict[tuple[str, str], list[Lead]]:
    """The new leads that lack a language of the editors of their city, newest first."""
    leads = Lead.objects.filter(state=LeadState.NEW).select_related("feed", "city")
    languages: dict[int, set[str]] = {}
    found: dict[tuple[str, str], list[Lead]] = {}
    for lead in leads.order_by("-published"):
        if lead.city_id not in languages:
            editors = people_who(Act.EDIT, city=lead.city).select_related("wagtail_userprofile")
            languages[lead.city_id] = {editor.language for editor in editors}
        for language in languages[lead.city_id] - {lead.feed.language} - lead.words.keys():
            found.setdefault((lead.feed.language, language), []).append(lead)
    return found


def _translate(machine: Translator, leads: list[Lead], source: str, target: str) -> int:
    texts = [text for lead in leads for text in (lead.title, lead.summary) if text]
    made = iter(machine.translate(texts, source=source, target=target, is_html=False))
    for lead in leads:
        title = next(made)[:TITLE_AT_MOST]
        summary = next(made)[:SUMMARY_AT_MOST] if lead.summary else ""
        _note(lead, target, {"title": title, "summary": summary, "tool": machine.name})
    return len(leads)


def _note(lead: Lead, language: str, words: dict[str, str]) -> None:
    """Keeps the words and nothing else: an editor may use the lead or put it aside meanwhile."""
    lead.words = {**lead.words, language: words}
    Lead.objects.filter(pk=lead.pk).update(words=lead.words)
