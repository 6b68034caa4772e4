from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.design.photographs import Rights
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.money import CurrencyField
from citytocity.languages.plain_text import validate_plain
from citytocity.protocol.enums import Direction
from citytocity.protocol.models import columns
from citytocity.protocol.models.record import ProtocolRecord
from citytocity.protocol.querysets import GiftQuerySet
from citytocity.sources.models import Citation

MOST_VALUE = 10**10
"""No gift is worth more in any currency; what is beyond is a slip of the hand."""


class Gift(ProtocolRecord):
    """A thing that one city gave another, or its people: kept by the city whose record it is.

    A received one is shown to readers only when it is known whose it is and where it is kept.
    """

    title = I18nCharField(_("what it is"), max_length=300)
    summary = I18nTextField(
        _("what it means"), blank=True, help_text=_("Who made it, what it shows, why it was given.")
    )
    direction = models.CharField(_("given or received"), max_length=10, choices=Direction)
    city = columns.city(_("our city"), help_text=_("The city that gave it, or received it."))
    partner = columns.city(
        _("the other city"), null=True, blank=True, help_text=_("To which it went, or from which.")
    )
    body = columns.body(_("to or from the body"))
    person = columns.person(_("to or from the person"))
    office = columns.office(_("office of the person"))
    when = EDTFField(_("when"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    activity = columns.activity(pgettext_lazy("a gift", "given at"))
    material = I18nCharField(_("material"), max_length=200, blank=True)
    size = models.CharField(_("size"), max_length=100, blank=True, validators=[validate_plain])
    value = models.DecimalField(
        _("estimated value"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_VALUE)],
        help_text=_("For the offices of the two cities; never shown to readers."),
    )
    currency = CurrencyField(_("currency of the value"), blank=True)
    picture = columns.picture(_("picture"))
    picture_alt = I18nCharField(
        _("picture in words"), max_length=300, blank=True, help_text=_("For who cannot see it.")
    )
    picture_credit = models.CharField(
        _("picture by"), max_length=200, blank=True, validators=[validate_plain]
    )
    picture_rights = models.CharField(
        _("rights of the picture"), max_length=20, choices=Rights, default=Rights.ALL_RESERVED
    )
    owner = I18nCharField(
        _("owner"), max_length=200, blank=True, help_text=_("The city, a museum, an office.")
    )
    place = I18nCharField(_("where it is kept"), max_length=200, blank=True)
    is_on_show = models.BooleanField(_("on show there"), default=False)
    inventory = models.CharField(
        _("inventory number"), max_length=60, blank=True, validators=[validate_plain]
    )
    is_public = columns.public(
        _("On the page of gifts. A received gift needs its owner and its place first.")
    )

    objects = GiftQuerySet.as_manager()

    citable = ("title", "when", "material", "size", "owner", "place")
    found_by = ("title", "summary", "material", "person", "owner", "place")
    blamed: ClassVar = {
        "protocol_gift_has_other_side": "partner",
        "protocol_gift_between_two": "partner",
        "protocol_gift_person_holds_office": "office",
        "protocol_gift_value_has_currency": "currency",
        "protocol_gift_value_is_possible": "value",
        "protocol_gift_is_kept_somewhere": "is_public",
    }

    class Meta(ProtocolRecord.Meta):
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(body__isnull=False) | ~Q(person=""),
                name="protocol_gift_has_other_side",
                violation_error_message=_(
                    "Say which city, body or office holder is on the other side."
                ),
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | ~Q(partner=F("city")),
                name="protocol_gift_between_two",
                violation_error_message=columns.THE_SAME_CITY,
            ),
            columns.named_with_office("person", "office", name="protocol_gift_person_holds_office"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(currency=""),
                name="protocol_gift_value_has_currency",
                violation_error_message=_("Say in which currency the value is."),
            ),
            models.CheckConstraint(
                condition=Q(value__range=(0, MOST_VALUE)),
                name="protocol_gift_value_is_possible",
                violation_error_message=_("No gift can be worth that."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | Q(direction=Direction.GIVEN)
                | (~Q(owner="") & ~Q(place="")),
                name="protocol_gift_is_kept_somewhere",
                violation_error_message=_(
                    "A received gift is shown to everybody only with its owner and the place where "
                    "it is kept."
                ),
            ),
        ]

    def search_terms(self) -> str:
        return f"{super().search_terms()} {self.inventory.casefold()}"


class GiftCitation(Citation):
    record = ParentalKey(Gift, on_delete=models.CASCADE, related_name="citations")
