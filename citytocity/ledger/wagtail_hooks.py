from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from citytocity.ledger.admin import RECORDS, RegisterGroup
from citytocity.ledger.admin.proposals import note_proposals
from citytocity.ledger.admin.views import delete_many
from citytocity.ledger.documents import check_may_open
from citytocity.ledger.models import DeletedRecord, Proposal
from citytocity.ledger.permissions import DeletedPolicy, ProposalPolicy, RegisterPolicy
from citytocity.people.models import User

for viewset in RECORDS:
    register_permission_policy(viewset.model, RegisterPolicy(viewset.model))
register_permission_policy(Proposal, ProposalPolicy(Proposal))
register_permission_policy(DeletedRecord, DeletedPolicy(DeletedRecord))
register_snippet(RegisterGroup)
hooks.register("before_edit_snippet", note_proposals)
hooks.register("before_bulk_action", delete_many)
hooks.register("before_serve_document", check_may_open)


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    @actions.register_action("ledger.accept")
    class Accepted(LogFormatter):
        label = gettext_lazy("Accept a proposal")

        def format_message(self, log_entry: Any) -> str:
            person = User.objects.filter(pk=log_entry.data.get("proposer_key")).first()
            proposer = person.shown_name if person else _("somebody")
            return _("Accepted what was proposed by %(proposer)s") % {"proposer": proposer}

    actions.register_action(
        "ledger.bring_back", gettext_lazy("Bring back"), gettext_lazy("Brought back")
    )
