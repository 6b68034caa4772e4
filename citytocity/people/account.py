"""A person's own account in the admin."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class NameForm(NameEmailForm):
    """Nobody need have a name in two parts, or any: letters then call a person by the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False


class NamePanel(NameEmailSettingsPanel):
    form_class = NameForm


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        return [
            NamePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, NameEmailSettingsPanel)
            else panel
            for panel in super().get_panels()
        ]


def no_change_of_address(request: HttpRequest) -> HttpResponse:
    """Nobody takes another address alone: a role is given to an address, and an invitation's link
    has confirmed it. An administrator changes it."""
    raise Http404
