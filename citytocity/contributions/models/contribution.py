import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.contributions.enums import EDITABLE, WITH_SENDER, Kind, Reason, State
from citytocity.contributions.querysets import ContributionQuerySet
from citytocity.dates.fields import EDTFField
from citytocity.mail.links import signed
from citytocity.stories.models import StoryPage

TEXT_AT_MOST = 60_000  # letters; a long reportage has 20,000


class Contribution(models.Model):
    """A story, a correction or a memory from somebody without an account.

    Nobody but the sender sees it before the link in the letter was opened and confirmed. The inbox
    it lies in is that of its cities; without a city it is the host office's.
    """

    DRAFT_LINK = "contribution-draft"
    CONFIRM_LINK = "contribution-confirm"

    key = models.CharField(max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    language = models.CharField(
        _("language of the letters"), max_length=12, default=settings.LANGUAGE_CODE
    )
    written_in = models.CharField(
        _("language of the text"), max_length=12, default=settings.LANGUAGE_CODE
    )
    cities = models.ManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_AT_MOST, blank=True)
    right = models.TextField(_("what would be right"), max_length=5_000, blank=True)
    known_from = models.TextField(_("how it is known"), max_length=2_000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    when = EDTFField(_("when"), blank=True)
    about_type = models.ForeignKey(
        ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    about_key = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_key")
    credit = models.CharField(_("to be named as"), max_length=200, blank=True)
    name = models.CharField(_("name of the sender"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    consent = models.TextField(_("what the sender agreed to"), blank=True)
    consent_version = models.CharField(max_length=20, blank=True)

    begun = models.DateTimeField(_("begun"), default=timezone.now)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    confirmed = models.DateTimeField(_("received"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken on by"),
    )
    decided = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    reason_words = models.TextField(_("in your words"), max_length=2_000, blank=True)
    done = models.DateTimeField(_("published or corrected"), null=True, blank=True)
    forgotten = models.DateTimeField(_("personal data deleted"), null=True, blank=True)
    story = models.ForeignKey(
        StoryPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("story"),
    )
    is_proved = models.BooleanField(default=False, editable=False)
    spam_points = models.PositiveSmallIntegerField(_("spam points"), default=0)
    spam_reasons = models.JSONField(default=list, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-confirmed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WITH_SENDER) | Q(confirmed__isnull=False),
                name="contributions_confirmed_before_the_inbox",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | (~Q(email="") & ~Q(consent="")),
                name="contributions_sent_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-confirmed"], name="contributions_inbox")]

    def __str__(self) -> str:
        words = self.title or Truncator(" ".join(self.text.split())).chars(60)
        return words or _gettext("Without words")

    def get_absolute_url(self) -> str:
        """Where an editor opens it."""
        return reverse("contribution:inspect", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def draft_token(self) -> str:
        """What opens it for the sender, as long as she may write on it."""
        return signed([self.pk, self.key[:8]], purpose=self.DRAFT_LINK)

    @property
    def confirm_token(self) -> str:
        """What brings it into the inbox. A second letter makes the first one's link void."""
        return signed([self.pk, _stamp(self.sent)], purpose=self.CONFIRM_LINK)

    @property
    def own_words(self) -> str:
        """All that the sender wrote, for counting and comparing."""
        return "\n\n".join(filter(None, (self.title, self.text, self.right, self.known_from)))

    @property
    def paragraphs(self) -> list[str]:
        """The text as it was written, parted at empty lines."""
        parts = self.text.replace("\r\n", "\n").split("\n\n")
        return [part.strip() for part in parts if part.strip()]

    def is_confirmed_by(self, stamp: Any) -> bool:
        """Whether a link with this stamp is the one that was sent last."""
        return self.sent is not None and _stamp(self.sent) == stamp


def _stamp(when: datetime.datetime | None) -> int:
    return int(when.timestamp() * 1000) if when else 0
