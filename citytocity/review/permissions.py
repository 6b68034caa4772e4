"""Who reads a draft and comments on it: who checks or edits for its city, its author, and those
who translate it."""

from typing import Any

from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of, may_edit
from citytocity.translation.models import Job
from citytocity.translation.pages import fingerprint_of_draft
from citytocity.translation.permissions import may_translate


def may_comment(user: Any, story: StoryPage) -> bool:
    """A translator sees what is on the desk for her languages, and no other draft."""
    return works_on(user, story) or job_for(user, story) is not None


def works_on(user: Any, story: StoryPage) -> bool:
    """Whether the person checks or edits for the story's city, or is its author."""
    city = city_of(story)
    return bool(city and may(user, Act.READ_DRAFTS, city=city)) or may_edit(user, story)


def job_for(user: Any, story: StoryPage) -> Job | None:
    """What the person may translate of the draft, while the newest one is what she was given.

    None once it was out: what is changed or withdrawn then is the editors' again.
    """
    if story.first_published_at:
        return None
    jobs = Job.objects.filter(text__page__object_id=story.translation_key, text__is_out=False)
    job = next((job for job in jobs.select_related("text") if may_translate(user, job)), None)
    if job is None:
        return None
    newest = story.get_latest_revision_as_object()
    return job if fingerprint_of_draft(newest) == job.text.fingerprint else None
