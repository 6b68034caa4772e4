"""Signed files of partner installations: all or nothing, every fault with its place.

A record that is known by its name among installations, or that somebody says is one of ours, is
the other city's statement about ours: it is never written a second time, so it counts once. Any
other becomes a record of the register, by the importer that files have anyway.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from anyascii import anyascii
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from citytocity.confirmation.actions import Said, keep_answer, settle, statement_for
from citytocity.confirmation.enums import Verdict, Way
from citytocity.confirmation.exchange.faults import DocumentRefusedError, Problem
from citytocity.confirmation.facts import FORMS, cities_in, facts_of, fingerprint_of
from citytocity.confirmation.importing.comparing import differences
from citytocity.confirmation.importing.recognising import Brought, brought, known_as
from citytocity.confirmation.importing.trusting import Trusted
from citytocity.confirmation.models import Identity, Installation, Received, Statement
from citytocity.confirmation.permissions import may_exchange
from citytocity.confirmation.queries import recorder_of
from citytocity.ledger.importing import ImportRefusedError, import_written
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.permissions import may_make, named_for
from citytocity.ledger.written import Item, Position, Written
from citytocity.people.models import User

SECTIONS = {
    "activity": "activities",
    "result": "results",
    "agreement": "agreements",
    "partnership": "partnerships",
}
MODELS = {form.noun: model for model, form in FORMS.items()}


@dataclass
class Taken:
    """What came of a file: how many records are new, how many confirm ours, how many differ, and
    of how many something newer is known: what the file says of these is kept and does not count."""

    new: list[Any] = field(default_factory=list)
    confirmed: list[Statement] = field(default_factory=list)
    differ: list[Statement] = field(default_factory=list)
    overtaken: list[Statement] = field(default_factory=list)


@transaction.atomic
def take_in(document: Trusted, *, same: dict[int, int], by: User) -> Taken:
    """Records or answers, all or nothing. `same` says which record of ours a record of the file
    is, by their places and keys; 0 says that it is none. PermissionDenied, DocumentRefusedError."""
    if not may_exchange(by):
        raise PermissionDenied
    installation = Installation.objects.select_for_update().get(pk=document.installation.pk)
    _receive(document, installation, by)
    work = _TakeIn(document, installation, same, by)
    if document.type == "answer":
        work.answers()
    else:
        work.records()
    if work.problems:
        raise DocumentRefusedError(work.problems)
    return work.taken


@dataclass
class _TakeIn:
    document: Trusted
    installation: Installation
    same: dict[int, int]
    by: User
    problems: list[Problem] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    seen: set[tuple[Any, int]] = field(default_factory=set)

    def records(self) -> None:
        new = []
        for one in brought(self.document):
            record = one.known or self._said_to_be(one)
            if one.other is not None:
                message = _("By this name another record is known here: “%(record)s”.")
                told = message % {"record": named_for(self.by, one.other)}
                self.problems.append(Problem(f"/records/{one.place}/uid", told))
            elif record is not None:
                if self._may_be_taken(record, f"/records/{one.place}"):
                    self._stated(one, record)
            elif one.like and one.place not in self.same:
                message = _("This may be “%(record)s” of our register: say whether it is.")
                self._refuse(one.place, message % {"record": one.like[0]})
            else:
                new.append(one)
        if new and not self.problems:
            self._make(new)

    def answers(self) -> None:
        for place, told in enumerate(self.document.file.raw["answers"]):
            record = known_as(told["uid"])
            if record is None:
                message = _("No record is known here by this name.")
                self.problems.append(Problem(f"/answers/{place}/uid", message))
            elif told.get("record") and not _is_of(told["record"], told["uid"], record):
                message = _("This is another record than the one that the answer names.")
                self.problems.append(Problem(f"/answers/{place}/record", message))
            elif self._may_be_taken(record, f"/answers/{place}/uid"):
                self._answer(told, record)

    def _may_be_taken(self, record: Any, pointer: str) -> bool:
        """Whether it is the issuer's to say, and the file says it once."""
        if (type(record), record.pk) in self.seen:
            message = _("The file speaks of “%(record)s” twice: which of it counts?")
            self.problems.append(Problem(pointer, message % {"record": record}))
            return False
        self.seen.add((type(record), record.pk))
        return self._is_about_them(record, pointer)

    def _is_about_them(self, record: Any, pointer: str) -> bool:
        """Whether the record is about the issuer's city, and another one that recorded it."""
        cities = cities_in(record)
        message = ""
        if self.installation.city not in cities:
            message = _("This record is not about %(city)s.")
        elif len(cities) < 2:
            message = _("This record is about %(city)s alone: no other city has recorded it.")
        if message:
            told = message % {"city": self.installation.city}
            self.problems.append(Problem(pointer, told))
        return not message

    def _answer(self, told: dict[str, Any], record: Any) -> None:
        verdict = Verdict(told["verdict"])
        theirs = told.get("record")
        says = differences(theirs["facts"], record) if theirs else {}
        if verdict == Verdict.CORRECTED and not says and not told.get("words"):
            verdict = Verdict.CONFIRMED
        words = told.get("words", "") or ("…" if verdict == Verdict.DECLINED else "")
        self._keep(record, verdict, says, words, told.get("language", ""), told["fingerprint"])

    def _stated(self, one: Brought, record: Any) -> None:
        """The same thing as the other city has it: one row, with what it says of it."""
        Identity.objects.update_or_create(uid=one.told["uid"], defaults=_about(record))
        says = differences(one.told["facts"], record)
        verdict = Verdict.CORRECTED if says else Verdict.CONFIRMED
        self._keep(record, verdict, says, "", "", fingerprint_of(facts_of(record)))

    def _keep(
        self, record: Any, verdict: Verdict, says: Any, words: str, language: str, seen: str
    ) -> None:
        recorder = recorder_of(record)
        if recorder is None or recorder == self.installation.city:  # there is another one
            recorder = next(c for c in cities_in(record) if c != self.installation.city)
        statement = statement_for(record, by_city=recorder, city=self.installation.city)
        answer = keep_answer(
            statement,
            Said(statement.pk, verdict, seen=seen, words=words, says=says),
            record=record,
            key=self.document.file.document.id,
            way=Way.FILE,
            language=language,
            given_by=None,
            given=self.document.issued,
        )
        if statement.answered != answer.given:
            self.taken.overtaken.append(statement)
            return
        if statement.fingerprint != seen:  # what was confirmed is not what stands here by now
            Statement.objects.filter(pk=statement.pk).update(fingerprint=seen)
            settle(record)
        (self.taken.differ if says or words else self.taken.confirmed).append(statement)

    def _said_to_be(self, one: Brought) -> Any:
        key = self.same.get(one.place)
        return next((record for record in one.like if record.pk == key), None) if key else None

    def _make(self, new: list[Brought]) -> None:
        written, slugs = Written(), _free_slugs(new)
        wholes = {one.told["uid"]: (one.told["kind"], slugs[one.place]) for one in new}
        for one in new:
            item = self._item(one, slugs[one.place], wholes)
            if item is not None:
                written.sections.setdefault(SECTIONS[one.told["kind"]], []).append(item)
        if self.problems:
            return
        try:
            import_written(written)
        except ImportRefusedError as error:
            self.problems += [Problem(one.position.file, one.message) for one in error.problems]
            return
        for one in new:
            model = MODELS[one.told["kind"]]
            record = model.objects.get(slug=slugs[one.place])
            if not may_make(self.by, record):
                message = _("A record must touch a city whose register you keep.")
                self._refuse(one.place, message)
            if self.installation.city not in cities_in(record):
                message = _("This record is not about %(city)s.")
                self._refuse(one.place, message % {"city": self.installation.city})
            Identity.objects.update_or_create(  # one that was deleted here may come again
                uid=one.told["uid"], defaults=_about(record)
            )
            self.taken.new.append(record)

    def _item(self, one: Brought, slug: str, wholes: dict[str, tuple[str, str]]) -> Item | None:
        """The record as a file of the register has it, each value with its place here; it may
        belong to one that is known here, or to one of the same file."""
        pointer = f"/records/{one.place}"
        if one.told["kind"] == "participation":
            message = _("A group alone cannot be a new record: ask for the activity.")
            self.problems.append(Problem(pointer, message))
            return None
        item = _as_item(one.told["facts"], f"{pointer}/facts")
        item.values["id"] = slug
        item.places["id"] = Position(f"{pointer}/id")
        of = one.told.get("of", "")
        whole = known_as(of) if of else None
        if isinstance(whole, Activity | Partnership):
            item.values[FORMS[type(whole)].noun] = whole.slug
        elif of in wholes:
            noun, whole_slug = wholes[of]
            item.values[noun] = whole_slug
        elif of or one.told["kind"] == "agreement":
            message = _("What it belongs to is neither known here nor in the file.")
            self.problems.append(Problem(f"{pointer}/of", message))
            return None
        return item

    def _refuse(self, place: int, message: str) -> None:
        self.problems.append(Problem(f"/records/{place}", message))


def _about(record: Any) -> dict[str, Any]:
    return {"kind": ContentType.objects.get_for_model(record), "record_key": record.pk}


def _receive(document: Trusted, installation: Installation, by: User) -> None:
    _kept, is_new = Received.objects.get_or_create(
        installation=installation,
        document=document.file.document.id,
        defaults={"received_by": by},
    )
    if not is_new:
        message = _("This file was taken already: nothing is done twice.")
        raise DocumentRefusedError([Problem("/id", message)])


def _is_of(told: dict[str, Any], uid: str, record: Any) -> bool:
    return told["uid"] == uid and told["kind"] == FORMS[type(record)].noun


def _as_item(facts: dict[str, Any], pointer: str) -> Item:
    item = Item(Position(pointer))
    for name, value in facts.items():
        place = f"{pointer}/{name}"
        item.places[name] = Position(place)
        if isinstance(value, list):
            item.values[name] = [
                _as_item(row, f"{place}/{number}") for number, row in enumerate(value)
            ]
        elif isinstance(value, dict):
            item.values[name] = _texts(value, place)
        else:
            item.values[name] = value
    return item


def _texts(value: dict[str, Any], place: str) -> Item:
    first = value["original"]
    codes = sorted(value["texts"], key=lambda code: code != first)
    return Item(Position(place), {code: value["texts"][code] for code in codes})


def _free_slugs(new: list[Brought]) -> dict[int, str]:
    """Of each by its place one that no record has, neither here nor in the file."""
    given: dict[str, set[str]] = {}
    slugs = {}
    for one in new:
        noun = one.told["kind"]
        base = one.told.get("id") or slugify(anyascii(one.name))[:80] or noun
        found = MODELS[noun].objects.filter(slug__startswith=base)
        taken = {*found.values_list("slug", flat=True), *given.setdefault(noun, set())}
        numbered = (f"{base}-{number}" for number in count(2))
        slugs[one.place] = slug = (
            base if base not in taken else next(slug for slug in numbered if slug not in taken)
        )
        given[noun].add(slug)
    return slugs
