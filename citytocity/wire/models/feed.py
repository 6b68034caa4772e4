from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City


class Feed(models.Model):
    """A source of leads: RSS, Atom, JSON Feed or the posts of a WordPress site.

    `etag` and `last_modified` are sent back, so that what has not changed is not sent twice
    (RFC 9110, 13.1).
    """

    name = models.CharField(
        _("name"), max_length=150, help_text=_("Of the newspaper or the town hall.")
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_(
            "Of the feed; for a WordPress site, the address that ends with /wp-json/wp/v2/posts."
        ),
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("city")
    )
    language = models.CharField(_("language"), max_length=12)
    is_on = models.BooleanField(_("fetched"), default=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    fetched = models.DateTimeField(_("last fetched"), null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "url"],
                name="wire_feed_once_for_its_city",
                violation_error_message=_("This feed is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
