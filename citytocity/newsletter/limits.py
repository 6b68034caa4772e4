"""How often strangers may sign up, and how many letters an address gets that somebody typed.

The rates stand in `ACCOUNT_RATE_LIMITS` of the settings; who asks is known by a keyed hash alone,
as with contributions.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from citytocity.contributions.limits import visitor
from citytocity.mail.addresses import key_of


def may_sign_up(request: HttpRequest) -> bool:
    return bool(consume(request, action="newsletter-sign-up", key=visitor(request)))


def may_write_to(request: HttpRequest, address: str) -> bool:
    """Whether one more letter may go there before its owner has said a word."""
    return bool(consume(request, action="newsletter-letter", key=key_of(address)))
