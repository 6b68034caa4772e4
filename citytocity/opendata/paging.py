"""Lists page by page: how much of one is asked for, and the address of what follows."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from citytocity.ledger.forms import QueryNotUnderstoodError
from citytocity.opendata.telling import address
from citytocity.opendata.wishes import FORM

AT_MOST, USUAL = 500, 100


def page_asked(rows: Any, *, page: int, limit: int, number: int | None = None) -> Page:
    """That page of the rows; `number` is how many there are, where that is known already."""
    paginator = Paginator(rows, limit)
    if number is not None:
        paginator.count = number
    try:
        return paginator.page(page)
    except EmptyPage as error:
        message = _("This list has %(pages)d pages.") % {"pages": paginator.num_pages}
        raise QueryNotUnderstoodError(message, {"page": [message]}) from error


def following(request: HttpRequest, page: Page, name: str, *args: str, **query: str) -> str | None:
    """The address of the next page, in the same form; None after the last."""
    if not page.has_next():
        return None
    form = {FORM: request.GET[FORM]} if request.GET.get(FORM) else {}
    limit = str(page.paginator.per_page)
    return address(name, *args, **query, limit=limit, **form, page=page.next_page_number())


def linked(answer: HttpResponse, next_page: str | None) -> HttpResponse:
    """A table cannot say in itself what follows: its head does (RFC 8288)."""
    if next_page:
        answer["Link"] = f'<{next_page}>; rel="next"'
    return answer
