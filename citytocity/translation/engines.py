"""Where the passages of a text are kept: pages with wagtail-localize, records in their own row."""

from types import ModuleType

from citytocity.translation import pages, records
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import Segment


def engine(text: Text) -> ModuleType:
    """The module that reads and writes the text's passages; both have the same functions."""
    return pages if text.page_id else records


def segments(job: Job) -> list[Segment]:
    """All passages of a job, in their order."""
    return engine(job.text).segments(job)
