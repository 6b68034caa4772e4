"""Who reads a draft and comments on it: who checks or edits for its city, its author, and those
who translate it."""

from typing import Any

from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of, may_edit
from citytocity.translation.models import Job
from citytocity.translation.permissions import may_translate


def may_comment(user: Any, story: StoryPage) -> bool:
    """A translator sees what is on the desk for her languages, and no other draft."""
    city = city_of(story)
    if (city and may(user, Act.READ_DRAFTS, city=city)) or may_edit(user, story):
        return True
    jobs = Job.objects.filter(text__page__object_id=story.translation_key)
    return any(may_translate(user, job) for job in jobs.select_related("text"))
