"""A letter that was sent: answering it by one's account, sending it again, calling it back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from citytocity.confirmation import actions
from citytocity.confirmation.actions import NotTakenError, ReplayedError
from citytocity.confirmation.answering import AnswerPage
from citytocity.confirmation.limits import may_ask_more
from citytocity.confirmation.models import Request
from citytocity.confirmation.permissions import may_answer, may_handle, statements_of
from citytocity.confirmation.presentation import day
from citytocity.people.permissions import signed_in


@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the letter, for those who keep the register of the asked city."""
    found = Request.objects.select_related("by_city", "city", "asked_by")
    asked = get_object_or_404(found, pk=pk)
    if not may_answer(request.user, city=asked.city):
        raise PermissionDenied
    page = AnswerPage(asked, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _answer_page(request, page)
    if not page.sent_key or not page.answered or not page.is_right():
        messages.error(request, gettext("Not sent yet: please look at what is marked."))
        return _answer_page(request, page, status=400)
    said = [part.said() for part in page.answered]
    try:
        actions.answer_by_account(asked, said, key=page.sent_key, by=signed_in(request.user))
    except ReplayedError as error:
        told = {"day": day(error.given)}
        messages.info(request, gettext("This answer was received already, on %(day)s.") % told)
    except NotTakenError as error:
        fresh = AnswerPage(asked, request.POST)
        fresh.show_what_stands_in_the_way(error)
        messages.error(request, gettext("Not sent yet: please look at what is marked."))
        return _answer_page(request, fresh, status=409)
    else:
        messages.success(request, gettext("Thank you. The other city is told of your answer."))
    return redirect("statement:index")


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_request(request, pk)
    if may_ask_more(request):
        actions.ask_again(found, by=signed_in(request.user))
        words = gettext("A new letter goes to %(email)s; the earlier link opens nothing any more.")
        messages.success(request, words % {"email": found.email})
    else:
        messages.error(request, gettext("You have sent many letters today. Ask more tomorrow."))
    return redirect(_back(request, found))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_request(request, pk)
    actions.revoke(found, by=signed_in(request.user))
    messages.success(request, gettext("The link opens nothing any more."))
    return redirect(_back(request, found))


@require_POST
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers see the words of an answer, or no longer."""
    found = get_object_or_404(statements_of(request.user), pk=pk)
    is_withheld = request.POST.get("show") != "1"
    actions.withhold_words(found, is_withheld=is_withheld, by=signed_in(request.user))
    messages.success(
        request,
        gettext("Readers do not see these words any more.")
        if is_withheld
        else gettext("Readers see these words."),
    )
    return redirect(found)


def _own_request(request: HttpRequest, pk: int) -> Request:
    found = get_object_or_404(Request.objects.select_related("by_city", "city"), pk=pk)
    if not may_handle(request.user, found):
        raise PermissionDenied
    return found


def _back(request: HttpRequest, found: Request) -> str:
    first = found.statements.order_by("pk").first()
    return first.get_absolute_url() if first else reverse("statement:index")


def _answer_page(request: HttpRequest, page: AnswerPage, *, status: int = 200) -> HttpResponse:
    context = page.context(request) | {"is_inside": True}
    return render(request, "confirmation/admin/answer.html", context, status=status)
