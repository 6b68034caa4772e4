"""Accepting an invitation: with the account one has, or with a new one."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from citytocity.mail.links import LinkError
from citytocity.people.actions import accept, invitation_of, join
from citytocity.people.forms import JoinForm
from citytocity.people.models import Invitation, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invited = invitation_of(token)
        if User.objects.filter(email__iexact=invited.email).exists():
            return _with_account(request, invited)
        return _new_account(request, invited)
    except LinkError:
        return render(request, "people/no_invitation.html", status=404)


def _with_account(request: HttpRequest, invited: Invitation) -> HttpResponse:
    user = request.user
    is_invited = isinstance(user, User) and user.email.casefold() == invited.email.casefold()
    if isinstance(user, User) and is_invited and request.method == "POST":
        accept(invited, user=user)
        return redirect("wagtailadmin_home")
    return render(request, "people/accept.html", {"invitation": invited, "is_invited": is_invited})


def _new_account(request: HttpRequest, invited: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = join(invited, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            login(request, membership.user, backend=BACKEND)
            return redirect("wagtailadmin_home")
    title = _("Welcome: %(role)s") % {"role": invited.in_words}
    return render(
        request, "people/join.html", {"invitation": invited, "form": form, "title": title}
    )
