from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.confirmation.enums import DISPUTED, StatementState, Verdict, Way
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.models import Proposal

LONGEST_WORDS = 2_000


class Statement(models.Model):
    """How one city stands to a record that another city's office keeps; one row for both.

    `shown` are the record's facts as the city saw them when it answered, `fingerprint` is theirs:
    an answer belongs to that state of the record. `says` are the values that it gave instead, by
    the names of the register. `gone` is when the record was deleted, `withheld` since when readers
    do not see the words.
    """

    kind = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    record_key = models.PositiveBigIntegerField()
    record = GenericForeignKey("kind", "record_key")
    title = models.CharField(_("record"), max_length=400)
    by_city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("recorded by")
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("asked")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StatementState, default=StatementState.WAITING
    )
    shown = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    says = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    words = models.TextField(
        _("words"), max_length=LONGEST_WORDS, blank=True, validators=[validate_plain]
    )
    language = models.CharField(_("language of the words"), max_length=12, blank=True)
    asked = models.DateTimeField(_("asked on"), null=True, blank=True)
    answered = models.DateTimeField(_("answered on"), null=True, blank=True)
    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposal"),
    )
    gone = models.DateTimeField(_("deleted on"), null=True, blank=True)
    withheld = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_key", "city"], name="confirmation_statement_once"
            ),
            models.CheckConstraint(
                condition=~Q(city=F("by_city")), name="confirmation_statement_of_another"
            ),
            models.CheckConstraint(
                condition=Q(state=StatementState.WAITING, answered__isnull=True)
                | (~Q(state=StatementState.WAITING) & Q(answered__isnull=False)),
                name="confirmation_statement_waits_or_is_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=StatementState.CONFIRMED) | ~Q(fingerprint=""),
                name="confirmation_statement_confirms_what_was_shown",
            ),
        ]
        indexes = [models.Index(fields=["state", "-answered"], name="confirmation_state")]

    def __str__(self) -> str:
        return f"{self.title} ({self.city})"

    def get_absolute_url(self) -> str:
        """Where those who keep the register look at it."""
        return reverse("statement:inspect", args=[self.pk])

    @property
    def model(self) -> Any:
        """The kind of record it is about."""
        return ContentType.objects.get_for_id(self.kind_id).model_class()

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is looked for: a first one, or one more."""
        if self.gone:
            return False
        return self.answered is None or (self.asked is not None and self.asked > self.answered)

    @property
    def is_confirmed(self) -> bool:
        """Whether the city confirmed the facts that it was shown; they may be others by now."""
        return self.state in {StatementState.CONFIRMED, StatementState.OUTDATED}

    @property
    def is_disputed(self) -> bool:
        return self.state in DISPUTED


class Answer(models.Model):
    """One answer of a city, kept as it came; the newest of a statement counts.

    `key` is that of the form or the file it came with: the same one is taken once.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    request = models.ForeignKey(
        "confirmation.Request", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict)
    words = models.TextField(
        _("words"), max_length=LONGEST_WORDS, blank=True, validators=[validate_plain]
    )
    language = models.CharField(max_length=12, blank=True)
    says = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    shown = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    fingerprint = models.CharField(max_length=64)
    way = models.CharField(_("way"), max_length=8, choices=Way)
    key = models.CharField(max_length=64)
    given = models.DateTimeField(_("when"), default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    too_late = models.BooleanField(default=False)  # the record was deleted before it came

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-given", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "key"], name="confirmation_answer_once"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DECLINED) | ~Q(words=""),
                name="confirmation_answer_declines_with_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
