"""Where a story begins in the admin: what kind it is to be, for which city, in which language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import cities_where, may
from citytocity.stories.actions import NoPlaceError, begin_in
from citytocity.stories.forms import BeginForm
from citytocity.stories.guides import ADVICE, GUIDES
from citytocity.stories.models import CityPage


def begin(request: HttpRequest) -> HttpResponse:
    """What each kind is for; the choice makes a draft and opens it."""
    by = request.user
    if not isinstance(by, User) or not may(by, Act.WRITE):
        raise PermissionDenied
    cities = cities_where(by, Act.WRITE).order_by("-is_host", "slug")
    form = BeginForm(request.POST or None, initial=_initial(request), cities=cities)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            story = begin_in(told.pop("city"), by=by, **told)
        except NoPlaceError as error:
            form.add_error("language", str(error))
        else:
            messages.success(
                request, _("The draft is there. Only you and your city's editors see it.")
            )
            return redirect("wagtailadmin_pages:edit", story.pk)
    chosen = form["kind"].value() or ""
    return render(
        request,
        "stories/admin/begin.html",
        {"form": form, "guides": GUIDES, "advice": ADVICE, "chosen": chosen},
    )


def address_under(parent: CityPage) -> str:
    """Where a story under the city's page is begun."""
    asked = {"city": parent.city_id, "language": parent.locale.language_code}
    return f"{reverse('writing:begin')}?{urlencode(asked)}"


patterns = [path("write/", begin, name="begin")]


def _initial(request: HttpRequest) -> dict[str, Any]:
    language = request.GET.get("language") or get_language() or settings.LANGUAGE_CODE
    return {"city": request.GET.get("city"), "language": language, "kind": request.GET.get("kind")}
