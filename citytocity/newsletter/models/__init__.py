"""Readers and what they chose; issues, their editions and deliveries."""

from citytocity.newsletter.models.click import Clicks
from citytocity.newsletter.models.delivery import Delivery, Halt, Wave
from citytocity.newsletter.models.issue import Edition, Issue, Item
from citytocity.newsletter.models.newsletter import Newsletter
from citytocity.newsletter.models.question import Question
from citytocity.newsletter.models.reader import Consent, Reader, SignUp
from citytocity.newsletter.models.tally import Tally
from citytocity.newsletter.models.wish import Wish

__all__ = [
    "Clicks",
    "Consent",
    "Delivery",
    "Edition",
    "Halt",
    "Issue",
    "Item",
    "Newsletter",
    "Question",
    "Reader",
    "SignUp",
    "Tally",
    "Wave",
    "Wish",
]
