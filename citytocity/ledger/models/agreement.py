from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from citytocity.cities.models import City
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.fields import I18nCharField, NameField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import AgreementKind
from citytocity.ledger.models.partnership import Partnership
from citytocity.ledger.querysets import PaperQuerySet
from citytocity.sources.models import Citation, Record


class Agreement(Record):
    """A signed paper of a partnership."""

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("partnership"),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=AgreementKind)
    title = I18nCharField(_("title"), max_length=300, blank=True)
    signed = EDTFField(_("signed"), blank=True)
    signed_first = FirstDayField("signed")
    signed_last = LastDayField("signed")
    place = I18nCharField(_("place of signing"), max_length=200, blank=True)
    occasion = I18nCharField(_("occasion"), max_length=300, blank=True)
    valid = EDTFField(
        _("in force"), blank=True, help_text=_("From and to, such as 2007-10-15/2012 or 2007/..")
    )
    valid_first = FirstDayField("valid")
    valid_last = LastDayField("valid")
    languages = models.CharField(
        _("languages of the text"),
        max_length=100,
        blank=True,
        help_text=_("Codes with commas between, such as de, ru."),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )

    objects = PaperQuerySet.as_manager()

    citable = ("signed", "place", "valid", "kind")

    search_fields = [index.SearchField("search_terms"), index.AutocompleteField("search_terms")]

    class Meta:
        ordering = ["signed_first", "slug"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return str(self.title) or f"{self.get_kind_display()}, {self.partnership}"

    def clean(self) -> None:
        super().clean()
        if unknown := [code for code in self.language_codes if code not in CONTENT_LANGUAGES]:
            raise ValidationError(
                {"languages": _("Unknown language: %(codes)s.") % {"codes": ", ".join(unknown)}}
            )

    def get_absolute_url(self) -> str:
        return f"{reverse('ledger:partnership', args=[self.partnership.slug])}#{self.slug}"

    @property
    def language_codes(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]

    def search_terms(self) -> str:
        own = f"{search_terms(self.title)} {search_terms(self.occasion)}"
        return f"{own} {self.partnership.names_as_terms()}"


class AgreementCitation(Citation):
    record = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="citations")


class Signatory(Orderable):
    """An office holder who signed."""

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    name = NameField(pgettext_lazy("of a person", "name"), max_length=200)
    office = I18nCharField(_("office"), max_length=200, blank=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the city"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self) -> str:
        return str(self.name)
