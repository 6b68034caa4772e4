"""Inviting somebody, and accepting an invitation."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.people.enums import Act, Role
from citytocity.people.models import Invitation, User
from citytocity.people.permissions import (
    INVITED_BY,
    cities_where,
    is_everywhere,
    memberships,
    only_city,
)


def language_choices() -> list[tuple[str, str]]:
    return [(code, LOCAL_NAMES[code]) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


class InviteForm(forms.ModelForm):
    """Offers the roles and cities that the inviting person may give."""

    class Meta:
        model = Invitation
        fields = ["email", "role", "city", "from_language", "to_language", "language"]

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = _roles_given_by(for_user)
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label,
            choices=[(role.value, role.label) for role in roles],
        )
        everywhere = is_everywhere(for_user)
        told = _("The host office has none; a translator may be for all cities.")
        self.fields["city"] = forms.ModelChoiceField(
            label=self.fields["city"].label,
            queryset=cities_where(for_user, Act.INVITE),
            required=not everywhere,
            help_text=told if everywhere else "",
            initial=None if everywhere else only_city(for_user, Act.INVITE),
        )
        for name in ("from_language", "to_language"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=[("", "—"), *language_choices()],
                required=False,
                help_text=_("For translators only."),
            )
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=language_choices()
        )

    def validate_unique(self) -> None:
        """An invitation that waits already is sent anew by the action."""

    def validate_constraints(self) -> None:
        """The action asks them, with all that it adds."""


class JoinForm(forms.Form):
    """Who accepts an invitation and has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("As it may stand under what you write."),
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )


def _roles_given_by(user: User) -> list[Role]:
    if is_everywhere(user):
        return list(Role)
    given = {role for held in memberships(user) for role in INVITED_BY.get(Role(held.role), ())}
    return [role for role in Role if role in given]
