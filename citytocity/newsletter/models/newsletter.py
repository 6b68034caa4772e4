from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.dates.clocks import zone_named
from citytocity.languages.fields import I18nCharField, I18nTextField


class Newsletter(models.Model):
    """The newsletter of this site: there is one, and the office says whether readers find it."""

    ONE = 1

    is_on = models.BooleanField(
        _("readers can sign up"),
        default=False,
        help_text=_("A box on every page, a page of its own, and the archive of what was sent."),
    )
    name = I18nCharField(_("name"), max_length=80, blank=True)
    about = I18nTextField(
        _("what it is"), blank=True, help_text=_("In two or three sentences, above the form.")
    )
    imprint = I18nTextField(
        _("who sends it"),
        blank=True,
        help_text=_("Office and postal address. It stands at the end of every letter."),
    )
    is_looked_at = models.BooleanField(
        _("a second person looks at each issue"),
        default=True,
        help_text=_(
            "Whoever changed it last does not release it. Who works alone switches this off; the "
            "history of each issue says so."
        ),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        help_text=_("Of readers of whom no other is known. Empty: that of the office."),
    )

    counts_clicks = models.BooleanField(
        _("count how often links are followed"),
        default=False,
        help_text=_(
            "How often each item was opened, in each language and on each day; never by whom. "
            "Every letter then says so. It holds for the issues that are sent from now on."
        ),
    )

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="newsletter_is_one"),
            models.CheckConstraint(
                condition=Q(is_on=False) | (~Q(name="") & ~Q(imprint="")),
                name="newsletter_says_who_sends_it",
                violation_error_message=_("Say how it is called and who sends it first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or str(self._meta.verbose_name)

    @property
    def zone(self) -> ZoneInfo:
        """By whose clocks it goes to readers of whom no zone is known."""
        return zone_named(self.time_zone) or ZoneInfo(settings.TIME_ZONE)
