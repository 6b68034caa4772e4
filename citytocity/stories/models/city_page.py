from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from citytocity.cities.models import City
from citytocity.languages.stems import search_terms
from citytocity.languages.text import Words
from citytocity.stories.blocks import PROSE, BodyField, words_of
from citytocity.stories.models.page_of_record import PageOfRecord
from citytocity.stories.serving import served_by


class CitiesPage(Page):
    """Holds the cities' pages; what it shows itself is the register's list of cities."""

    subpage_types = ["stories.CityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("cities")
        verbose_name_plural = _("cities")

    serve = serve_preview = served_by("citytocity.stories.views.show_cities")


class CityPage(PageOfRecord):
    """What is unique in a city, in one language. Stories written there live under it.

    Its words appear on the register's page of the city, which has the same address.
    """

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    standfirst = models.TextField(_("standfirst"), max_length=400, blank=True)
    body: Any = BodyField(PROSE, verbose_name=_("what is unique here"), blank=True)

    record = "city"
    subpage_types = ["stories.StoryPage"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("city"),
        FieldPanel("standfirst"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("standfirst"),
        TranslatableField("body"),
        TranslatableField("search_description"),
        SynchronizedField("slug"),
        SynchronizedField("city"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("search_terms")]

    class Meta:
        verbose_name = _("city page")
        verbose_name_plural = _("city pages")

    serve = serve_preview = served_by("citytocity.stories.views.show_city")

    def search_terms(self) -> str:
        words = f"{self.title} {self.standfirst} {words_of(self.body)}"
        return search_terms(Words({self.locale.language_code: words}))
