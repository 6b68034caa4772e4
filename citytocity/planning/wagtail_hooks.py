from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.planning.admin import DayViewSet, patterns
from citytocity.planning.models import DayToKnow
from citytocity.planning.permissions import DaysPolicy, may_see

register_permission_policy(DayToKnow, DaysPolicy(DayToKnow))


@hooks.register("register_admin_urls")
def planning_urls() -> list[URLResolver]:
    return [path("planning/", include((patterns, "planning")))]


@hooks.register("register_admin_viewset")
def days_to_know() -> DayViewSet:
    return DayViewSet("day", url_prefix="days-to-know")


class PlanningMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def planning_menu() -> MenuItem:
    address = reverse("planning:planning")
    return PlanningMenuItem(
        _("Planning"), address, name="planning", icon_name="calendar-alt", order=145
    )


class OwnPlansMenuItem(MenuItem):
    """For authors, who see no planning of their city."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.WRITE) and not may_see(request.user)


@hooks.register("register_admin_menu_item")
def own_plans_menu() -> MenuItem:
    address = reverse("planning:mine")
    return OwnPlansMenuItem(
        _("My plans"), address, name="my-plans", icon_name="calendar-alt", order=145
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("planning.begin", _("Begin the story"), _("Begun from the planning"))
