"""The form a story is written in."""

from typing import Any

from wagtail.models import Page

from citytocity.ledger.choosing import ChoosingForm
from citytocity.stories.addresses import OwnAddressForm


class StoryForm(ChoosingForm, OwnAddressForm):
    """A new story tells of the city it is written in, until its author chooses others."""

    def __init__(self, *args: Any, parent_page: Page | None = None, **kwargs: Any) -> None:
        city = getattr(parent_page and parent_page.specific, "city", None)
        if city and kwargs["instance"].pk is None:
            kwargs["initial"] = {"cities": [city]} | kwargs.get("initial", {})
        super().__init__(*args, parent_page=parent_page, **kwargs)
