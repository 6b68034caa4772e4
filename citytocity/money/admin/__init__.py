"""The books of a city in the admin: lines of money, hours of volunteers, which totals are shown."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from citytocity.ledger.admin.closed import DeleteOwn
from citytocity.money.admin.hours import HoursViewSet
from citytocity.money.admin.lines import MoneyLineViewSet
from citytocity.money.admin.open_books import OpenBooksViewSet

RECORDS = (MoneyLineViewSet, HoursViewSet, OpenBooksViewSet)


class MoneyGroup(SnippetViewSetGroup):
    """In the register's menu, after the protocol."""

    menu_label = _("Money")
    menu_name = "money"
    menu_icon = "folder-open-inverse"
    menu_hook = "ledger_register_menu"
    menu_order = 210
    items = RECORDS


class DeleteOfBooks(DeleteOwn):
    models = [viewset.model for viewset in RECORDS]
