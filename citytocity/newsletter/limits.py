"""How often strangers may sign up, and how many letters an address gets that somebody typed; how
many test letters somebody of the office sends.

The rates stand in `ACCOUNT_RATE_LIMITS` of the settings; who asks is known by a keyed hash alone,
as with contributions.
"""

from allauth.core.ratelimit import consume
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from citytocity.contributions.limits import visitor
from citytocity.mail.addresses import key_of
from citytocity.people.models import User


def is_within(request: HttpRequest, form: Form) -> bool:
    """Whether the form with this address is within the limits; what stops it is told in it."""
    if not may_sign_up(request):
        form.add_error(None, _("That was often. Please try again in an hour."))
        return False
    if not may_write_to(request, form.cleaned_data["email"]):
        told = _("This address has got several letters today already. Please look for them there.")
        form.add_error("email", told)
        return False
    return True


def may_sign_up(request: HttpRequest) -> bool:
    return bool(consume(request, action="newsletter-sign-up", key=visitor(request)))


def may_write_to(request: HttpRequest, address: str) -> bool:
    """Whether one more letter may go there before its owner has said a word."""
    return bool(consume(request, action="newsletter-letter", key=key_of(address)))


def may_try_out(request: HttpRequest, by: User) -> bool:
    """Whether she may send one more test letter."""
    return bool(consume(request, action="newsletter-test", key=str(by.pk)))
