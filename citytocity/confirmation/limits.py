"""How often a link may be answered by, or letters be sent; counted by django-allauth, with the
rates in `ACCOUNT_RATE_LIMITS`."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from citytocity.confirmation.models import Request


def may_answer_more(request: HttpRequest, asked: Request) -> bool:
    return bool(consume(request, action="confirmation-answer", key=str(asked.pk)))


def may_ask_more(request: HttpRequest) -> bool:
    return bool(consume(request, action="confirmation-ask", key=str(request.user.pk)))
