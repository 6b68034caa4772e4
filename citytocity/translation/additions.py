"""What a reader of a translation is told: who made it, and whether the original went on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from citytocity.stories.additions import Additions, Maker, Note
from citytocity.stories.enums import CreditRole, PassageMark
from citytocity.stories.models import StoryPage
from citytocity.translation import pages
from citytocity.translation.models import Job


def of_translation(page: StoryPage) -> Additions:
    """Nothing for an original; one query for a translation."""
    language = page.locale.language_code
    if language == page.original_language:
        return Additions()
    job = _jobs_of([page]).get(language)
    if job is None:
        return Additions()
    notes = []
    if job.is_behind:
        notes.append(Note(_("The original has changed since this was translated.")))
    if job.has_unread_words:
        notes.append(Note(_("A machine translated parts of this, and nobody has read them yet.")))
    elif job.has_machine_words:
        notes.append(Note(_("Parts of this were translated by a machine and read by a person.")))
    made = [Maker(str(CreditRole.TRANSLATOR.label), job.byline)] if job.byline else []
    return Additions(before=notes, makers=made)


def of_passages(told: Sequence[StoryPage]) -> dict[tuple[str, str], PassageMark]:
    """Which passages of a story's translations wait, were overtaken, or were made by a machine.

    One query where all is well, as it mostly is; three more where it is not.
    """
    jobs = _jobs_of(told)
    own = [jobs[code] for code in (page.locale.language_code for page in told) if code in jobs]
    wanted = [job for job in own if job.is_behind or job.has_machine_words or job.done < job.total]
    if not wanted or wanted[0].text.page is None:
        return {}
    text = wanted[0].text
    return pages.marks(text.page, text.language, {job.language for job in wanted})


def _jobs_of(told: Sequence[StoryPage]) -> dict[str, Job]:
    """The translations of a story by language; asked once for pages that are shown together."""
    known: dict[str, Job] | None = getattr(told[0], "_translation_jobs", None)
    if known is None:
        jobs = Job.objects.filter(text__page__object_id=told[0].translation_key)
        known = {job.language: job for job in jobs.select_related("text__page")}
    for page in told:
        page._translation_jobs = known
    return known
