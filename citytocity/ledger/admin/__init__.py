"""The register in the admin: lists that can be searched, filtered and exported, and their forms."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from citytocity.ledger.admin.activities import ActivityViewSet, ParticipationViewSet
from citytocity.ledger.admin.deleted import DeletedViewSet
from citytocity.ledger.admin.partnerships import AgreementViewSet, PartnershipViewSet
from citytocity.ledger.admin.places import CityViewSet, OrganisationViewSet
from citytocity.ledger.admin.proposals import ProposalViewSet
from citytocity.ledger.admin.results import RecognitionViewSet, ResultViewSet
from citytocity.ledger.admin.shared import ProgrammeViewSet, SourceViewSet, ThemeViewSet

RECORDS = (
    ActivityViewSet,
    ParticipationViewSet,
    ResultViewSet,
    RecognitionViewSet,
    PartnershipViewSet,
    AgreementViewSet,
    ProgrammeViewSet,
    CityViewSet,
    OrganisationViewSet,
    SourceViewSet,
    ThemeViewSet,
)
"""The kinds of records, in the order of an officer's day."""


class RegisterGroup(SnippetViewSetGroup):
    """The register's menu, with what upper rooms add to it."""

    menu_label = _("Register")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    submenu_hook = "ledger_register_menu"  # rooms above add theirs
    items = (*RECORDS, ProposalViewSet, DeletedViewSet)
