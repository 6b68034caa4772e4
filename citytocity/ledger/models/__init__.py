"""The register's records, a module for each noun."""

from citytocity.ledger.models.activity import Activity, ActivityCitation, Credit, Inspiration
from citytocity.ledger.models.agreement import Agreement, AgreementCitation, Signatory
from citytocity.ledger.models.deleted import DeletedRecord
from citytocity.ledger.models.participation import Participation, repeated_groups
from citytocity.ledger.models.partnership import (
    NO_SIDE,
    WITH_ITSELF,
    Partnership,
    PartnershipCitation,
    PartnershipMilestone,
    PartnershipSide,
    PartnershipState,
    check_sides,
)
from citytocity.ledger.models.programme import Programme, ProgrammeCitation
from citytocity.ledger.models.proposal import Proposal
from citytocity.ledger.models.recognition import Recognition, RecognitionCitation
from citytocity.ledger.models.result import Evidence, Result, ResultCitation
from citytocity.ledger.models.theme import Theme

__all__ = [
    "NO_SIDE",
    "WITH_ITSELF",
    "Activity",
    "ActivityCitation",
    "Agreement",
    "AgreementCitation",
    "Credit",
    "DeletedRecord",
    "Evidence",
    "Inspiration",
    "Participation",
    "Partnership",
    "PartnershipCitation",
    "PartnershipMilestone",
    "PartnershipSide",
    "PartnershipState",
    "Programme",
    "ProgrammeCitation",
    "Proposal",
    "Recognition",
    "RecognitionCitation",
    "Result",
    "ResultCitation",
    "Signatory",
    "Theme",
    "check_sides",
    "repeated_groups",
]
