"""Who may translate what, who may say that it is good: by language pair, or for one's own city."""

from typing import Any

from wagtail.permission_policies import BasePermissionPolicy

from citytocity.people.enums import Act
from citytocity.people.permissions import is_everywhere, may, memberships, people_who
from citytocity.translation.models import Job


def may_see(user: Any, job: Job) -> bool:
    """Whether the person may open the job: its translators, and those who publish for its city."""
    return may_translate(user, job) or _publishes(user, job)


def may_translate(user: Any, job: Job) -> bool:
    return _in_pairs(user, job, Act.TRANSLATE)


def may_approve(user: Any, job: Job) -> bool:
    """Somebody else than who translated it; who publishes for the city may always."""
    if _publishes(user, job):
        return True
    return job.translator_id != user.pk and _in_pairs(user, job, Act.APPROVE)


def may_publish(user: Any, job: Job) -> bool:
    """Who publishes for the text's city; the host office where it is of none."""
    return _publishes(user, job)


def sees_anything(user: Any) -> bool:
    """Whether the desk is worth a line in the person's menu."""
    return may(user, Act.TRANSLATE) or may(user, Act.PUBLISH)


def _in_pairs(user: Any, job: Job, act: Act) -> bool:
    """A translator of one city works for texts of that city, one of none for all."""
    if is_everywhere(user):
        return True
    return any(
        (held.from_language, held.to_language) == (job.text.language, job.language)
        and held.city_id in (None, job.text.city_id)
        for held in memberships(user)
        if held.from_language
    ) and may(user, act)


def _publishes(user: Any, job: Job) -> bool:
    if job.text.city is None:
        return is_everywhere(user)
    return may(user, Act.PUBLISH, city=job.text.city)


class GlossaryPolicy(BasePermissionPolicy):
    """Whoever translates or publishes may keep the glossary; it is everybody's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return sees_anything(user)

    def users_with_any_permission(self, actions: Any) -> Any:
        return people_who(Act.TRANSLATE, Act.PUBLISH, city=None)
