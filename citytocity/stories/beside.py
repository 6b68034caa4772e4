"""Reading a story in two of its languages beside each other."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design.components import Filter, FilterField, Option
from citytocity.design.furniture import Crumb
from citytocity.design.heads import absolute, page_meta
from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.names import language_name
from citytocity.ledger.views.lists import home_crumb
from citytocity.stories.additions import Additions, Maker, Note, additions
from citytocity.stories.enums import CreditRole
from citytocity.stories.forms import PairForm
from citytocity.stories.models import StoryPage
from citytocity.stories.pairs import sheet
from citytocity.stories.presentation import beside_path, choose_path, side_by_side, story_path
from citytocity.stories.views import story_at, story_context, ways_to_read


def beside(request: HttpRequest, city: str, story: str, first: str, second: str) -> HttpResponse:
    """A story in two languages, passage by passage; the address says which, and in which order.

    A language that the story has not, or the same one twice, leads to the choice, which says so.
    """
    page, pages = _told(city, story)
    found = {version.locale.language_code: version for version in pages}
    language = _language()
    if first == second or not {first, second} <= found.keys():
        asked = urlencode({"first": first, "second": second})
        return redirect(f"{choose_path(page, language)}?{asked}")
    own = beside_path(page, first, second, language)
    if own != request.path:
        return redirect(own)
    return render(
        request, "stories/beside.html", _context(request, found[first], found[second], pages)
    )


def with_own(request: HttpRequest, city: str, story: str, second: str) -> HttpResponse:
    """The address as it was before it named both: the reader's language stands first."""
    page, _pages = _told(city, story)
    if page.locale.language_code == second:
        return redirect(story_path(page, _language()))
    return redirect(beside_path(page, page.locale.language_code, second, _language()))


def choose(request: HttpRequest, city: str, story: str) -> HttpResponse:
    """Any two of the languages that the story has; a choice that cannot be read says why not."""
    page, pages = _told(city, story)
    language = _language()
    own = choose_path(page, language)
    if own != request.path:
        return redirect(f"{own}?{request.GET.urlencode()}" if request.GET else own)
    codes = [version.locale.language_code for version in pages]
    form = PairForm(request.GET or None, names=_names(codes))
    if form.is_bound and form.is_valid():
        pair = form.cleaned_data["first"], form.cleaned_data["second"]
        return redirect(beside_path(page, *pair, language))
    waiting = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code not in codes]
    return render(
        request,
        "stories/choose_two.html",
        {
            "page": page,
            "lang": html_code(page.locale.language_code),
            "url": story_path(page, language),
            "form": form,
            "alone": len(pages) < 2,
            "waiting": [language_name(code, language) for code in waiting],
            "crumbs": _crumbs(page, _("Two languages")),
            "meta": page_meta(
                request, title=_("Two languages: %(title)s") % {"title": page.title}, indexed=False
            ),
        },
    )


def _told(city: str, story: str) -> tuple[StoryPage, list[StoryPage]]:
    """The story as the reader's language has it, and its pages; Http404 if not all may read it."""
    page, pages = story_at(f"cities/{city}/{story}/")
    if page is None or page.private:
        raise Http404
    return page, pages


def _context(
    request: HttpRequest, first: StoryPage, second: StoryPage, pages: list[StoryPage]
) -> dict[str, Any]:
    codes = first.locale.language_code, second.locale.language_code
    language = _language()
    label = side_by_side(*codes, language)
    prefetch_related_objects([first, second], "credits")
    made_by = [credit for credit in second.credits.all() if credit.role == CreditRole.TRANSLATOR]
    context = story_context(request, first, pages, neighbours=0)
    return context | {
        "second": second,
        "sides": [
            {"code": code, "lang": html_code(code), "dir": direction(code), "name": name}
            for code, name in ((code, LOCAL_NAMES[code]) for code in codes)
        ],
        "second_lang": html_code(codes[1]),
        "label": label,
        "sheet": sheet(first, second, language),
        "not_translated": False,
        "additions": _together((first, context["additions"]), (second, additions(second))),
        "credits": [*context["credits"], *made_by],
        "views": ways_to_read(first, pages, pair=codes),
        "choice": _choice(first, pages, codes),
        "address": absolute(request.path),
        "crumbs": _crumbs(first, label),
        "meta": page_meta(
            request,
            title=f"{first.title} · {label}",
            description=first.search_description or first.standfirst,
            indexed=False,
            kind="article",
        ),
    }


def _choice(page: StoryPage, pages: list[StoryPage], chosen: tuple[str, str]) -> Filter:
    """The form by which another two are chosen from the page itself."""
    names = _names(version.locale.language_code for version in pages)
    labels = (("first", _("First language")), ("second", _("Second language")))
    fields = tuple(
        FilterField(name, label, tuple(Option(c, words, c == code) for c, words in names))
        for (name, label), code in zip(labels, chosen, strict=True)
    )
    return Filter(action=choose_path(page, _language()), fields=fields)


def _together(*told: tuple[StoryPage, Additions]) -> Additions:
    """What is to be said of either page, with the language it is said of."""
    whole = Additions()
    for page, part in told:
        name = capfirst(language_name(page.locale.language_code, _language()))
        whole.before.extend(
            Note(f"{name}: {note.words}", note.lang, note.when) for note in part.before
        )
        whole.makers.extend(Maker(f"{maker.role} ({name})", maker.name) for maker in part.makers)
        whole.after.extend(note for note in part.after if note not in whole.after)
    return whole


def _names(codes: Any) -> list[tuple[str, str]]:
    """The languages by their names in the reader's, as a list is read."""
    names = [(code, capfirst(language_name(code, _language()))) for code in codes]
    return sorted(names, key=lambda name: name[1])


def _crumbs(page: StoryPage, last: str) -> list[Crumb]:
    return [home_crumb(), Crumb(page.title, story_path(page, _language())), Crumb(last)]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
