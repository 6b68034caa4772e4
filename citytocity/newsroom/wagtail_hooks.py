from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from citytocity.newsroom.actions import hindrances
from citytocity.newsroom.additions import back_to_newsroom, corrections_of
from citytocity.newsroom.admin import patterns
from citytocity.newsroom.home import WaitsPanel
from citytocity.newsroom.permissions import may_see_board
from citytocity.stories.models import StoryPage

hooks.register("stories_story_additions", corrections_of)
hooks.register("review_ways_back", back_to_newsroom)


@hooks.register("register_admin_urls")
def newsroom_urls() -> list[URLResolver]:
    return [path("newsroom/", include((patterns, "newsroom")))]


@hooks.register("construct_homepage_panels")
def what_waits_at_home(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitsPanel())


class BoardMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_board(request.user)


@hooks.register("register_admin_menu_item")
def board_menu() -> MenuItem:
    address = reverse("newsroom:board")
    return BoardMenuItem(_("Board"), address, name="board", icon_name="tasks", order=140)


@hooks.register("before_publish_page")
def nothing_stands_between(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A story with open checks or objections is not published; the message says what is open."""
    story = page.specific if not isinstance(page, StoryPage) else page
    if not isinstance(story, StoryPage) or not (found := hindrances(story)):
        return None
    told = {"what": "; ".join(found)}
    messages.error(
        request, gettext("Not published: first these are to be settled. %(what)s") % told
    )
    return redirect("newsroom:story", story.pk)


@hooks.register("before_bulk_action")
def one_by_one(request: HttpRequest, action: str, pages: Any, _view: Any) -> HttpResponse | None:
    """In bulk, too, no story is published with open checks or taken back without a reason."""
    stories = [page.specific for page in pages if isinstance(page, Page)]
    stories = [page for page in stories if isinstance(page, StoryPage)]
    if action == "publish":
        stories = [story for story in stories if hindrances(story)]
    if not stories or action not in {"publish", "unpublish"}:
        return None
    titles = ", ".join(story.title for story in stories)
    words = gettext("Open these one by one: %(titles)s") % {"titles": titles}
    messages.error(request, words)
    return redirect("wagtailadmin_explore", stories[0].get_parent().pk)


@hooks.register("before_unpublish_page")
def say_why(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A story is taken back with a reason, from the newsroom's page about it."""
    if not isinstance(page.specific, StoryPage):
        return None
    messages.info(request, gettext("Say why the story is taken back; its history keeps it."))
    return redirect(f"{reverse('newsroom:story', args=[page.pk])}#withdraw")


@hooks.register("register_page_header_buttons")
def newsroom_button(page: Any, user: Any, **kwargs: Any) -> list[Button]:
    if not isinstance(page.specific, StoryPage):
        return []
    address = reverse("newsroom:story", args=[page.pk])
    return [Button(_("Checks and translations"), address, icon_name="tasks", priority=5)]


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("newsroom.ask", _("Ask for checks"), _("Checks asked for"))
    actions.register_action(
        "newsroom.translate", _("Give to translators"), _("Given to translators")
    )
    actions.register_action("newsroom.confirmed", _("Confirm"), _("Confirmed"))
    actions.register_action("newsroom.objected", _("Object"), _("Objected"))
    actions.register_action("newsroom.embargo", _("Set the time"), _("Time of publication set"))
    actions.register_action("newsroom.lift", _("Lift the embargo"), _("Embargo lifted"))
    actions.register_action("newsroom.withdraw", _("Take back"), _("Taken back"))
    actions.register_action("newsroom.correct", _("Correct"), _("Correction published"))
