from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from citytocity.newsletter.enums import DeliveryState, Hindrance
from citytocity.newsletter.models.issue import Edition, Issue
from citytocity.newsletter.models.reader import Reader


class Wave(models.Model):
    """Readers of an issue whose letters are due at the same moment.

    `zones` are the clocks that show the planned hour then; those of `is_late` had shown it before
    the issue was released, so that theirs go at once.
    """

    wagtail_reference_index_ignore = True

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="waves")
    moment = models.DateTimeField()
    zones = models.JSONField(default=list)
    is_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("wave of letters")
        verbose_name_plural = _("waves of letters")
        ordering = ["moment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "moment", "is_late"], name="newsletter_wave_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue} ({self.moment:%Y-%m-%d %H:%M})"


class Delivery(models.Model):
    """That one reader gets one issue: written when it is released, and the only truth of it.

    It has no address: that of the reader counts when the letter goes, and where she was erased
    nobody is named. `not_before` is when it is due: the moment of its wave, later where the mail
    server put it off. `lease` says which worker has it in hand, `until` for how long; `doubts` how
    often the connection broke before the mail server said whether it took the letter.
    """

    wagtail_reference_index_ignore = True

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deliveries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="deliveries")
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


class Halt(models.Model):
    """Why no letter goes at the moment; there is at most one, and none while letters go.

    `words` are the mail server's, `since` when they were heard first, `until` when it is tried
    again.
    """

    ONE = 1

    kind = models.CharField(max_length=8, choices=Hindrance)
    words = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(default=timezone.now)
    heard = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("halt of the newsletter")
        verbose_name_plural = _("halts of the newsletter")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="newsletter_halt_is_one")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


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
