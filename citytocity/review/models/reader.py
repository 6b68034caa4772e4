import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.languages.plain_text import validate_plain
from citytocity.mail.links import signed
from citytocity.stories.models import StoryPage

LONGEST = 60  # days


class Reader(models.Model):
    """Somebody outside who may read one draft by a signed link, for a time, and comment on it.

    Wagtail's comments are by users. So a reader has a `user` of the same name that nobody can sign
    in as, whose address leads nowhere; the reader's own is kept here.
    """

    PURPOSE = "reader"

    story = models.ForeignKey(
        StoryPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    name = models.CharField(
        pgettext_lazy("of a person", "name"), max_length=150, validators=[validate_plain]
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of the letter"), max_length=12)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    sent = models.DateTimeField(_("sent"), default=timezone.now)
    until = models.DateTimeField(_("link holds until"))
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("outside reader")
        verbose_name_plural = _("outside readers")
        ordering = ["-sent"]
        constraints = [
            models.UniqueConstraint("story", Lower("email"), name="review_reader_once"),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("sent")), name="review_reader_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """What the link carries. A second letter makes the link of the first one void."""
        return signed([self.pk, int(self.sent.timestamp())], purpose=self.PURPOSE)

    @property
    def holds(self) -> bool:
        return self.revoked is None and self.until > timezone.now()

    @classmethod
    def end_of(cls, days: int) -> datetime.datetime:
        return timezone.now() + datetime.timedelta(days=days)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """With the user that stands for the reader, and so with the comments."""
        return self.user.delete()
