from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City, Organisation
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nTextField
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.enums import ParticipationRole
from citytocity.ledger.models import Activity
from citytocity.sources.models import ToldBesideFields
from citytocity.visits.enums import VISITING, Decision, FolderState, VisitKind
from citytocity.visits.models.languages import LanguagesField
from citytocity.visits.querysets import VisitQuerySet

MOST_NIGHTS = 400
FORGOTTEN = _("Kept for the office, forgotten in time.")
TEXT = 8000


class Visit(ToldBesideFields, models.Model):
    """The folder of one visit: request, decision, stay, what is owed, report.

    What is public of a visit is its activity, and those items of the programme that say so. No
    revisions are kept of a folder: they would keep what must be forgotten in time.
    """

    wagtail_reference_index_ignore = True

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity")
    )
    opened = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    # the request
    kind = models.CharField(
        _("kind of visit"), max_length=12, choices=VisitKind, default=VisitKind.OFFICIAL
    )
    asked_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who asks"),
        help_text=_("A body on the register."),
    )
    asked_by_words = models.CharField(
        _("or in words"), max_length=200, blank=True, validators=[validate_plain]
    )
    contact = models.TextField(
        _("contact"),
        max_length=2000,
        blank=True,
        help_text=_("Name, title, telephone, address. Kept for the office, forgotten in time."),
    )
    purpose = I18nTextField(_("purpose"), max_length=TEXT, blank=True)
    wished = EDTFField(_("dates wished for"), blank=True)
    wished_first = FirstDayField("wished")
    wished_last = LastDayField("wished")
    received = models.DateField(_("received on"), null=True, blank=True)

    # the decision
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.CharField(
        _("decided by"),
        max_length=200,
        blank=True,
        validators=[validate_plain],
        help_text=_("The office: mayor, council, committee."),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    paper = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("paper"),
    )
    reason = models.TextField(_("reason"), max_length=TEXT, blank=True)

    # what it answers, and what is owed
    answers = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers the visit"),
    )
    return_owed = models.BooleanField(_("a visit in return is owed"), default=False)
    return_until = models.DateField(_("owed until"), null=True, blank=True)

    # the stay
    nights = models.PositiveSmallIntegerField(
        _("nights"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_NIGHTS)],
        help_text=_("Of each guest. Empty: counted from the days of the activity."),
    )
    lodging = models.TextField(_("lodging"), max_length=TEXT, blank=True, help_text=FORGOTTEN)
    transport = models.TextField(_("transport"), max_length=TEXT, blank=True, help_text=FORGOTTEN)
    interpreting = LanguagesField(_("languages of interpreters"), blank=True)
    costs = models.TextField(_("note on costs"), max_length=TEXT, blank=True)
    talking_points = I18nTextField(
        _("talking points"), max_length=TEXT, blank=True, help_text=_("For the mayor; one a line.")
    )

    # what came of it
    press = models.TextField(_("press"), max_length=TEXT, blank=True)
    report = models.TextField(_("report"), max_length=TEXT, blank=True)
    lessons = models.TextField(
        _("lessons"), max_length=TEXT, blank=True, help_text=_("For the next visit; one a line.")
    )

    objects = VisitQuerySet.as_manager()

    state: str  # by `with_state`

    blamed: ClassVar = {
        "visits_answers_another": "answers",
        "visits_decision_is_whole": "decision",
        "visits_until_when_owed": "return_until",
        "visits_nights_are_possible": "nights",
    }

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = [F("activity__when_first").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(answers=F("id")),
                name="visits_answers_another",
                violation_error_message=_("A visit cannot answer itself."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="") | Q(decided_by="", decided_on__isnull=True),
                name="visits_decision_is_whole",
                violation_error_message=_("Say what was decided, or leave out by whom and when."),
            ),
            models.CheckConstraint(
                condition=Q(return_until__isnull=True) | Q(return_owed=True),
                name="visits_until_when_owed",
                violation_error_message=_("Only a visit that is owed has a day until when."),
            ),
            models.CheckConstraint(
                condition=Q(nights__lte=MOST_NIGHTS),
                name="visits_nights_are_possible",
                violation_error_message=_("So many nights cannot be."),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", *Decision.values]), name="visits_decision_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("visits_admin:folder", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.received and self.decided_on and self.decided_on < self.received:
            raise ValidationError({"decided_on": _("It was decided before it was received.")})
        self.check_answer()
        if self.activity_id and self.activity.kind not in VISITING:
            raise ValidationError(
                {"activity": _("Only a visit, an exchange or a delegation has a folder.")}
            )

    def check_answer(self) -> None:
        """ValidationError unless what it answers is another visit, the other way, and before it.

        The constraint sees one row alone; a chain may come back by way of others.
        """
        first = self.answers
        if first is None or first.pk == self.pk:
            return  # the constraint tells of the second
        seen, before = {first.pk}, first.answers
        while before is not None and before.pk not in seen:
            if before.pk == self.pk:
                told = _("“%(visit)s” itself answers this visit.") % {"visit": first}
                raise ValidationError({"answers": told})
            seen.add(before.pk)
            before = before.answers
        if not first.is_other_way(self):
            words = _("“%(visit)s” did not go the other way between the same cities.")
            raise ValidationError({"answers": words % {"visit": first}})
        ours, theirs = self.activity.when_last, first.activity.when_first
        if ours and theirs and ours < theirs:
            told = _("“%(visit)s” came later than this visit.") % {"visit": first}
            raise ValidationError({"answers": told})

    def is_other_way(self, other: "Visit") -> bool:
        """Whether each one's host was a guest of the other."""
        hosts = (self.activity.host_id, other.activity.host_id)
        return None not in hosts and hosts[0] in other.guests and hosts[1] in self.guests

    @property
    def guests(self) -> dict[int, City]:
        """The cities that sent a group, by key."""
        rows = self.activity.participations.all()
        guests = (row for row in rows if row.role == ParticipationRole.GUEST)
        return {row.city_id: row.city for row in guests if row.city_id != self.activity.host_id}

    @property
    def sides(self) -> list[City]:
        """The host, and the cities that sent a group."""
        host = self.activity.host
        return [*([host] if host else []), *self.guests.values()]

    def get_state_display(self) -> str:
        return str(FolderState(self.state).label)

    @property
    def asker(self) -> str:
        """Who asks: a body of the register, or in words; empty if nobody is named."""
        return str(self.asked_by) if self.asked_by else self.asked_by_words
