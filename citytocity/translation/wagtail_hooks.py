from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from citytocity.translation.additions import of_passages, of_translation
from citytocity.translation.admin import TermViewSet, patterns
from citytocity.translation.models import Term
from citytocity.translation.permissions import GlossaryPolicy, sees_anything

register_permission_policy(Term, GlossaryPolicy(Term))
hooks.register("stories_story_additions", of_translation)
hooks.register("stories_passage_marks", of_passages)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLResolver]:
    return [path("translation/", include((patterns, "translation")))]


@hooks.register("register_admin_viewset")
def glossary() -> TermViewSet:
    return TermViewSet("glossary", url_prefix="glossary")


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_anything(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu() -> MenuItem:
    address = reverse("translation:index")
    return DeskMenuItem(_("Translations"), address, name="desk", icon_name="globe", order=160)


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("translation.claim", _("Take"), _("Translation taken"))
    actions.register_action("translation.release", _("Give back"), _("Translation given back"))
    actions.register_action("translation.draft", _("Draft"), _("Translation drafted by a machine"))
    actions.register_action("translation.read", _("Read draft"), _("Words of a machine read"))
    actions.register_action("translation.hand_in", _("Hand in"), _("Translation handed in"))
    actions.register_action("translation.review", _("Read over"), _("Translation under review"))
    actions.register_action("translation.approve", _("Approve"), _("Translation approved"))
    actions.register_action("translation.send_back", _("Send back"), _("Translation sent back"))
    actions.register_action("translation.want_by", _("Wanted by"), _("Wanted by another day"))
    actions.register_action("translation.publish", _("Publish"), _("Translation published"))
