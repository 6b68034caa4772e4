"""What came of it: results and recognitions."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from citytocity.confirmation.enums import StatementState
from citytocity.confirmation.models import Statement
from citytocity.figures.kinds.kind import Kind, Period, begun, during, either, one_of, rows
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import TOOK_PLACE, RecognitionKind, ResultKind, StillRunning
from citytocity.ledger.models import Result


def _confirmed(_scope: Scope) -> Q:
    """That there is evidence, and another city than that which keeps the record says the same."""
    kind = ContentType.objects.get_for_model(Result)
    said = Statement.objects.filter(kind=kind, state=StatementState.CONFIRMED)
    return Q(_has_evidence(), pk__in=said.order_by().values("record_key"))


def _in_year(period: Period) -> Q:
    """By its own day, else by that of an activity that took place."""
    undated = Q(when="", activity__status__in=TOOK_PLACE)
    return during(period) | (undated & during(period, field="activity__when"))


def _begun_by(day: datetime.date) -> Q:
    """By its own day, else by that of an activity that took place; without any it counts always."""
    held = Q(activity__status__in=TOOK_PLACE)
    by_activity = Q(activity__isnull=True) | held & (
        Q(activity__when_first__lte=day) | Q(activity__when_first__isnull=True)
    )
    open_beginning = Q(when_first__isnull=True) & ~Q(when="")
    return Q(when_first__lte=day) | open_beginning | (Q(when="") & by_activity)


def _has_evidence() -> Exists:
    proofs: Any = Result._meta.get_field("evidence").related_model
    return Exists(proofs.objects.filter(result=OuterRef("pk")))


OF_RESULTS = {
    "kind": one_of(ResultKind),
    "running": one_of(StillRunning, "still_running"),
    "state": either(
        claimed=lambda _scope: ~Q(_has_evidence()),
        evidenced=lambda _scope: Q(_has_evidence()),
        confirmed=_confirmed,
    ),
}


def _results(scope: Scope) -> Any:
    return scope.results()


RESULTS = Kind(rows(_results, _in_year), OF_RESULTS)
RESULTS_SO_FAR = Kind(
    rows(
        _results,
        lambda period: _begun_by(period.until),
    ),
    OF_RESULTS,
)
LAST_RESULTS = Kind(rows(_results, begun("when_first")))
RECOGNITIONS = Kind(
    rows(lambda scope: scope.recognitions(), during),
    {"kind": one_of(RecognitionKind)},
)
