"""What everybody may see, whatever it counts for."""

from typing import Any

from citytocity.figures.kinds.books import of_open_books
from citytocity.figures.scope import Scope
from citytocity.money.models import Hours, MoneyLine
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import is_private


def open_to_readers(model: Any, scope: Scope) -> Any:
    """The records of the model that everybody may see now; of money and hours, those in the books
    that the city of the scope has opened."""
    if model in (Gift, Honour, Letter, Promise):
        return model.objects.seen_by_all()
    if model in (MoneyLine, Hours):
        return of_open_books(model.objects.all(), scope)
    if model is StoryPage:
        return StoryPage.objects.live().filter(~is_private())
    return model._default_manager.all()
