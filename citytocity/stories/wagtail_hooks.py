from typing import Any

from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from citytocity.stories.admin import BULK_ACTIONS, ChooseOwnPicture, OwnDocuments, OwnImages
from citytocity.stories.permissions import CityFilesPolicy, CityPagePolicy, readable_by
from citytocity.stories.sections import (
    stories_of_activity,
    stories_of_city,
    stories_of_partnership,
    stories_of_result,
)

hooks.register("ledger_city_sections", stories_of_city)
hooks.register("ledger_activity_sections", stories_of_activity)
hooks.register("ledger_partnership_sections", stories_of_partnership)
hooks.register("ledger_result_sections", stories_of_result)

register_permission_policy(Page, CityPagePolicy())
for files, owner in (
    (get_image_model(), "uploaded_by_user"),
    (get_document_model(), "uploaded_by_user"),
):
    # for the exact class: Wagtail's own policy is registered for its heirs, and may come later
    policy = CityFilesPolicy(files, owner_field_name=owner)
    register_permission_policy(files, policy, exact_class=True)
image_chooser.choose_view_class = ChooseOwnPicture
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("construct_page_chooser_queryset")
def choose_no_foreign_draft(pages: Any, request: Any) -> Any:
    return readable_by(request.user, pages)


@hooks.register("construct_admin_api", order=1)
def list_no_foreign_file(router: Any) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
