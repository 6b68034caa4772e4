from django.utils.translation import gettext_lazy as _

from citytocity.ledger.forms import ListFilter, RecordField
from citytocity.ledger.models import Theme


class StoryFilter(ListFilter):
    """Which stories are listed."""

    topic = RecordField(Theme.objects.all(), label=_("Topic"))
