"""Letters between town halls, with both languages side by side."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from citytocity.design.components import Fact, Link, Picture
from citytocity.design.photographs import picture
from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.names import language_name
from citytocity.ledger.presentation import (
    city_marks,
    document_link,
    foreign,
    when_in_words,
    wording,
)
from citytocity.protocol.models import Letter
from citytocity.protocol.presentation import FROM, TO, holder, letter_row
from citytocity.protocol.views.lists import (
    PublicList,
    fact,
    list_context,
    record_context,
    unknown,
)


@dataclass(frozen=True)
class Version:
    """One language of a letter: its name in itself, how it is marked, and what it is."""

    code: str
    name: str
    lang: str
    dir: str
    role: str


LETTERS = PublicList(
    view="letter_list",
    noun="letters",
    records=lambda: Letter.objects.seen_by_all().shown(),
    name=gettext_lazy("Letters"),
    title=gettext_lazy("Letters"),
    of=gettext_lazy("Letters: %(about)s"),
    description=gettext_lazy("What mayors of twin cities wrote to each other, in both languages."),
    empty=gettext_lazy("No letter is shown here yet."),
)


def letter_list(request: HttpRequest) -> HttpResponse:
    page, context = list_context(request, LETTERS)
    rows = [letter_row(letter) for letter in page]
    return render(request, "protocol/list.html", context | {"rows": rows})


def letter(request: HttpRequest, slug: str) -> HttpResponse:
    answers = Letter.objects.seen_by_all().shown()
    letters = Letter.objects.for_a_page().with_document().select_related("answers", "picture")
    record = get_object_or_404(
        letters.prefetch_related(Prefetch("answered_by", answers)), slug=slug
    )
    versions = _versions(record)
    context = record_context(request, record, LETTERS, facts=_facts(record))
    own = {
        "versions": versions,
        "passages": _passages(record, versions),
        "before": _answered(record),
        "after": [_link(answer) for answer in record.answered_by.all()],
        "picture": _picture(record),
        "paper": document_link(record),
    }
    return render(request, "protocol/letter.html", context | own)


def _languages(letter: Letter) -> list[str]:
    """The original, and beside it the reader's language, or else the next there is."""
    codes = letter.text.languages
    if len(codes) < 2:
        return codes
    reader = letter.text.in_language(get_language() or settings.LANGUAGE_CODE)
    others = codes[1:]
    return [codes[0], reader.language if reader.language in others else others[0]]


def _versions(letter: Letter) -> list[Version]:
    roles = (_("original"), _("translation"))
    return [
        Version(code, LOCAL_NAMES.get(code, code), html_code(code), direction(code), role)
        for code, role in zip(_languages(letter), roles, strict=False)
    ]


def _passages(letter: Letter, versions: list[Version]) -> list[list[tuple[Version, str]]]:
    """The paragraphs of the languages shown, side by side."""
    texts = [letter.text.data[version.code].split("\n") for version in versions]
    paragraphs = [[line.strip() for line in text if line.strip()] for text in texts]
    return [
        list(zip(versions, passage, strict=True))
        for passage in zip_longest(*paragraphs, fillvalue="")
    ]


def _facts(letter: Letter) -> list[Fact]:
    language = letter.original
    reader = get_language() or settings.LANGUAGE_CODE
    return [
        Fact(
            str(FROM),
            holder(letter.from_person, letter.from_office),
            city_marks([letter.from_city]),
        ),
        Fact(str(TO), holder(letter.to_person, letter.to_office), city_marks([letter.to_city])),
        Fact(_("Date"), when_in_words(letter.when) or unknown()),
        *fact(_("Written in"), language_name(language, reader) if language else ""),
    ]


def _answered(letter: Letter) -> Link | None:
    asked: Any = letter.answers
    return _link(asked) if asked is not None and asked.is_public else None


def _link(letter: Letter) -> Link:
    return Link(wording(letter.title).text, letter.get_absolute_url(), foreign(letter.title))


def _picture(letter: Letter) -> Picture | None:
    """What it is called stands above it, in its own language."""
    if letter.picture is None:
        return None
    return picture(letter.picture, alt=_("The paper of this letter"))
