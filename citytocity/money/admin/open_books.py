"""Which city shows what it paid, and for which partnership."""

from wagtail.admin.panels import FieldRowPanel

from citytocity.ledger.admin.closed import ClosedViewSet
from citytocity.ledger.choosing import Choice, ChoosingForm
from citytocity.money.admin.filters import OpenBooksFilterSet
from citytocity.money.models import OpenBooks


class OpenBooksViewSet(ClosedViewSet):
    model = OpenBooks
    record_form = ChoosingForm
    icon = "view"
    filterset_class = OpenBooksFilterSet
    list_display = ["partnership", "city"]
    list_export = ["partnership", "city"]
    panels = [FieldRowPanel([Choice("partnership"), Choice("city")])]
