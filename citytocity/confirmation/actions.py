"""Asking the other city to confirm records, and taking in what it answers."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.cities.models import City
from citytocity.confirmation.enums import StatementState, Verdict, Way
from citytocity.confirmation.facts import (
    asked_of,
    cities_in,
    corrected,
    facts_of,
    fingerprint_now,
    fingerprint_of,
    name_of,
    records_of,
)
from citytocity.confirmation.letters import answered_letter, asking_letter
from citytocity.confirmation.models import Answer, Request, Statement
from citytocity.confirmation.models.request import LONGEST
from citytocity.confirmation.permissions import may_answer, may_ask, may_handle
from citytocity.confirmation.queries import is_held
from citytocity.ledger.actions import propose_for_city, supersede
from citytocity.mail.letters import send
from citytocity.mail.links import LinkError, LinkExpiredError, unsigned
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import people_who

PORTION = 500
KEPT = datetime.timedelta(days=365)  # the name and address a letter went to


class NothingToAskError(Exception):
    """None of the records is about both cities."""


@dataclass(frozen=True)
class Said:
    """What somebody answers to one statement: which state of the record was shown, and which
    answer was the last one then (0: none). `before` and `after` are the record and the form as
    proposals keep them."""

    statement: int
    verdict: Verdict
    seen: str
    last: int = 0
    words: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)


class NotTakenError(Exception):
    """Nothing was written. `changed` are the statements whose record is another one by now, or
    gone, `overtaken` those that somebody else answered meanwhile."""

    def __init__(self, *, changed: set[int], overtaken: set[int]) -> None:
        super().__init__()
        self.changed, self.overtaken = changed, overtaken


class ReplayedError(Exception):
    """This very answer was taken before, at `given`; nothing was done."""

    def __init__(self, given: datetime.datetime) -> None:
        super().__init__()
        self.given = given


@transaction.atomic
def ask(
    records: Iterable[Model],
    *,
    by_city: City,
    city: City,
    name: str,
    email: str,
    language: str,
    days: int,
    message: str = "",
    by: User,
) -> Request:
    """A letter to the other city with a link to the records; those that are not about both cities
    are left out. PermissionDenied for who does not keep the register of the asking city,
    NothingToAskError if no record is left."""
    if not may_ask(by, by_city=by_city):
        raise PermissionDenied
    shared = [record for record in records if {by_city, city} <= {*cities_in(record)}]
    if not shared or by_city == city:
        raise NothingToAskError
    now = timezone.now()
    request = Request(
        by_city=by_city,
        city=city,
        name=name,
        email=email,
        language=language,
        message=message,
        asked_by=by,
        sent=now,
        until=Request.end_of(days),
    )
    request.full_clean()
    request.save()
    request.statements.set([_asked(record, request, now) for record in shared])
    for record in shared:
        log(record, "confirmation.ask", user=by, data={"city": city.slug})
    _write(request)
    return request


@transaction.atomic
def ask_again(request: Request, *, days: int = 30, by: User) -> Request:
    """The letter once more, with a new link; the earlier one opens nothing any more."""
    found = Request.objects.select_for_update().get(pk=request.pk)
    if not may_handle(by, found):
        raise PermissionDenied
    found.sent, found.until, found.revoked = timezone.now(), Request.end_of(days), None
    found.sendings += 1
    found.save()
    found.statements.update(asked=found.sent)
    _write(found)
    return found


@transaction.atomic
def revoke(request: Request, *, by: User) -> None:
    """The link opens nothing any more; what was answered stays. Twice is once."""
    if not may_handle(by, request):
        raise PermissionDenied
    Request.objects.filter(pk=request.pk, revoked=None).update(revoked=timezone.now())


def request_of(token: str) -> Request:
    """The request that the link was made for; LinkError if it was forged, replaced or revoked,
    LinkExpiredError when its time is over."""
    try:
        key, sendings = unsigned(token, purpose=Request.PURPOSE, days=LONGEST + 1)
    except (TypeError, ValueError) as error:
        raise LinkError from error
    if not (isinstance(key, int) and isinstance(sendings, int)):
        raise LinkError
    found = Request.objects.select_related("by_city", "city", "asked_by").filter(pk=key).first()
    if found is None or found.revoked or found.sendings != sendings:
        raise LinkError
    if not found.holds:
        raise LinkExpiredError
    return found


def answer_by_link(request: Request, said: list[Said], *, key: str) -> list[Answer]:
    """By whoever has the link, which was looked at."""
    theirs = request.statements.filter(pk__in=[one.statement for one in said])
    return _answer(theirs, said, key=key, way=Way.LINK, request=request)


def answer_by_account(request: Request, said: list[Said], *, key: str, by: User) -> list[Answer]:
    """By somebody who keeps the register of the asked city."""
    if not may_answer(by, city=request.city):
        raise PermissionDenied
    theirs = request.statements.filter(pk__in=[one.statement for one in said])
    return _answer(theirs, said, key=key, way=Way.ACCOUNT, request=request, by=by)


@transaction.atomic
def withhold_words(statement: Statement, *, is_withheld: bool, by: User) -> None:
    """Whether readers see the words of the answer that counts; they are kept either way, and the
    next answer is shown again. PermissionDenied for who does not keep the register that asked."""
    found = Statement.objects.select_for_update().get(pk=statement.pk)
    if not may_ask(by, by_city=found.by_city):
        raise PermissionDenied
    if bool(found.withheld) == is_withheld:
        return
    found.withheld = timezone.now() if is_withheld else None
    found.save(update_fields=["withheld"])
    log(found, "confirmation.withhold" if is_withheld else "confirmation.show", user=by)


def settle(record: Any) -> None:
    """The statements about a record that was changed: if all that a city corrected stands in it,
    the city confirms what it was shown with its corrections, and nothing that it never saw. A
    confirmation is outdated while the facts are others."""
    settle_many(type(record), [record.pk])


def settle_many(model: Any, keys: list[int]) -> None:
    """The same of the statements about many records of one kind."""
    kind = ContentType.objects.get_for_model(model)
    found = _answered().filter(kind=kind, record_key__in=keys)
    if found.exists():  # most records nobody was asked about: these wait for nobody who writes
        _settled(found)


def settle_all() -> int:
    """Looks at every answer again, for what was changed in the database by itself, or by an
    `update()` of many, is not heard of; how many statements stand otherwise now."""
    waiting = _answered().order_by("pk").values_list("pk", flat=True)
    last = otherwise = 0
    while keys := list(waiting.filter(pk__gt=last)[:PORTION]):
        otherwise += _settled(_answered().filter(pk__in=keys))
        last = keys[-1]
    return otherwise


@transaction.atomic
def forget_addressees() -> int:
    """A year after its link is over nobody needs to know whom a letter went to; how many went."""
    over = Request.objects.filter(until__lt=timezone.now() - KEPT).exclude(email="")
    return over.update(name="", email="", message="")


def statement_for(record: Any, *, by_city: City, city: City) -> Statement:
    """The one row for the record and the city; made if there is none yet."""
    kind = ContentType.objects.get_for_model(record)
    found, _made = Statement.objects.get_or_create(
        kind=kind,
        record_key=record.pk,
        city=city,
        defaults={"by_city": by_city, "title": name_of(record)},
    )
    return found


def keep_answer(
    statement: Statement, said: Said, *, record: Any, key: str, way: Way, **more: Any
) -> Answer:
    """Writes down the answer, and how the statement stands from now on. What is said of a record
    that is gone, or was given before the one that counts, is kept and changes nothing."""
    facts = facts_of(record) if record is not None else {}
    answer = Answer.objects.create(
        statement=statement,
        verdict=said.verdict,
        words=said.words,
        says=said.says,
        shown=facts,
        fingerprint=fingerprint_of(facts),
        way=way,
        key=key,
        too_late=record is None,
        **more,
    )
    if record is None or (statement.answered and answer.given < statement.answered):
        return answer
    if statement.proposal:
        supersede(statement.proposal)
    statement.state = StatementState(said.verdict.value)
    statement.shown, statement.fingerprint = answer.shown, answer.fingerprint
    statement.says, statement.words = said.says, said.words
    statement.language = answer.language
    statement.answered, statement.proposal, statement.withheld = answer.given, None, None
    if said.after:
        statement.proposal = propose_for_city(
            record,
            before=said.before,
            after=said.after,
            reason=said.words
            or _("%(city)s says so, asked to confirm it.") % {"city": statement.city},
            by=more.get("given_by"),
        )
    statement.title = name_of(record)
    statement.save()
    return answer


@transaction.atomic
def _answer(
    statements: Any,
    said: list[Said],
    *,
    key: str,
    way: Way,
    request: Request,
    by: User | None = None,
) -> list[Answer]:
    """All or nothing: ReplayedError, NotTakenError."""
    locked = {one.pk: one for one in statements.select_for_update()}
    earlier = Answer.objects.filter(key=key, statement__in=locked).first()
    if earlier:
        raise ReplayedError(earlier.given)
    here = asked_of(locked.values())
    given = [one for one in said if one.statement in locked]
    _check(given, here)
    answers = [
        keep_answer(
            locked[one.statement],
            one,
            record=here[one.statement],
            key=key,
            way=way,
            request=request,
            language=request.language,
            given_by=by,
        )
        for one in given
    ]
    _tell(request, answers)
    return answers


def _check(said: list[Said], here: dict[int, Any]) -> None:
    """Whether each is about the record as it stands, and follows the answer that it has seen."""
    last: dict[int, int] = {}
    for pk, statement in Answer.objects.filter(statement__in=here).values_list("pk", "statement"):
        last[statement] = max(pk, last.get(statement, 0))
    now = {pk: fingerprint_now(record) if record else "" for pk, record in here.items()}
    changed = {one.statement for one in said if now[one.statement] != one.seen}
    overtaken = {one.statement for one in said if last.get(one.statement, 0) != one.last}
    if changed or overtaken:
        raise NotTakenError(changed=changed, overtaken=overtaken)


def _answered() -> QuerySet[Statement]:
    """Those that a change of the record may make stand otherwise."""
    return Statement.objects.filter(answered__isnull=False).exclude(state=StatementState.DECLINED)


@transaction.atomic
def _settled(statements: QuerySet[Statement]) -> int:
    """How many of them stand otherwise now. They are locked before they are read, so that an
    answer that is given meanwhile stands after this, and is not written over."""
    locked = list(statements.order_by("pk").select_for_update())
    records = records_of(locked)
    return sum(
        _settle(statement, record)
        for statement in locked
        if (record := records.get((statement.kind_id, statement.record_key)))
    )


def _settle(statement: Statement, record: Any) -> bool:
    """Whether it stands otherwise now."""
    before = (statement.state, statement.fingerprint)
    if statement.state == StatementState.CORRECTED and is_held(statement.says, record):
        statement.shown = corrected(statement.shown, statement.says, record)
        statement.fingerprint = fingerprint_of(statement.shown)
        statement.state, statement.says = StatementState.CONFIRMED, {}
    if statement.is_confirmed:
        is_current = statement.fingerprint == fingerprint_now(record)
        statement.state = StatementState.CONFIRMED if is_current else StatementState.OUTDATED
    if before == (statement.state, statement.fingerprint):
        return False
    statement.save(update_fields=["shown", "fingerprint", "state", "says"])
    return True


def _asked(record: Any, request: Request, now: datetime.datetime) -> Statement:
    statement = statement_for(record, by_city=request.by_city, city=request.city)
    statement.asked, statement.title, statement.gone = now, name_of(record), None
    statement.save()
    return statement


def _write(request: Request) -> None:
    send(lambda: asking_letter(request), to=request.email, language=request.language)


def _tell(request: Request, answers: list[Answer]) -> None:
    """Whoever asked hears of it, in one letter for all that was answered at once; when that one
    has left, all who keep the register of the city."""
    if not answers:
        return
    asked_by = request.asked_by
    keepers = people_who(Act.RECORD, city=request.by_city)
    for person in [asked_by] if asked_by and asked_by.is_active else keepers:
        send(lambda: answered_letter(request, answers), to=person.email, language=person.language)
