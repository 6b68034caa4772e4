from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.confirmation.exchange.keys import KeyNotUnderstoodError, key_id, read_aloud
from citytocity.languages.plain_text import validate_plain


def validate_public_key(text: str) -> None:
    try:
        key_id(text)
    except KeyNotUnderstoodError as error:
        raise ValidationError(
            _("This is no public key: it has 43 letters, digits, hyphens and low lines.")
        ) from error


class Installation(models.Model):
    """Another City to City server, whose signed files are believed for its own city."""

    name = models.CharField(_("name"), max_length=150, validators=[validate_plain])
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("city"),
        help_text=_("Its files speak for this city and for no other."),
    )
    address = models.URLField(_("address"), blank=True)
    public_key = models.CharField(
        _("public key"),
        max_length=43,
        unique=True,
        validators=[validate_public_key],
        help_text=_("From /.well-known/citytocity.json of the other site, the value of “x”."),
        error_messages={"unique": _("This key is known already.")},
    )
    compared = models.BooleanField(
        _("the fingerprint was compared by phone"),
        default=False,
        help_text=_("Files are taken only once both sides have read it to each other."),
    )

    class Meta:
        verbose_name = _("partner installation")
        verbose_name_plural = _("partner installations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Another key is one that nobody has compared yet."""
        known = Installation.objects.filter(pk=self.pk).values_list("public_key", flat=True)
        if any(key != self.public_key for key in known):
            self.compared = False
        super().save(*args, **kwargs)

    @property
    def key_id(self) -> str:
        return key_id(self.public_key)

    @property
    def fingerprint(self) -> str:
        """The key as two people read it to each other."""
        return read_aloud(self.public_key)


class Received(models.Model):
    """A signed file that was taken: the same one is not taken again."""

    installation = models.ForeignKey(Installation, on_delete=models.CASCADE, related_name="+")
    document = models.CharField(max_length=36)
    received = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["installation", "document"], name="confirmation_received_once"
            )
        ]

    def __str__(self) -> str:
        return self.document
