"""What the other city says of a record, how it was asked, and who may bring signed files."""

from citytocity.confirmation.models.identity import Identity
from citytocity.confirmation.models.installation import Installation, Received
from citytocity.confirmation.models.request import Request
from citytocity.confirmation.models.statement import Answer, Statement

__all__ = ["Answer", "Identity", "Installation", "Received", "Request", "Statement"]
