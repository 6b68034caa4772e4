"""The doors of Wagtail's admin that Wagtail leaves open, or has for its own makers.

Its forms ask the policies of `stories.permissions`. But an address with the number of another
city's draft may still tell the title, some lists ask nobody, and a form that was sent without its
fields ends in a fault. There are no hooks for these, so the doors are kept here, by their names.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from citytocity.people.backends import ADMIN
from citytocity.people.permissions import is_everywhere
from citytocity.stories import admin
from citytocity.stories.permissions import may_read

NOWHERE = frozenset({"wagtailadmin_error_test"})
"""Pages that Wagtail's makers try their error pages with."""
FORMLESS = ("wagtailsnippetchoosers_", ":create")
"""Choosers of register records offer no form for a new one; sending it would be a fault."""
FOR_ADMINISTRATORS = (
    "wagtailadmin_workflows:",
    "wagtailadmin_collections:",
)
"""Settings of the site. Wagtail shows parts of them to everybody in the admin."""
FOR_ALL_CITIES = ("wagtailadmin_reports:page_types_usage",)
"""Reports that name the newest page of each kind, whosever it is."""
REPLACED: dict[str, Callable[..., Any]] = {
    "wagtail_localize:translations_report": admin.ReadableTranslations.as_view(),
    "wagtail_localize:translations_report_results": admin.ReadableTranslations.as_view(
        results_only=True
    ),
    "wagtailimages:index": admin.OwnPicturesView.as_view(),
    "wagtailimages:index_results": admin.OwnPicturesView.as_view(results_only=True),
    "wagtaildocs:index": admin.OwnDocumentsView.as_view(),
    "wagtaildocs:index_results": admin.OwnDocumentsView.as_view(results_only=True),
    "wagtailimages:delete": admin.DeletePicture.as_view(),
    "wagtaildocs:delete": admin.DeleteDocument.as_view(),
    "wagtailadmin_pages:view_draft": admin.view_draft,
    "wagtailadmin_tag_autocomplete": admin.tags,
    "wagtailadmin_tag_model_autocomplete": admin.tags,
}
FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
CHOOSING = ("choose", "wagtailadmin_api:")
ASKED_NUMBERS = ("id", "parent_page_id")
"""Numbers in the query that choosers, and the list they choose from, take as they come."""
DIGITS = 18
"""More no database keeps in a number."""
TRANSLATING = ("wagtail_localize:submit_page_translation", "wagtail_localize:update_translations")


class AdminDoors:
    """Refuses as Wagtail does: with a message, on the first page of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/") or not request.user.has_perm(ADMIN):
            return None  # Wagtail leads the others to the sign-in
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in NOWHERE or (name.startswith(FORMLESS[0]) and name.endswith(FORMLESS[1])):
            return _nothing(request)
        if any(len(value) > DIGITS for value in _asked_numbers(request)):
            return _nothing(request)  # databases do not agree on what they say to it
        if not _is_open(name, request, kwargs):
            return permission_denied(request)
        if name in REPLACED:
            return require_admin_access(REPLACED[name])(request, *args, **kwargs)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A form that was sent without its fields is a bad request, not a fault of ours; a number
        in the query that leads to nothing, or is none, is not there."""
        if not request.path.startswith("/admin/"):
            return None
        asked = _asked_numbers(request)
        is_none = any(not value.isdecimal() for value in asked)
        if isinstance(error, ObjectDoesNotExist) or is_none:
            return _nothing(request)
        if isinstance(error, MultiValueDictKeyError) or _comes_of_nothing(error, request):
            words = _("This form came without what it should hold. Go back and send it again.")
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        return None


def _nothing(request: HttpRequest) -> HttpResponse:
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def _asked_numbers(request: HttpRequest) -> list[str]:
    """What the query has where a chooser wants numbers."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not any(part in name for part in CHOOSING):
        return []
    return [value for name in ASKED_NUMBERS for value in request.GET.getlist(name)]


def _comes_of_nothing(error: Exception, request: HttpRequest) -> bool:
    """Whether a form came empty, without even its token, and Wagtail stumbled over that."""
    is_empty = request.method == "POST" and not request.POST and not request.FILES
    is_stumbling = isinstance(error, (AttributeError, KeyError, TypeError, ValueError))
    return is_empty and is_stumbling and request.content_type in FORMS


def _is_open(name: str, request: HttpRequest, numbers: dict[str, Any]) -> bool:
    user = request.user
    if name.startswith(FOR_ADMINISTRATORS):
        return bool(user.is_superuser)
    if is_everywhere(user):
        return True
    if name.startswith(FOR_ALL_CITIES):
        return False
    if name in TRANSLATING:
        return _may_translate(user, numbers)
    return all(may_read(user, page) for page in _pages(name, request, numbers))


def _pages(name: str, request: HttpRequest, numbers: dict[str, Any]) -> list[Page]:
    """The pages that the address leads to by their numbers."""
    keys = {value for key, value in numbers.items() if key in PAGE_NUMBERS}
    if name == "wagtailadmin_choose_page_chosen_multiple":
        keys |= {key for key in request.GET.getlist("id") if key.isdecimal()}
    return list(Page.objects.filter(pk__in=keys)) if keys else []


def _may_translate(user: Any, numbers: dict[str, Any]) -> bool:
    """Whoever works on a text may have it translated."""
    if "page_id" in numbers:
        page = Page.objects.filter(pk=numbers["page_id"]).first()
    else:
        source = TranslationSource.objects.filter(pk=numbers["translation_source_id"]).first()
        page = source and source.get_source_instance()
    return not isinstance(page, Page) or page.permissions_for_user(user).can_edit()
