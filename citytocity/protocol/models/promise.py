from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.protocol.enums import PromiseState
from citytocity.protocol.models import columns
from citytocity.protocol.models.record import ProtocolRecord
from citytocity.protocol.querysets import PromiseQuerySet
from citytocity.sources.models import Citation


class Promise(ProtocolRecord):
    """What one city promised another: open until it is kept or withdrawn on a date."""

    title = I18nCharField(_("what was promised"), max_length=300)
    summary = I18nTextField(_("in more words"), blank=True)
    from_city = columns.city(_("the city that promised"))
    from_body = columns.body(_("the body that promised"))
    person = columns.person(_("who promised it"))
    office = columns.office(_("office of who promised it"))
    to_city = columns.city(_("to the city"))
    to_body = columns.body(_("to the body"))
    when = EDTFField(_("promised"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    activity = columns.activity(_("promised at"))
    due = EDTFField(_("due"), blank=True)
    due_first = FirstDayField("due")
    due_last = LastDayField("due")
    state = models.CharField(
        pgettext_lazy("of a promise", "state"),
        max_length=10,
        choices=PromiseState,
        default=PromiseState.OPEN,
    )
    settled = EDTFField(_("kept or withdrawn on"), blank=True)
    settled_first = FirstDayField("settled")
    settled_last = LastDayField("settled")
    proof = I18nCharField(
        _("what proves it"), max_length=300, blank=True, help_text=_("That it was kept.")
    )
    proof_url = models.URLField(_("address of the proof"), max_length=500, blank=True)
    document = columns.document(_("file of the proof"))
    is_public = columns.public(_("On the pages of the partnership and the activity."))

    objects = PromiseQuerySet.as_manager()

    citable = ("title", "when", "due", "state", "settled")
    found_by = ("title", "summary", "person", "proof")
    blamed: ClassVar = {
        "protocol_promise_between_two": "to_city",
        "protocol_promise_person_holds_office": "office",
        "protocol_promise_is_settled_on_a_date": "settled",
    }

    class Meta(ProtocolRecord.Meta):
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_city=F("to_city")),
                name="protocol_promise_between_two",
                violation_error_message=columns.THE_SAME_CITY,
            ),
            columns.named_with_office(
                "person", "office", name="protocol_promise_person_holds_office"
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN, settled="")
                | (~Q(state=PromiseState.OPEN) & ~Q(settled="")),
                name="protocol_promise_is_settled_on_a_date",
                violation_error_message=_(
                    "Say when it was kept or withdrawn; an open promise has no such date."
                ),
            ),
        ]


class PromiseCitation(Citation):
    record = ParentalKey(Promise, on_delete=models.CASCADE, related_name="citations")
