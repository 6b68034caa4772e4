import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Orderable, Page, ReferenceIndex, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from citytocity.cities.models import City
from citytocity.languages.stems import search_terms
from citytocity.languages.text import Words
from citytocity.ledger.choosing import Choice
from citytocity.ledger.models import Activity, Partnership, Recognition, Result, Theme
from citytocity.ledger.panels import Rows
from citytocity.stories.addresses import OwnAddress
from citytocity.stories.blocks import STORY, BodyField, StoryBlock, words_of
from citytocity.stories.editing import SmallChangePanel, StoryForm
from citytocity.stories.enums import CreditRole, StoryKind
from citytocity.stories.guide_panel import GuidePanel
from citytocity.stories.models.records import RecordsField
from citytocity.stories.serving import served_by

REGISTER = ("topics", "cities", "activities", "partnerships", "results", "recognitions")


def today() -> datetime.date:
    return datetime.date.today()


class StoryPage(OwnAddress):
    """One story in one language; its translations are the pages with the same translation key."""

    kind = models.CharField(
        pgettext_lazy("of a story", "kind"),
        max_length=12,
        choices=StoryKind,
        blank=True,
        help_text=_("Readers see it above the title. Left empty, none is named."),
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=400, help_text=_("What it is about, in a sentence or two.")
    )
    body: Any = BodyField(StoryBlock(STORY), verbose_name=_("text"), blank=True)
    dated = models.DateField(_("date"), default=today)
    original_language = models.CharField(
        _("original language"), max_length=12, default=settings.LANGUAGE_CODE
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Without one, a cover is drawn from the signs of the cities."),
    )
    picture_alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    picture_credit = models.CharField(_("picture credit"), max_length=200, blank=True)
    topics = RecordsField(Theme, blank=True, verbose_name=_("topics"))
    cities = RecordsField(City, blank=True, verbose_name=_("cities"))
    activities = RecordsField(Activity, blank=True, verbose_name=_("activities"))
    partnerships = RecordsField(Partnership, blank=True, verbose_name=_("partnerships"))
    results = RecordsField(Result, blank=True, verbose_name=_("results"))
    recognitions = RecordsField(Recognition, blank=True, verbose_name=_("recognitions"))
    is_small_change = models.BooleanField(
        _("Small change: translations stay as they are"),
        default=False,
        help_text=_("For a slip of the pen. It counts for the next publishing alone."),
    )

    subpage_types: list[str] = []

    content_panels = [
        GuidePanel(),
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("standfirst"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_credit")],
            heading=_("Picture"),
        ),
        MultiFieldPanel([Choice(name) for name in REGISTER], heading=_("What it tells about")),
        Rows("credits", heading=_("Credits"), label=_("credit"), add=_("Add a credit")),
        FieldPanel("dated"),
        SmallChangePanel("is_small_change"),
    ]
    base_form_class = StoryForm
    exclude_fields_in_copy = ["is_small_change"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("standfirst"),
        TranslatableField("body"),
        TranslatableField("picture_alt"),
        TranslatableField("search_description"),
        TranslatableField("credits"),
        SynchronizedField("slug"),
        SynchronizedField("kind"),
        SynchronizedField("dated"),
        SynchronizedField("original_language"),
        SynchronizedField("picture"),
        SynchronizedField("picture_credit"),
        *(SynchronizedField(name) for name in REGISTER),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("search_terms"),
        index.FilterField("dated"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    serve = served_by("citytocity.stories.views.show_story")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return import_string("citytocity.stories.previews.modes")(self)

    def serve_preview(self, request: HttpRequest, mode_name: str | None) -> HttpResponse:
        return import_string("citytocity.stories.previews.show")(request, self, mode_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The first page of a story is its original, whatever language it is written in."""
        story = StoryPage.objects.filter(translation_key=self.translation_key)
        if self._state.adding and self.locale_id and not story.exists():
            self.original_language = self.locale.language_code
        super().save(*args, **kwargs)
        ReferenceIndex.create_or_update_for_object(self)  # again: now with its records

    def search_terms(self) -> str:
        words = f"{self.title} {self.standfirst} {words_of(self.body)}"
        return search_terms(Words({self.locale.language_code: words}))


class StoryCredit(TranslatableMixin, Orderable):
    """Who wrote, translated, photographed or checked a story."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="credits")
    role = models.CharField(_("role"), max_length=15, choices=CreditRole, default=CreditRole.AUTHOR)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)

    panels = [FieldPanel("role"), FieldPanel("name")]
    translatable_fields = [TranslatableField("name"), SynchronizedField("role")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
