"""The team in the admin: who has which role, who is invited, and inviting."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from citytocity.people.actions import end_membership, invite, withdraw_invitation
from citytocity.people.enums import Role
from citytocity.people.forms import InviteForm
from citytocity.people.models import Invitation, Membership


class OfOnesCities:
    """Only what belongs to the cities that one invites for; the rest is not there."""

    model: Any
    request: Any

    def get_base_object_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, ["view"])


class TeamHistoryView(OfOnesCities, generic.HistoryView):
    pass


class TeamIndexView(generic.IndexView):
    """Only what belongs to the cities that one invites for."""

    add_item_label = _("Invite")

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        found = policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return found.select_related(*self.joined)

    @property
    def joined(self) -> tuple[str, ...]:
        return ("city", "user") if self.model is Membership else ("city",)

    def get_edit_url(self, instance: Any) -> None:
        return None


class MembersView(TeamIndexView):
    """With the person's name, and beside it what can be done about the line."""

    @cached_property
    def columns(self) -> list[Column]:
        with_buttons = self._get_title_column_class(TitleColumn)
        person = with_buttons("user", label=_("Person"), accessor="user.shown_name")
        return [person, *super().columns]


class OpenInvitationsView(TeamIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(accepted=None)


class InviteView(generic.CreateView):
    page_title = _("Invite")
    submit_button_label = _("Send the invitation")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def is_valid(self, form: Any) -> bool:
        """The letter goes out here; what the table of roles refuses is told beside the role."""
        if not super().is_valid(form):
            return False
        given = form.cleaned_data
        try:
            self.sent = invite(
                given.pop("email"), by=self.request.user, role=Role(given.pop("role")), **given
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            self.produced_error_message = self.get_error_message()
            return False
        return True

    def save_instance(self) -> Invitation:
        return self.sent

    def get_success_message(self, instance: Invitation) -> str:
        return gettext("An invitation is on its way to %(email)s.") % {"email": instance.email}

    def get_success_buttons(self) -> list:
        return []


class EndView(generic.DeleteView):
    page_title = _("End")

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        held = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("delete", held):
            raise PermissionDenied
        return held

    @property
    def confirmation_message(self) -> str:
        return gettext("This person will no longer be: %(role)s. What they wrote stays.") % {
            "role": self.object.in_words
        }

    def delete_action(self) -> None:
        end_membership(self.object, by=self.request.user)

    def get_success_message(self) -> str:
        return gettext("Ended: %(held)s") % {"held": self.object}


class WithdrawView(EndView):
    @property
    def confirmation_message(self) -> str:
        return gettext("The link in the letter will lead nowhere any more.")

    def delete_action(self) -> None:
        withdraw_invitation(self.object, by=self.request.user)


class InvitingViewSet(ModelViewSet):
    """What is added is an invitation, on both lists; nothing is edited."""

    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = InviteView
    history_view_class = TeamHistoryView

    def get_form_class(self, for_update: bool = False) -> type[InviteForm]:  # noqa: FBT001, FBT002
        return InviteForm


class MembershipViewSet(InvitingViewSet):
    model = Membership
    icon = "group"
    menu_label = _("Members")
    index_view_class = MembersView
    delete_view_class = EndView
    list_display = [
        Column("role", label=_("Role"), accessor="in_words"),
        DateColumn("since", label=_("Since")),
    ]
    list_filter = ["role"]
    search_fields = ["user__email", "user__first_name", "user__last_name"]


class InvitationViewSet(InvitingViewSet):
    model = Invitation
    icon = "mail"
    menu_label = _("Invitations")
    index_view_class = OpenInvitationsView
    delete_view_class = WithdrawView
    list_display = [
        "email",
        Column("role", label=_("Role"), accessor="in_words"),
        DateColumn("sent", label=_("Sent")),
    ]
    search_fields = ["email"]


class TeamGroup(ViewSetGroup):
    menu_label = _("Team")
    menu_icon = "group"
    menu_order = 700
    items = (MembershipViewSet, InvitationViewSet)
