"""Partner installations: whose signed files are believed."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.confirmation.models import Installation


class InstallationViewSet(ModelViewSet):
    """Whose signed files are believed."""

    model = Installation
    icon = "key"
    menu_label = _("Partner installations")
    menu_hook = "ledger_register_menu"
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ["name", "city", "address", "public_key", "compared"]
    list_display = [
        "name",
        Column("city", label=_("City"), accessor=lambda one: str(one.city)),
        Column("fingerprint", label=_("Fingerprint"), accessor="fingerprint"),
        Column(
            "compared",
            label=_("Compared"),
            accessor=lambda one: gettext("yes") if one.compared else gettext("no"),
        ),
    ]
