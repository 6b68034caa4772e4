import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.translation.enums import DONE, JobState
from citytocity.translation.models.text import Text

DRAFTED_WITHIN = datetime.timedelta(minutes=15)
WAITS = ~Q(state__in=DONE) | Q(version_seen__lt=F("text__version")) | Q(done__lt=F("total"))


class JobQuerySet(models.QuerySet["Job"]):
    def behind(self) -> "JobQuerySet":
        """Begun, and the original has changed since the version they were made of."""
        return self.filter(version_seen__gt=0, version_seen__lt=F("text__version"))

    def waiting(self) -> "JobQuerySet":
        """Somebody has to do something: not done yet, or the original has more or other words."""
        return self.filter(WAITS)

    def overdue(self) -> "JobQuerySet":
        """Wanted by a day that is over, and still waiting."""
        return self.waiting().filter(due__lt=timezone.localdate())

    def in_pairs(self, pairs: set[tuple[str, str]] | None) -> "JobQuerySet":
        """Those of the language pairs; all of them where that is None."""
        if pairs is None:
            return self
        wanted = Q(pk=None)
        for source, target in pairs:
            wanted |= Q(text__language=source, language=target)
        return self.filter(wanted)


class Job(models.Model):
    """One text in one language: how far it is, who is at it, which version was seen.

    `words` holds what was translated of a record until it is approved; `seen`, by field, the
    original its published words were made of, and these. wagtail-localize keeps both for pages.
    `has_machine_words` and `has_unread_words` say of what is out whether a machine made a part of
    it, and whether nobody has read that. `draft_asked` is set while a machine is at it. `meant`
    holds the marks of the doubts that a person has answered: it is meant so.
    """

    text = models.ForeignKey(
        Text, on_delete=models.CASCADE, related_name="jobs", verbose_name=_("text")
    )
    language = models.CharField(_("into"), max_length=12)
    state = models.CharField(_("state"), max_length=12, choices=JobState, default=JobState.OPEN)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("translator"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    touched = models.DateTimeField(_("last worked on"), null=True, blank=True)
    due = models.DateField(_("wanted by"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    version_seen = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(_("passages done"), default=0)
    total = models.PositiveIntegerField(_("passages"), default=0)
    words = models.JSONField(default=dict, blank=True)
    seen = models.JSONField(default=dict, blank=True)
    meant = models.JSONField(default=list, blank=True)
    byline = models.CharField(_("translated by"), max_length=200, blank=True)
    has_machine_words = models.BooleanField(default=False)
    has_unread_words = models.BooleanField(default=False)
    draft_asked = models.DateTimeField(null=True, blank=True)
    draft_fault = models.CharField(max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(fields=["text", "language"], name="translation_job_once"),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="translation_job_done_of_total"
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.CLAIMED) | Q(translator__isnull=False),
                name="translation_job_claimed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["language", "state"], name="translation_job_queue")]

    def __str__(self) -> str:
        return f"{self.text} → {self.language}"

    def get_absolute_url(self) -> str:
        return reverse("translation:job", args=[self.pk])

    @property
    def is_drafting(self) -> bool:
        """Whether a machine is at it; one that has been silent for a while is not waited for."""
        return bool(self.draft_asked and self.draft_asked > timezone.now() - DRAFTED_WITHIN)

    @property
    def is_overdue(self) -> bool:
        """Whether the day it was wanted by is over, and it still waits."""
        waits = self.state not in DONE or self.version_seen < self.text.version
        waits = waits or self.done < self.total
        return self.due is not None and self.due < timezone.localdate() and waits

    @property
    def is_behind(self) -> bool:
        """Whether the original has changed since the version this was made of."""
        return 0 < self.version_seen < self.text.version
