"""The protocol in the admin: gifts, promises, letters, honours."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from citytocity.ledger.admin.closed import DeleteOwn
from citytocity.protocol.admin.gifts import GiftViewSet
from citytocity.protocol.admin.honours import HonourViewSet
from citytocity.protocol.admin.letters import LetterViewSet
from citytocity.protocol.admin.promises import PromiseViewSet

RECORDS = (GiftViewSet, PromiseViewSet, LetterViewSet, HonourViewSet)


class ProtocolGroup(SnippetViewSetGroup):
    """In the register's menu, after its own lists."""

    menu_label = _("Protocol")
    menu_name = "protocol"
    menu_icon = "folder-open-inverse"
    menu_hook = "ledger_register_menu"
    menu_order = 200
    items = RECORDS


class DeleteOfProtocol(DeleteOwn):
    models = [viewset.model for viewset in RECORDS]
