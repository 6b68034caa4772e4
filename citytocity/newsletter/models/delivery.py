from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from citytocity.newsletter.enums import DeliveryState
from citytocity.newsletter.models.issue import Edition, Issue
from citytocity.newsletter.models.reader import Reader


class Delivery(models.Model):
    """That one reader gets one issue: written when it is released, and the only truth of it.

    It has no address: that of the reader counts when the letter goes, and where she was erased
    nobody is named. `lease` says which worker has it in hand, `until` for how long; `doubts` how
    often the connection broke before the mail server said whether it took the letter.
    """

    wagtail_reference_index_ignore = True

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deliveries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    reader = models.ForeignKey(
        Reader, on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.DUE)
    not_before = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    handed = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["issue", "reader"], name="newsletter_delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.LEASED, until__isnull=False)
                | (~Q(state=DeliveryState.LEASED) & Q(until__isnull=True)),
                name="newsletter_delivery_leased_until",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.HANDED) | Q(handed__isnull=False),
                name="newsletter_delivery_handed_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state=DeliveryState.DUE),
                name="newsletter_delivery_due",
            ),
            models.Index(
                fields=["lease"],
                condition=Q(state=DeliveryState.LEASED),
                name="newsletter_delivery_leased",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def reference_of(pk: int) -> str:
    """The delivery's name in the log, and in the address to which its letter comes back."""
    return f"n{pk}"


def delivery_of(reference: str) -> int | None:
    """The delivery that a reference names; None for those of other letters."""
    number = reference.removeprefix("n")
    return int(number) if reference.startswith("n") and number.isdecimal() else None


def message_key(pk: int) -> str:
    """The part of the Message-ID before the @: the same whenever this delivery is tried."""
    sealed = salted_hmac("citytocity.newsletter.delivery", str(pk), algorithm="sha256")
    return f"letter.{pk}.{sealed.hexdigest()[:16]}"
