from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from citytocity.ledger.models import Theme
from citytocity.stories.models.page_of_record import PageOfRecord
from citytocity.stories.serving import served_by


class TopicsPage(Page):
    """All topics."""

    subpage_types = ["stories.TopicPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("topics")
        verbose_name_plural = _("topics")

    serve = serve_preview = served_by("citytocity.stories.views.topic_list")


class TopicPage(PageOfRecord):
    """A theme of the register, introduced in one language, with its stories and activities."""

    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme")
    )
    intro = models.TextField(_("introduction"), blank=True)

    record = "theme"
    subpage_types: list[str] = []

    content_panels = [*Page.content_panels, FieldPanel("theme"), FieldPanel("intro")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("intro"),
        TranslatableField("search_description"),
        SynchronizedField("slug"),
        SynchronizedField("theme"),
    ]

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    serve = serve_preview = served_by("citytocity.stories.views.show_topic")
