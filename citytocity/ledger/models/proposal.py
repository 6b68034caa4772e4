from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.enums import ACCEPTED, ProposalState


class Proposal(models.Model):
    """A change of a record, or a new record, that somebody asks its keepers for.

    `before` is the record as the person saw it, as revisions keep it; empty for a new record.
    `after` is the form as it was sent, by the names of its fields. `taken` names the parts of it
    that were accepted, as `ledger.admin.changes` calls them.
    """

    kind = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    record_key = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey("kind", "record_key")
    title = models.CharField(_("record"), max_length=400)
    cities = models.ManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    reason = models.TextField(
        _("why, or where it is said"), max_length=2_000, validators=[validate_plain]
    )
    link = models.URLField(_("address of the source"), max_length=500, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    after = models.JSONField(editable=False)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed = models.DateTimeField(_("proposed"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    taken = models.JSONField(default=list, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided = models.DateTimeField(_("decided"), null=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True, validators=[validate_plain])

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided__isnull=True, decided_by__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided__isnull=False)),
                name="ledger_proposal_open_or_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACCEPTED) | Q(record_key__isnull=False),
                name="ledger_proposal_accepted_has_its_record",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(note=""),
                name="ledger_proposal_refused_with_a_note",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ledger_proposal_says_why"),
        ]
        indexes = [models.Index(fields=["state", "-proposed"], name="ledger_proposal_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is looked at and decided on."""
        return reverse("proposal:inspect", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @property
    def is_of_new_record(self) -> bool:
        return not self.before

    @property
    def model(self) -> Any:
        """The kind of record it is about."""
        return self.kind.model_class()
