"""The form a story is written in."""

from typing import Any

from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from citytocity.ledger.choosing import ChoosingForm
from citytocity.stories.addresses import OwnAddressForm


class StoryForm(ChoosingForm, OwnAddressForm):
    """A new story tells of the city it is written in, until its author chooses others.

    That a change is small is said of each change anew.
    """

    def __init__(self, *args: Any, parent_page: Page | None = None, **kwargs: Any) -> None:
        city = getattr(parent_page and parent_page.specific, "city", None)
        if city and kwargs["instance"].pk is None:
            kwargs["initial"] = {"cities": [city]} | kwargs.get("initial", {})
        if not kwargs["instance"].has_unpublished_changes:
            kwargs["instance"].is_small_change = False
        super().__init__(*args, parent_page=parent_page, **kwargs)


class SmallChangePanel(FieldPanel):
    """Asked of an original that has translations, which a change might leave as they are."""

    class BoundPanel(FieldPanel.BoundPanel):
        instance: Any

        def is_shown(self) -> bool:
            story = self.instance
            is_original = story.pk and story.original_language == story.locale.language_code
            return bool(super().is_shown() and is_original and story.get_translations().exists())
