"""The first page of each language, and the pages that belong to the site itself."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from citytocity.stories.addresses import OwnAddress, OwnAddressForm
from citytocity.stories.blocks import STORY, BodyField
from citytocity.stories.serving import served_by


class HomePage(Page):
    """The first page of one language: its lead story, and what the cities do together."""

    claim = models.CharField(
        _("claim"), max_length=200, blank=True, help_text=_("One sentence about this site.")
    )
    lead = models.ForeignKey(
        "stories.StoryPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead story"),
        help_text=_("Empty: the newest story."),
    )

    subpage_types = ["stories.CitiesPage", "stories.TopicsPage", "website.PlainPage"]
    parent_page_types = ["wagtailcore.Page"]

    content_panels = [*Page.content_panels, FieldPanel("claim"), FieldPanel("lead")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("claim"),
        TranslatableField("search_description"),
        SynchronizedField("slug"),
        SynchronizedField("lead"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    serve = serve_preview = served_by("citytocity.website.views.show_home")


class PlainPage(OwnAddress):
    """Words that belong to the site itself: about, accessibility, privacy."""

    body: Any = BodyField(STORY, verbose_name=_("text"), blank=True)

    subpage_types = ["website.PlainPage"]

    base_form_class = OwnAddressForm
    content_panels = [*Page.content_panels, FieldPanel("body")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("body"),
        TranslatableField("search_description"),
        SynchronizedField("slug"),
    ]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    serve = serve_preview = served_by("citytocity.website.views.show_plain")
