"""Chainable questions on the folders of visits."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from citytocity.ledger.enums import ActivityStatus, ParticipationRole
from citytocity.ledger.querysets import overlapping, rows_of
from citytocity.visits.enums import Decision, Direction, FolderState


class VisitQuerySet(models.QuerySet):
    def with_state(self, today: datetime.date) -> Self:
        """`state`: how far each folder has come by today. No query more."""
        planned = Exists(rows_of(self.model, "items").filter(visit=OuterRef("pk")))
        over = Q(activity__when_last__lt=today)
        states = (
            (Q(activity__status=ActivityStatus.CANCELLED), FolderState.CANCELLED),
            (Q(decision=Decision.REFUSED), FolderState.REFUSED),
            (over & ~Q(report=""), FolderState.REPORTED),
            (over, FolderState.DONE),
            (Q(decision=Decision.DEFERRED), FolderState.DEFERRED),
            (Q(activity__when_first__lte=today), FolderState.UNDER_WAY),
            (planned, FolderState.PLANNED),
            (Q(decision=Decision.ACCEPTED), FolderState.DECIDED),
        )
        whens = (When(found, then=Value(state.value)) for found, state in states)
        text = models.CharField()
        asked = Value(FolderState.ASKED.value)
        return self.annotate(state=Case(*whens, default=asked, output_field=text))

    def owed(self) -> Self:
        """Those that wait for a visit in return."""
        visits: Any = self.model._default_manager
        answers = visits.going_ahead().filter(answers=OuterRef("pk"))
        return self.filter(~Exists(answers), return_owed=True)

    def going_ahead(self) -> Self:
        """Neither cancelled nor refused: only such a visit answers another."""
        off = Q(activity__status=ActivityStatus.CANCELLED) | Q(decision=Decision.REFUSED)
        return self.exclude(off)

    def undecided(self) -> Self:
        return self.filter(decision="")

    def in_year(self, year: int) -> Self:
        return self.filter(overlapping(year, field="activity__when"))

    def with_city(self, city: Any) -> Self:
        return self.filter(activity__in=rows_of(self.model, "activity").with_city(city).order_by())

    def seen_from(self, city: Any, direction: str) -> Self:
        """Those that came to the city, or that went from it."""
        if direction == Direction.INCOMING:
            return self.filter(activity__host=city)
        rows = rows_of(self.model, "activity", "participations")
        went = rows.filter(city=city, role=ParticipationRole.GUEST).order_by()
        return self.filter(activity__in=went.values("activity")).exclude(activity__host=city)

    def shown(self) -> Self:
        """With all that a row of the list shows, in two queries."""
        rows = rows_of(self.model, "activity", "participations").select_related("city")
        return self.select_related("activity__host").prefetch_related(
            models.Prefetch("activity__participations", rows)
        )
