"""What somebody who proposed a change is told about it."""

from django.conf import settings
from django.utils.translation import gettext as _

from citytocity.ledger.enums import ProposalState
from citytocity.ledger.models import Proposal
from citytocity.mail.letters import Button, Letter


def decision_letter(proposal: Proposal) -> Letter:
    words = {
        ProposalState.ACCEPTED: _("What you proposed stands in the register now. Thank you!"),
        ProposalState.PARTLY: _(
            "A part of what you proposed stands in the register now. Thank you!"
        ),
        ProposalState.REFUSED: _("What you proposed was not taken into the register this time."),
    }
    told = words[ProposalState(proposal.state)]
    return Letter(
        subject=_("Your proposal: “%(record)s”") % {"record": proposal},
        paragraphs=tuple(filter(None, (_("Hello,"), told, proposal.note))),
        button=Button(_("Look at it"), f"{settings.BASE_URL}{proposal.get_absolute_url()}"),
    )
