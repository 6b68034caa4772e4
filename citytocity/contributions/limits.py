"""How often somebody may send something. Counted by django-allauth, which the site has anyway.

Who asks is known by a keyed hash of the address only, for IPv6 of its /64 network; it is kept in
the cache for a day at most. The rates stand in `ACCOUNT_RATE_LIMITS` of the settings.
"""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def may_draft(request: HttpRequest) -> bool:
    """Whether this address may begin or change one more draft."""
    return _counts(request, "contribution-draft", visitor(request))


def may_autosave(request: HttpRequest) -> bool:
    return _counts(request, "contribution-autosave", visitor(request))


def may_send(request: HttpRequest, *, is_proved: bool) -> bool:
    """Whether this address may send one more; a browser that calculated may send more often."""
    action = "contribution-sent" if is_proved else "contribution-sent-unproved"
    return _counts(request, action, visitor(request))


def may_write_to(request: HttpRequest, email: str) -> bool:
    """Whether one more letter may go to the e-mail address that somebody typed."""
    return _counts(request, "contribution-letter", _hashed(email.strip().casefold()))


def visitor(request: HttpRequest) -> str:
    """Who asks, as a hash that nobody can turn back; behind a proxy it is the proxy's guest."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):  # served by a socket, without addresses
        return _hashed("somewhere")
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _hashed(str(address.ipv4_mapped))
        return _hashed(str(ipaddress.ip_network((address, 64), strict=False)))
    return _hashed(str(address))


def _counts(request: HttpRequest, action: str, key: str) -> bool:
    return bool(consume(request, action=action, key=key))


def _hashed(value: str) -> str:
    return salted_hmac("citytocity.contributions.limits", value).hexdigest()
