"""The issues: begun by one press, arranged, looked at, tried out, sent, watched."""

import datetime
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from citytocity.mail.tasks import deliver
from citytocity.newsletter.actions import issues
from citytocity.newsletter.actions.issues import ChangedError, Placed
from citytocity.newsletter.admin.looks import Colours, Look, Shape
from citytocity.newsletter.admin.progress import changed, issue_of, progress
from citytocity.newsletter.breaking import issues_broken
from citytocity.newsletter.choosing import (
    Chosen,
    as_monthly,
    chosen_for,
    chosen_items,
    of_the_month,
)
from citytocity.newsletter.enums import Rhythm
from citytocity.newsletter.forms import BeginForm, DayForm, IssueForm, NoteForm, TestForm
from citytocity.newsletter.gathering import mark_of, matters_of, suggested
from citytocity.newsletter.halting import halt_of_sending
from citytocity.newsletter.lacking import chosen_in_words
from citytocity.newsletter.limits import may_try_out
from citytocity.newsletter.models import Issue, Wish
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import Line, languages_in_words, line_of, steps_of
from citytocity.newsletter.queries import newsletter, reading
from citytocity.newsletter.rendering import MARK, Rendered, rendered

A_PAGE = 30
WEEK = datetime.timedelta(days=7)


def index(request: HttpRequest) -> HttpResponse:
    """All issues, the newest first, and the press that begins the next one."""
    by = sender(request.user)
    since, until = issues.days_of_next(timezone.localdate())
    form = BeginForm(request.POST or None, initial={"since": since, "until": until})
    if request.method == "POST" and form.is_valid():
        made = issues.begin(**form.cleaned_data, by=by)
        return redirect("newsletter_admin:issue", made.pk)
    page = Paginator(Issue.objects.all(), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "form": form,
        "newsletter": newsletter(),
        "halt": halt_of_sending(),
        "broken": issues_broken(),
    }
    return render(request, "newsletter/admin/issues.html", context)


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is arranged here; of an issue that went out, what became of it."""
    by = sender(request.user)
    found = issue_of(pk)
    if not found.is_draft:
        return progress(request, found)
    form = IssueForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            issues.arrange(
                found,
                words=form.words,
                placed=_placed(request),
                seen=form.cleaned_data["seen"],
                by=by,
            )
        except ChangedError:
            form.add_error(None, changed())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            to = "release" if "release" in request.POST else "issue"
            return redirect(f"newsletter_admin:{to}", pk)
    return _arranging(request, found, form)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    by = sender(request.user)
    try:
        issues.delete(issue_of(pk), by=by)
    except ChangedError:
        messages.error(request, changed())
    else:
        messages.success(request, _("The draft is deleted."))
    return redirect("newsletter_admin:issues")


@require_POST
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """What has no words in a language yet is wanted from the translators by a day."""
    by = sender(request.user)
    found, form = issue_of(pk), DayForm(request.POST)
    if form.is_valid():
        number = issues.ask_translators(found, day=form.cleaned_data["day"], by=by)
        words = ngettext(
            "%(n)d text is wanted from the translators by this day.",
            "%(n)d texts are wanted from the translators by this day.",
            number,
        )
        messages.success(request, words % {"n": number})
    else:
        messages.error(request, " ".join(map(str, form.errors.get("day", []))))
    return redirect("newsletter_admin:issue", pk)


def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The letter in a language, as HTML and text, in the colours and at the widths that were
    chosen; whole, or as one reader gets it."""
    by = sender(request.user)
    found, (rhythm, wish) = issue_of(pk), _asked(request)
    said = _rendered(found, language, rhythm, wish)
    test = TestForm(initial={"email": by.email})
    return render(
        request,
        "newsletter/admin/preview.html",
        {
            "issue": found,
            "language": language,
            "languages": languages_in_words(),
            "said": said,
            "text": said.text.replace(MARK, "…"),
            "kilobytes": (said.size + 999) // 1000,
            "query": request.GET.urlencode(),
            "look": Look.of(request.GET),
            "colours": Colours.choices,
            "shapes": Shape.choices,
            "rhythms": Rhythm.choices,
            "rhythm": rhythm,
            "wishes": [(one.pk, chosen_in_words(one)) for one in _wishes()],
            "wish": wish.pk if wish else None,
            "test": test,
        },
    )


@xframe_options_sameorigin
def letter(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The HTML of the letter alone, for the frames of the preview; as if it went on a day."""
    sender(request.user)
    said = _rendered(issue_of(pk), language, *_asked(request), on=_day(request))
    look = Look.of(request.GET)
    answer = HttpResponse(look.dressed(said.html.replace(MARK, "preview")))
    answer.headers["Content-Security-Policy"] = look.policy
    return answer


@require_POST
def test(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The letter to one address that somebody of this site has confirmed."""
    by = sender(request.user)
    found, form = issue_of(pk), TestForm(request.POST)
    if form.is_valid() and not may_try_out(request, by):
        messages.error(request, _("You have sent many test letters. Please try again in an hour."))
    elif form.is_valid():
        said = _rendered(found, language, Rhythm.EACH, None)
        to = form.cleaned_data["email"]
        deliver.enqueue(
            to=to,
            subject=_("[Test] %(subject)s") % {"subject": said.subject},
            text=said.text.replace(MARK, "preview"),
            html=said.html.replace(MARK, "preview"),
            language=language,
        )
        messages.success(request, _("It is on its way to %(to)s.") % {"to": to})
    else:
        messages.error(request, " ".join(map(str, form.errors.get("email", []))))
    return redirect("newsletter_admin:preview", pk, language)


def _arranging(request: HttpRequest, found: Issue, form: IssueForm) -> HttpResponse:
    """The items that are in it (after a refused save as the page had them), and what may be."""
    known = {one.mark: one for one in suggested(found)}
    if request.method == "POST":
        placed = _placed(request)
        with suppress(ValidationError):  # a mark that no page of ours had
            known |= matters_of(issues.items_of(found, placed), found)
        lines = [
            line_of(known[one.mark], is_for_all=one.is_for_all)
            for one in placed
            if one.mark in known
        ]
        taken = {one.mark for one in placed}
    else:
        lines = lines_of(found)
        taken = {line.mark for line in lines}
    kept = {mark_of(item) for item in found.items.all()}
    context = {
        "issue": found,
        "form": form,
        "lines": lines,
        "gone": len(kept - taken) if request.method != "POST" else 0,
        "others": [line_of(one) for mark, one in known.items() if mark not in taken],
        "languages": languages_in_words(),
        "day": DayForm(initial={"day": timezone.localdate() + WEEK}),
        "is_lacking": any(line.missing for line in lines),
        "newsletter": newsletter(),
        "note": NoteForm(),
        "steps": steps_of(found),
    }
    return render(request, "newsletter/admin/issue.html", context)


def lines_of(found: Issue) -> list[Line]:
    items = chosen_items(found, found.items.all())
    return [line_of(one.matter, is_for_all=one.is_for_all) for one in items]


def lines_of_month(found: Issue, *, on: datetime.date | None) -> list[Line]:
    """What who reads once a month gets besides, if it goes on that day, or today."""
    items = chosen_items(found, found.items.all())
    every = as_monthly(items, month=of_the_month(found, on=on))
    return [line_of(one.matter) for one in every[len(items) :]]


def _placed(request: HttpRequest) -> list[Placed]:
    """The items by the places that were typed beside them; those without a place are out."""
    places: list[tuple[int, int, str]] = []
    for order, mark in enumerate(request.POST.getlist("mark")):
        written = request.POST.get(f"place-{mark}", "").strip()
        if written.isdecimal() and len(written) < 6:
            places.append((int(written), order, mark))
    for_all = set(request.POST.getlist("for-all"))
    return [Placed(mark, is_for_all=mark in for_all) for _place, _order, mark in sorted(places)]


def _rendered(
    found: Issue,
    language: str,
    rhythm: str,
    wish: Wish | None,
    *,
    on: datetime.date | None = None,
) -> Rendered:
    if language not in settings.CONTENT_CODES:
        raise Http404
    with override(language):
        items: list[Chosen] = chosen_items(found, found.items.all())
        if wish is not None or rhythm != Rhythm.EACH:
            month = of_the_month(found, on=on)
            items = chosen_for(rhythm, wish or Wish(key=";"), items, month=month)
    matters = [one.matter for one in items]
    return rendered(found, matters, language=language, newsletter=newsletter())


def _asked(request: HttpRequest) -> tuple[str, Wish | None]:
    """In which rhythm, and of what, the reader reads whose letter is looked at."""
    rhythm, key = request.GET.get("rhythm", ""), request.GET.get("wish", "")
    wish = Wish.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 12 else None
    return (rhythm if rhythm in Rhythm.values else Rhythm.EACH), wish


def _day(request: HttpRequest) -> datetime.date | None:
    """On which the draft is taken to go; None for today, and for what is no day."""
    with suppress(ValueError):
        return parse_date(request.GET.get("day", ""))
    return None


def _wishes() -> list[Wish]:
    """Those that most readers have first."""
    read = reading().filter(wish=OuterRef("pk")).order_by().values("wish")
    number = Subquery(read.annotate(n=Count("pk")).values("n"))
    found = Wish.objects.exclude(key=";").prefetch_related("cities", "topics")
    return list(found.annotate(number=Coalesce(number, 0)).order_by("-number", "pk")[:200])
