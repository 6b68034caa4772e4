"""How often somebody may comment by a link, or have letters sent to strangers; counted by
django-allauth, with the rates in `ACCOUNT_RATE_LIMITS`."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from citytocity.review.models import Reader


def may_say_more(request: HttpRequest, reader: Reader) -> bool:
    return bool(consume(request, action="review-comment", key=str(reader.pk)))


def may_invite_more(request: HttpRequest) -> bool:
    return bool(consume(request, action="review-invite", key=str(request.user.pk)))
