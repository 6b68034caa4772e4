from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Collection, Page
from wagtail.permissions import register_permission_policy
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.stories.admin import BULK_ACTIONS, ChooseOwnPicture, OwnDocuments, OwnImages
from citytocity.stories.models import CityPage, PageOfRecord, StoryPage
from citytocity.stories.permissions import (
    CityFilesPolicy,
    CityPagePolicy,
    CollectionsPolicy,
    readable_by,
)
from citytocity.stories.sections import (
    stories_of_activity,
    stories_of_city,
    stories_of_partnership,
    stories_of_result,
)
from citytocity.stories.slides import slides_of_partnership
from citytocity.stories.writing import address_under, patterns

hooks.register("ledger_city_sections", stories_of_city)
hooks.register("ledger_activity_sections", stories_of_activity)
hooks.register("ledger_partnership_sections", stories_of_partnership)
hooks.register("ledger_result_sections", stories_of_result)
hooks.register("ledger_partnership_slides", slides_of_partnership)

register_permission_policy(Page, CityPagePolicy())
for files, owner in (
    (get_image_model(), "uploaded_by_user"),
    (get_document_model(), "uploaded_by_user"),
):
    # for the exact class: Wagtail's own policy is registered for its heirs, and may come later
    policy = CityFilesPolicy(files, owner_field_name=owner)
    register_permission_policy(files, policy, exact_class=True)
register_permission_policy(Collection, CollectionsPolicy(Collection), exact_class=True)
image_chooser.choose_view_class = ChooseOwnPicture
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("register_admin_urls")
def writing_urls() -> list[URLResolver]:
    return [path("stories/", include((patterns, "writing")))]


class WritingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.WRITE)


@hooks.register("register_admin_menu_item")
def writing_menu() -> MenuItem:
    address = reverse("writing:begin")
    return WritingMenuItem(
        gettext_lazy("Write a story"), address, name="write", icon_name="edit", order=130
    )


@hooks.register("before_create_page")
def begin_with_its_kind(request: HttpRequest, parent: Page, kind: type[Page]) -> Any:
    """Also who adds a story in the tree of pages is asked first what it is to be."""
    place = parent.specific
    if request.method != "GET" or kind is not StoryPage or not isinstance(place, CityPage):
        return None
    return redirect(address_under(place))


@hooks.register("construct_page_chooser_queryset")
def choose_no_foreign_draft(pages: Any, request: Any) -> Any:
    return readable_by(request.user, pages)


@hooks.register("before_copy_page")
def copy_no_page_of_record(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would be the second page about its record, at an address of its own."""
    if not issubclass(page.specific_class, PageOfRecord):
        return None
    messages.error(request, _("A record has one page in each language: translate this one."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("construct_reports_menu")
def name_translations_in_each_language(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize names its report once, in the language of whoever comes first."""
    for item in items:
        if isinstance(item, TranslationsReportMenuItem):
            item.label = gettext_lazy("Translations")


@hooks.register("construct_admin_api", order=1)
def list_no_foreign_file(router: Any) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
