import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.languages.offered import offered
from citytocity.mail.addresses import LONGEST
from citytocity.mail.fields import AddressKeyField
from citytocity.mail.links import signed
from citytocity.newsletter.enums import ReaderState, Rhythm, Way
from citytocity.newsletter.models.wish import Wish


def new_key() -> str:
    return secrets.token_urlsafe(18)


class Choices(models.Model):
    """In which language somebody reads, of what, and how often."""

    language = models.CharField(_("language"), max_length=12)
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm, default=Rhythm.EACH)
    wish = models.ForeignKey(
        Wish, on_delete=models.PROTECT, related_name="+", verbose_name=_("cities and topics")
    )

    class Meta:
        abstract = True

    @property
    def spoken(self) -> str:
        """The language in which letters come: that of the site where it gave up what was chosen,
        which is kept, for it may come back."""
        return offered(self.language)


class SignUp(Choices):
    """What somebody typed in and has not confirmed by the letter's link; gone after a week.

    `words` is the text of consent that stood there, `page` the address it stood at.
    """

    LINK = "newsletter-confirm"

    key = models.CharField(max_length=40, unique=True, default=new_key)
    email = models.CharField(_("e-mail address"), max_length=LONGEST)
    asked = models.DateTimeField(default=timezone.now, db_index=True)
    words = models.TextField()
    page = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def token(self) -> str:
        return signed(self.key, purpose=self.LINK)


class Reader(Choices):
    """Somebody who gets the newsletter, and said so. Nothing is kept of what she reads.

    `heard` is when she last said that she wants it: agreed, chose anew, came back or answered. Her
    links carry the `key`, which is never given twice, not even after a backup was put back. What
    comes back of her letters names the `address_key`.
    Histories, logs and addresses of pages call her by her number alone.
    """

    LINK = "newsletter-reader"

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    email = models.CharField(_("e-mail address"), max_length=LONGEST, unique=True)
    address_key = AddressKeyField("email")
    state = models.CharField(
        _("state"), max_length=8, choices=ReaderState, default=ReaderState.READING
    )
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now, db_index=True)
    ended = models.DateTimeField(_("until"), null=True, blank=True)
    heard = models.DateTimeField(_("last heard of"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(
                fields=["state", "language", "rhythm", "wish", "time_zone"],
                name="newsletter_readers_alike",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReaderState.READING, ended__isnull=True)
                | (~Q(state=ReaderState.READING) & Q(ended__isnull=False)),
                name="newsletter_reader_ended_or_reads",
            ),
            models.CheckConstraint(
                condition=Q(email__contains="@"), name="newsletter_reader_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def token(self) -> str:
        """Opens her choices, and stops the newsletter; good for as long as she may find a mail."""
        return signed(self.key, purpose=self.LINK)


class Consent(models.Model):
    """That a reader agreed: when, to which words, on which page. No address of a machine.

    What was brought from another list has there what proves it, as the office wrote it.
    """

    wagtail_reference_index_ignore = True

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="consents")
    way = models.CharField(max_length=8, choices=Way)
    given = models.DateTimeField()
    words = models.TextField()
    page = models.CharField(max_length=200, blank=True)
    kept = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="newsletter_consent_has_its_words")
        ]

    def __str__(self) -> str:
        return str(self.pk)
