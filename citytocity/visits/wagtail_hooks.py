from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from citytocity.visits.admin import VisitViewSet, patterns
from citytocity.visits.models import Visit
from citytocity.visits.permissions import VisitPolicy
from citytocity.visits.sections import (
    visit_is_there,
    visit_of_activity,
    visits_are_there,
    visits_of_partnership,
)
from citytocity.visits.telling import (
    signs_of_visits_owed,
    travels_told,
    visits_to_hand_over,
)

register_permission_policy(Visit, VisitPolicy(Visit))
hooks.register("ledger_activity_sections", visit_of_activity)
hooks.register("ledger_activity_presence", visit_is_there)
hooks.register("ledger_partnership_presence", visits_are_there)
hooks.register("ledger_partnership_sections", visits_of_partnership)
hooks.register("contacts_handover_parts", visits_to_hand_over)
hooks.register("links_signs", signs_of_visits_owed)
hooks.register("links_accountability_parts", travels_told)


@hooks.register("register_admin_urls")
def folder_urls() -> list[URLResolver]:
    return [path("visits/", include((patterns, "visits_admin")))]


@hooks.register("register_admin_viewset")
def visits() -> VisitViewSet:
    return VisitViewSet("visit", url_prefix="visits")


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    """Without names: the log is read by many and kept for long."""
    for verb, label, message in (
        ("open", _("Open a folder"), _("Folder opened")),
        ("edit", _("Edit a folder"), _("Folder changed")),
        ("discard", _("Discard a folder"), _("Empty folder discarded")),
        ("counts", _("Take numbers over"), _("Numbers taken over from the folder of the visit")),
    ):
        actions.register_action(f"visits.{verb}", label, message)
