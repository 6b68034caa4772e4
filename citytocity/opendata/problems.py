"""Why there is no answer, as RFC 9457 has it: a type with an address, and a message per field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation

from citytocity.design.heads import absolute
from citytocity.opendata.enums import Fault

MEDIA_TYPE = "application/problem+json"


def problem(
    fault: Fault, detail: str = "", *, errors: Mapping[str, Sequence[Any]] | None = None
) -> HttpResponse:
    """The answer that says so, in the active language; `errors` by the names of the address."""
    told = {
        "type": kind_of(fault),
        "title": str(fault.label),
        "status": fault.status,
        "detail": detail or str(fault.label),
        "errors": [
            {"field": name, "message": str(message)}
            for name, messages in (errors or {}).items()
            for message in messages
        ],
    }
    return JsonResponse(
        told,
        status=fault.status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def kind_of(fault: Fault) -> str:
    """The address of its explanation. It names the fault, so it is the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        return absolute(f"{reverse('opendata:page')}#{fault.value}")
