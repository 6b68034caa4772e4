"""The page on which a city answers: each record in words, and the form beside it.

What was typed is never lost: whatever stands in the way of an answer, the page comes again with it.
"""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.confirmation.actions import NotTakenError, Said
from citytocity.confirmation.corrections import (
    Correction,
    CorrectionForm,
    form_for,
    is_touched,
    typed_in_words,
)
from citytocity.confirmation.enums import StatementState, Verdict
from citytocity.confirmation.facts import asked_of, fingerprint_now
from citytocity.confirmation.forms import AnswerForm
from citytocity.confirmation.models import Answer, Request, Statement
from citytocity.confirmation.models.statement import LONGEST_WORDS
from citytocity.confirmation.presentation import Shown, day, facts_in_words, rows_in_words, shown
from citytocity.confirmation.queries import standing
from citytocity.design.components import Knowledge, Link
from citytocity.ledger.models import Activity, Agreement, Participation, Partnership
from citytocity.ledger.presentation import (
    knowledge,
    named,
    said,
    sentence,
    source_link,
    when_in_words,
)

NOUNS = {Activity: "activities", Agreement: "agreements", Partnership: "partnerships"}
SALT = "confirmation.form"


@dataclass
class Part:
    """One record of the page. `record` is None where it was deleted meanwhile; `fault` says why
    its answer was not taken."""

    statement: Statement
    record: Any
    answer: Answer | None
    form: AnswerForm
    correction: CorrectionForm | None
    fault: str = ""

    @property
    def key(self) -> int:
        return self.statement.pk

    @cached_property
    def title(self) -> Any:
        if isinstance(self.record, Participation):
            city, activity = said(self.record.city.name), named(self.record.activity)
            return sentence(_("%(city)s: %(activity)s"), city=city, activity=activity)
        return named(self.record) if self.record else self.statement.title

    @property
    def kind(self) -> str:
        return capfirst(str(self.statement.model._meta.verbose_name))

    @property
    def when(self) -> str:
        if isinstance(self.record, Participation):
            return when_in_words(self.record.activity.when)
        return ""

    @cached_property
    def facts(self) -> Any:
        return facts_in_words(self.record)

    @cached_property
    def lists(self) -> Any:
        return rows_in_words(self.record)

    @cached_property
    def knowledge(self) -> Knowledge | None:
        noun = NOUNS.get(type(self.record), "results")
        has_own = not isinstance(self.record, Participation)
        return knowledge(self.record, noun) if has_own else None

    @cached_property
    def source(self) -> Link | None:
        is_group = isinstance(self.record, Participation)
        return source_link(self.record.source) if is_group else None

    @cached_property
    def standing(self) -> Shown | None:
        """What was answered last, and whether that is still about the record as it is."""
        if self.statement.state == StatementState.WAITING or self.record is None:
            return None
        return shown(standing(self.statement, self.record))

    @property
    def is_open(self) -> bool:
        """Whether the form is shown at once: nothing is answered, or something else is asked."""
        return self.statement.is_waiting or self.form.is_bound

    def is_right(self) -> bool:
        """Whether what was said of it can be taken; what is wrong stands beside the fields."""
        is_right = self.form.is_valid()
        if self.correction is None:
            return is_right
        if self.form.data.get(self.form.add_prefix("verdict")) != Verdict.CORRECTED:
            if not is_touched(self.form.data, prefix=str(self.form.prefix)):
                return is_right
            told = _("You changed fields below: choose “%(answer)s”, or put them back.")
            self.form.add_error("verdict", told % {"answer": Verdict.CORRECTED.label})
            return False
        if not self.correction.is_valid():
            return False
        if not self.correction.changed_data:
            self.form.add_error("verdict", _("Change below what is different."))
            return False
        return is_right

    def take_over(self, sent: Any) -> None:
        """What was typed, over to the record as it is now; of one that is gone, into the words."""
        prefix = str(self.form.prefix)
        if self.record is not None:
            new = form_for(self.record, prefix=prefix)
            old = form_for(self.record, sent, prefix=prefix)
            typed = old.untouched_as(new, sent.get(f"{prefix}-shown", ""))
            self.correction = form_for(self.record, typed, prefix=prefix)
        elif sent.get(f"{prefix}-verdict") == Verdict.CORRECTED:
            lines = typed_in_words(self.statement.model, sent, prefix=prefix)
            words = "\n".join([sent.get(f"{prefix}-words", ""), *lines]).strip()
            self.form.data = _with(self.form, words=words[:LONGEST_WORDS])

    def said(self) -> Said:
        given = self.form.cleaned_data
        verdict = Verdict(given["verdict"])
        is_corrected = verdict == Verdict.CORRECTED and self.correction is not None
        changed = self.correction.correction if is_corrected and self.correction else Correction()
        return Said(
            statement=self.key,
            verdict=verdict,
            seen=given["seen"],
            last=given["last"] or 0,
            words=given["words"],
            says=changed.says,
            before=changed.before,
            after=changed.after,
        )


class AnswerPage:
    """All records of a request, with what was typed of each."""

    def __init__(self, request: Request, data: Any = None) -> None:
        self.request = request
        self.data = data
        self.parts = list(self._parts())

    @cached_property
    def key(self) -> str:
        """The key of this very form, so that one sent twice is known; it is signed, so that
        nobody makes one up."""
        made = signing.dumps(secrets.token_urlsafe(18), salt=SALT)
        sent = (self.data or {}).get("key", "")
        return sent if self.sent_key else made

    @cached_property
    def sent_key(self) -> str:
        """What the form carried; empty if it was not made here."""
        try:
            return signing.loads((self.data or {}).get("key", ""), salt=SALT)
        except signing.BadSignature:
            return ""

    @property
    def answered(self) -> list[Part]:
        """The parts that something was said of."""
        return [part for part in self.parts if part.form.is_bound]

    def is_right(self) -> bool:
        judged = [part.is_right() for part in self.answered]  # each one, to tell all that is wrong
        return all(judged)

    def show_what_stands_in_the_way(self, error: NotTakenError) -> None:
        """Beside each record; what was read is read anew, what was typed stays."""
        for part in self.parts:
            if part.key in error.changed:
                part.fault = _(
                    "This record was changed while you were reading: look at it once more. Your "
                    "answer is still here and not sent yet."
                )
                if part.record is None:
                    part.fault = _(
                        "This record was taken out while you were reading. What you typed stands "
                        "in your words below: send it if the office should have it."
                    )
            elif part.key in error.overtaken:
                part.fault = _(
                    "Somebody else of your city has answered meanwhile, as you see here. Send "
                    "yours once more if it is to count instead; both are kept."
                )
            if part.fault:
                part.form.data = _with(part.form, seen=self._seen(part), last=_last(part))
                part.take_over(self.data)

    def context(self, http: HttpRequest) -> dict[str, Any]:
        return {
            "asked": self.request,
            "until": day(self.request.until),
            "parts": self.parts,
            "key": self.key,
        }

    def _parts(self) -> Any:
        statements = list(self.request.statements.select_related("by_city", "city").order_by("pk"))
        records = asked_of(statements)
        answers: dict[int, Answer] = {}
        for answer in Answer.objects.filter(statement__in=statements).order_by("pk"):
            answers[answer.statement_id] = answer
        for statement in statements:
            record = records[statement.pk]
            prefix = f"s{statement.pk}"
            data = self.data if self._is_said(prefix) else None
            part = Part(
                statement,
                record,
                answers.get(statement.pk),
                AnswerForm(data, prefix=prefix),
                form_for(record, data, prefix=prefix) if record is not None else None,
            )
            part.form.initial = {"seen": self._seen(part), "last": _last(part)}
            yield part

    def _is_said(self, prefix: str) -> bool:
        sent = self.data or {}
        has_words = sent.get(f"{prefix}-verdict") or sent.get(f"{prefix}-words", "").strip()
        return bool(has_words) or is_touched(sent, prefix=prefix)

    def _seen(self, part: Part) -> str:
        return fingerprint_now(part.record) if part.record is not None else ""


def _last(part: Part) -> int:
    return part.answer.pk if part.answer else 0


def _with(form: AnswerForm, **values: Any) -> Any:
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    for name, value in values.items():
        data[form.add_prefix(name)] = str(value)
    return data
