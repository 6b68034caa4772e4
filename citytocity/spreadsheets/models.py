from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citytocity.languages.plain_text import validate_plain
from citytocity.spreadsheets.enums import Outcome, State, Subject


def kept_apart() -> Any:
    """Where no address leads."""
    return storages["spreadsheets"]


class Spreadsheet(models.Model):
    """A file that an officer brings, and what is known of it by now. It is the officer's alone.

    `columns` has for each column that is taken, by its place from the left, the fact it holds
    (`title:ru`). `common` are facts that all rows have. `decisions` are answers to doubts, by the
    doubt (`city|Дюссбург`). `made` are the records that came of it: kind and key. `faults` say why
    the last thing that was tried was not done. `turn` counts how often it went to the worker or was
    taken from it: who is at it in an earlier turn has no say in it any more.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("brought by"),
    )
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(_("file"), storage=kept_apart, max_length=200)
    brought = models.DateTimeField(_("brought"), auto_now_add=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    heading_row = models.PositiveIntegerField(_("row with the headings"), default=1)
    subject = models.CharField(_("what the rows are"), max_length=20, choices=Subject, blank=True)
    language = models.CharField(_("language of the texts"), max_length=12, blank=True)
    columns = models.JSONField(default=dict, editable=False)
    common = models.JSONField(default=dict, editable=False)
    decisions = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BROUGHT)
    turn = models.PositiveIntegerField(default=0, editable=False)
    faults = models.JSONField(default=list, editable=False)
    made = models.JSONField(default=list, editable=False)
    taken = models.DateTimeField(_("taken over"), null=True, editable=False)

    class Meta:
        verbose_name = _("spreadsheet")
        verbose_name_plural = _("spreadsheets")
        ordering = ["-brought", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.TAKEN) | Q(taken__isnull=False),
                name="spreadsheets_spreadsheet_taken_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.BROUGHT) | ~Q(subject=""),
                name="spreadsheets_spreadsheet_read_for_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("spreadsheets:spreadsheet", args=[self.pk])


class Line(models.Model):
    """A row of a spreadsheet, and what becomes of it. `values` are the facts it gives, as the files
    of the register have them; `doubts` what a person has to decide first."""

    spreadsheet = models.ForeignKey(Spreadsheet, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    values = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, choices=Outcome)
    first = models.PositiveIntegerField(null=True)  # the row above that it belongs to
    record = models.CharField(max_length=300, blank=True)  # what is on record already

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["spreadsheet", "number"], name="spreadsheets_line_number_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["spreadsheet", "outcome", "number"], name="spreadsheets_line_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.spreadsheet}, {self.number}"


class Layout(models.Model):
    """What the columns of an office's own list mean, kept under a name to be used again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80, validators=[validate_plain])
    subject = models.CharField(_("what the rows are"), max_length=20, choices=Subject)
    language = models.CharField(_("language of the texts"), max_length=12)
    headings = models.JSONField(default=dict)  # fact by heading, as comparing has it
    common = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="spreadsheets_layout_name_once")
        ]

    def __str__(self) -> str:
        return self.name
