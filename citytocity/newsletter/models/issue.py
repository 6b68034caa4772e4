import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.newsletter.enums import IssueState, ItemKind, Timing


def _person(words: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=words,
    )


class Issue(models.Model):
    """One issue: what was published and planned since the last one, and a word before it.

    Its items refer to stories and records; nothing of them is copied. `handed` says since when it
    waits for a second look; `planned_day` and `planned_time` are what the clocks show when it goes,
    `begins` when the first letter may, and the archive shows it, unless it was taken out there.
    """

    wagtail_reference_index_ignore = True

    number = models.PositiveIntegerField(pgettext_lazy("of an issue", "number"), unique=True)
    subject = I18nCharField(
        _("subject line"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the title of its first item, in each reader's language."),
    )
    opening = I18nTextField(
        _("a word before it"),
        blank=True,
        help_text=_("From the editors. An empty line begins a new paragraph."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photograph of the issue"),
    )
    picture_alt = I18nCharField(_("what there is to see"), max_length=250, blank=True)
    picture_credit = models.CharField(_("who made it"), max_length=200, blank=True)
    since = models.DateField(pgettext_lazy("of days", "from"))
    until = models.DateField(pgettext_lazy("of days", "until"))
    state = models.CharField(
        _("state"), max_length=10, choices=IssueState, default=IssueState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    changed_by = _person(_("changed by"))
    handed = models.DateTimeField(_("handed over"), null=True, blank=True)
    handed_by = _person(_("handed over by"))
    remarks = models.TextField(_("remarks"), blank=True)
    released = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = _person(_("released by"))
    is_by_one = models.BooleanField(default=False)
    timing = models.CharField(max_length=6, choices=Timing, default=Timing.NOW)
    planned_day = models.DateField(null=True, blank=True)
    planned_time = models.TimeField(null=True, blank=True)
    begins = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)
    is_in_archive = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")),
                name="newsletter_issue_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state=IssueState.DRAFT, released__isnull=True)
                | (~Q(state=IssueState.DRAFT) & Q(released__isnull=False)),
                name="newsletter_issue_is_released_or_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(released__isnull=True, begins__isnull=True)
                | Q(released__isnull=False, begins__gte=F("released")),
                name="newsletter_issue_begins_once_released",
            ),
            models.CheckConstraint(
                condition=Q(released__isnull=True)
                | Q(is_by_one=True)
                | ~Q(released_by=F("changed_by")),
                name="newsletter_issue_is_seen_by_two_or_says_so",
            ),
            models.CheckConstraint(
                condition=Q(timing=Timing.NOW, planned_day__isnull=True, planned_time__isnull=True)
                | (
                    ~Q(timing=Timing.NOW) & Q(planned_day__isnull=False, planned_time__isnull=False)
                ),
                name="newsletter_issue_has_its_hour",
            ),
            models.CheckConstraint(
                condition=Q(handed__isnull=True) | Q(remarks=""),
                name="newsletter_issue_is_handed_over_or_has_remarks",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=IssueState.DRAFT),
                name="newsletter_one_issue_is_made_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return gettext("No. %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.number])

    @property
    def is_draft(self) -> bool:
        return self.state == IssueState.DRAFT

    @property
    def is_over(self) -> bool:
        """No letter of it goes any more."""
        return self.state in (IssueState.SENT, IssueState.CANCELLED)

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        if self.is_draft and self.handed:
            return gettext("waits for a second look")
        return str(self.get_state_display())

    @property
    def goes_on(self) -> datetime.date:
        """The day on which its first letters go, or would if it were released now: what is open
        then is an invitation."""
        moment = self.begins or self.released
        return timezone.localdate(moment) if moment else timezone.localdate()

    @property
    def day(self) -> datetime.date:
        """When it goes out, by the readers' calendars; while it is made, until when it tells."""
        if self.begins is None:
            return self.until
        return self.planned_day or timezone.localtime(self.begins).date()


class Item(models.Model):
    """A story or a record in an issue. Of an anniversary `years` says which one."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind)
    of = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    key = models.PositiveBigIntegerField()
    record = GenericForeignKey("of", "key")
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    is_for_all = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item of an issue")
        verbose_name_plural = _("items of an issue")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "of", "key"],
                condition=Q(years__isnull=True),
                name="newsletter_item_once",
            ),
            models.UniqueConstraint(
                fields=["issue", "of", "key", "years"],
                condition=Q(years__isnull=False),
                name="newsletter_anniversary_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.ANNIVERSARY, years__isnull=False)
                | (~Q(kind=ItemKind.ANNIVERSARY) & Q(years__isnull=True)),
                name="newsletter_anniversary_has_its_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class Edition(models.Model):
    """An issue as some of its readers get it: in their language, with the items they chose.

    It is written when the issue is released, once however many readers it has, and stays as it
    was sent. Two words in it stand for what is each reader's own: see `composing`.
    """

    wagtail_reference_index_ignore = True

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=12)
    chosen = models.CharField(max_length=64)
    items = models.JSONField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        verbose_name = _("edition of an issue")
        verbose_name_plural = _("editions of an issue")
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "language", "chosen"], name="newsletter_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue} ({self.language})"
