from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.models import DeletedRecord
from citytocity.ledger.snapshots import snapshot
from citytocity.protocol.enums import HonourKind
from citytocity.protocol.models import columns
from citytocity.protocol.models.record import ProtocolRecord
from citytocity.protocol.querysets import HonourQuerySet
from citytocity.sources.models import Citation


class Honour(ProtocolRecord):
    """What a city awarded to a body or a person of another one.

    A person who holds no office is named only where it is noted that she agreed.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=HonourKind)
    title = I18nCharField(_("title"), max_length=300)
    summary = I18nTextField(_("what for"), blank=True)
    city = columns.city(_("given by the city"))
    of_city = columns.city(_("to somebody of the city"), null=True, blank=True)
    body = columns.body(_("to the body"))
    person = columns.person(
        _("to the person"),
        help_text=_("A holder of an office; somebody private only with consent, noted below."),
    )
    office = columns.office(_("office of the person"))
    consent = models.CharField(
        _("consent of a private person"),
        max_length=300,
        blank=True,
        validators=[validate_plain],
        help_text=_(
            "When and how it was given. Never shown to readers. If it is taken back, take the name "
            "out: earlier states lose it too."
        ),
    )
    when = EDTFField(_("when"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    activity = columns.activity(_("given at"))
    document = columns.document(_("file of the paper"))
    is_public = columns.public(_("On the pages of the partnership and the activity."))

    objects = HonourQuerySet.as_manager()

    citable = ("title", "when", "kind")
    found_by = ("title", "summary", "person")
    blamed: ClassVar = {
        "protocol_honour_has_receiver": "body",
        "protocol_honour_person_agreed": "consent",
        "protocol_honour_between_two": "of_city",
    }

    class Meta(ProtocolRecord.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(person=""),
                name="protocol_honour_has_receiver",
                violation_error_message=_("Say which body or person received it."),
            ),
            models.CheckConstraint(
                condition=Q(person="") | ~Q(office="") | ~Q(consent=""),
                name="protocol_honour_person_agreed",
                violation_error_message=_(
                    "Name the person’s office; somebody without one only with consent: say when "
                    "and how it was given."
                ),
            ),
            models.CheckConstraint(
                condition=Q(of_city__isnull=True) | ~Q(of_city=F("city")),
                name="protocol_honour_between_two",
                violation_error_message=columns.THE_SAME_CITY,
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A name that was taken out is taken out of what was kept of the record before."""
        super().save(*args, **kwargs)
        self._forget_private_names()

    def _forget_private_names(self) -> None:
        """No earlier state, and no copy from when it was deleted, has a private person whom the
        record does not name now."""
        now = snapshot(self)["person"]
        kind = ContentType.objects.get_for_model(self)
        states = Revision.objects.filter(content_type=kind, object_id=str(self.pk))
        copies = DeletedRecord.objects.filter(kind=kind, facts__pk=self.pk)
        for rows, name in ((states, "content"), (copies, "facts")):
            for row in rows:
                facts = getattr(row, name)
                is_private = facts.get("person") and not facts.get("office")
                if is_private and facts["person"] != now:
                    facts |= {"person": "", "consent": ""}
                    row.save(update_fields=[name])


class HonourCitation(Citation):
    record = ParentalKey(Honour, on_delete=models.CASCADE, related_name="citations")
