from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from citytocity.languages.fields import I18nCharField
from citytocity.languages.stems import search_terms


class Theme(index.Indexed, models.Model):
    """What activities, partnerships and stories are about: culture, sport, youth, memory ..."""

    slug = models.SlugField(_("id"), max_length=60, unique=True)
    name = I18nCharField(_("name"), max_length=80)

    search_fields = [index.SearchField("search_terms"), index.AutocompleteField("search_terms")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return str(self.name)

    def search_terms(self) -> str:
        return search_terms(self.name)
