"""The wire in the admin: leads to use or put aside, feeds to keep."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from citytocity.languages.catalogue import html_code
from citytocity.people.permissions import signed_in
from citytocity.wire.actions import NoPageError, begin_story, put_aside
from citytocity.wire.enums import LeadState
from citytocity.wire.forms import FeedForm
from citytocity.wire.models import Feed, Lead
from citytocity.wire.translating import in_own_words

A_PAGE = 30


def leads(request: HttpRequest) -> HttpResponse:
    """The new leads of one's cities, newest first."""
    policy = policy_registry.get_by_type(Lead)
    if not policy.user_has_permission(request.user, "view"):
        raise PermissionDenied
    seen = policy.instances_user_has_any_permission_for(request.user, ["view"])
    new = seen.filter(state=LeadState.NEW).select_related("feed", "city")
    page = Paginator(new, A_PAGE).get_page(request.GET.get("p"))
    for lead in page:
        lead.lang = html_code(lead.feed.language)
        lead.told = in_own_words(lead, get_language() or "")
    return render(request, "wire/leads.html", {"leads": page})


@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of the lead, opened in the editor."""
    try:
        story = begin_story(_lead(pk), by=signed_in(request.user))
    except NoPageError as error:
        messages.error(request, str(error))
        return redirect("wire:leads")
    return redirect("wagtailadmin_pages:edit", story.pk)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    lead = put_aside(_lead(pk), by=signed_in(request.user))
    messages.success(request, _("Put aside: %(title)s") % {"title": lead})
    return redirect("wire:leads")


class FeedsView(generic.IndexView):
    add_item_label = gettext_lazy("Add a feed")

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(Feed)
        seen = policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return seen.select_related("city")


class ForPerson:
    """The form knows whose cities it may offer."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"for_user": self.request.user}  # type: ignore[misc]


class OfOneCity:
    """A feed of another city is not to be touched."""

    permission_required: str

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        feed = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.user_has_permission_for_instance(self.permission_required, feed):  # type: ignore[attr-defined]
            raise PermissionDenied
        return feed


class FeedAddView(ForPerson, generic.CreateView):
    pass


class FeedEditView(ForPerson, OfOneCity, generic.EditView):
    pass


class FeedDeleteView(OfOneCity, generic.DeleteView):
    pass


class FeedHistoryView(OfOneCity, generic.HistoryView):
    permission_required = "view"


class FeedUsageView(OfOneCity, generic.UsageView):
    permission_required = "view"


class FeedViewSet(ModelViewSet):
    model = Feed
    icon = "rss"
    menu_label = gettext_lazy("Feeds")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = FeedsView
    add_view_class = FeedAddView
    edit_view_class = FeedEditView
    delete_view_class = FeedDeleteView
    history_view_class = FeedHistoryView
    usage_view_class = FeedUsageView
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="feed:edit"),
        Column("city", label=gettext_lazy("City")),
        BooleanColumn("is_on", label=gettext_lazy("Fetched")),
        DateColumn("fetched", label=gettext_lazy("Last fetched")),
        Column("fault", label=gettext_lazy("What went wrong")),
    ]
    search_fields = ["name", "url"]

    def get_form_class(self, for_update: bool = False) -> type[FeedForm]:  # noqa: FBT001, FBT002
        return FeedForm


patterns = [
    path("", leads, name="leads"),
    path("<int:pk>/use/", use, name="use"),
    path("<int:pk>/dismiss/", dismiss, name="dismiss"),
]


def _lead(pk: int) -> Lead:
    return get_object_or_404(Lead.objects.select_related("feed", "city"), pk=pk)
