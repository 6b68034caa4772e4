"""What waits for translators: texts, and a job for each language a text is wanted in."""

from citytocity.translation.models.job import Job
from citytocity.translation.models.term import Term
from citytocity.translation.models.text import Text

__all__ = ["Job", "Term", "Text"]
