"""Where a fact is known from, and attaching it to a record."""

from collections.abc import Collection
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.fields import I18nTextField
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.stems import search_terms
from citytocity.languages.text import Words


class Source(RevisionMixin, index.Indexed, models.Model):
    """A page, paper or person from which a fact is known; its title stays in its own language."""

    slug = models.SlugField(_("id"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300, validators=[validate_plain])
    language = models.CharField(_("language of the title"), max_length=12, default="en")
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, validators=[validate_plain]
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    published = EDTFField(_("published"), blank=True)
    published_first = FirstDayField("published")
    published_last = LastDayField("published")
    accessed = models.DateField(_("read on"), null=True, blank=True)
    photo_credit = models.CharField(
        _("photo credit"), max_length=200, blank=True, validators=[validate_plain]
    )
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.AutocompleteField("slug"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:source", args=[self.slug])

    def search_terms(self) -> str:
        """The publisher is taken for words of the title's language."""
        return search_terms(Words({self.language: f"{self.publisher} {self.title}"}))

    def clean(self) -> None:
        super().clean()
        if self.language not in CONTENT_LANGUAGES:
            raise ValidationError(
                {
                    "language": _("“%(code)s” is not a language known here.")
                    % {"code": self.language}
                }
            )


class ToldBesideFields:
    """What breaks a rule is told beside a field of the form, where the officer can mend it."""

    blamed: ClassVar[dict[str, str]] = {}
    """The field beside which a broken constraint is told, by the constraint's name."""

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        try:
            super().validate_constraints(exclude=exclude)  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError(self._beside_fields(error)) from error

    def _beside_fields(self, error: ValidationError) -> dict[str, list[ValidationError]]:
        fields = {
            str(constraint.violation_error_message): self.blamed[constraint.name]
            for constraint in self._meta.constraints  # type: ignore[attr-defined]
            if constraint.name in self.blamed
        }
        told: dict[str, list[ValidationError]] = {}
        for name, faults in error.error_dict.items():
            for fault in faults:
                told.setdefault(fields.get(fault.messages[0], name), []).append(fault)
        return told


class Record(ToldBesideFields, RevisionMixin, index.Indexed, ClusterableModel):
    """A row of the register: it has an id for files and addresses, and it is known from sources.

    `citable` names the facts a citation may be about.
    """

    slug = models.SlugField(
        _("id"),
        max_length=120,
        unique=True,
        help_text=_("Stands in addresses and files. Small Latin letters, digits and hyphens."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    citable: tuple[str, ...] = ()

    class Meta:
        abstract = True


class Citation(Orderable):
    """One source of one record: for all of it, or for the fact that `about` names.

    Where sources disagree each says its own in `states`; what the record itself holds is the one
    that counts.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source")
    )
    about = models.CharField(
        _("about"),
        max_length=40,
        blank=True,
        help_text=_("The fact this source is for. Empty: the record as a whole."),
    )
    states = models.CharField(
        _("says"),
        max_length=300,
        blank=True,
        validators=[validate_plain],
        help_text=_("What this source says, if sources disagree. A date or a number if it is one."),
    )
    note = I18nTextField(_("note"), blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.source)

    def clean(self) -> None:
        super().clean()
        record = getattr(self, "record", None)
        if self.about and record is not None and self.about not in record.citable:
            raise ValidationError(
                {
                    "about": _("“%(about)s” is no fact of this record. Known are: %(known)s.")
                    % {"about": self.about, "known": ", ".join(record.citable)}
                }
            )
        if self.states and not self.about:
            raise ValidationError({"about": _("Say which fact the source speaks of.")})
