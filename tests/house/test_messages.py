"""Every word of the interface is in Russian, said in one way, and no translation drops a value;
what readers are told and what is defined as data is in every language of the site."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

PACKAGE = Path(__file__).parents[2] / "citytocity"
ROOMS = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())
DEFINITIONS = sorted(
    path
    for place in ("figures/indicators", "ratings/definitions", "funders/definitions")
    for path in (PACKAGE / place).glob("*.yaml")
)
CATALOGUES = sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_gettext": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
READ_BY_ALL = (  # by readers of every language, on pages where nobody has signed in
    "translation/additions.py",
    "stories/enums.py",
    "stories/pairs.py",
    "stories/beside.py",
    "stories/templates/stories/beside.html",
    "stories/templates/stories/choose_two.html",
    "stories/templates/stories/_pair.html",
    "stories/templates/stories/_corrections.html",
    "contacts/views.py",
    "contacts/templates/contacts/asked.html",
    "contacts/templates/contacts/no_link.html",
    "links/views.py",
    "links/answers.py",
    "links/templates/links/accountability.html",
    "links/templates/links/_accounts.html",
    "confirmation/views.py",
    "confirmation/answering.py",
    "confirmation/enums.py",
    "confirmation/listing.py",
    "confirmation/sections.py",
    "confirmation/templates/confirmation/answer.html",
    "confirmation/templates/confirmation/_part.html",
    "confirmation/templates/confirmation/_shown.html",
    "confirmation/templates/confirmation/_both_sides.html",
    "confirmation/templates/confirmation/list.html",
    "confirmation/templates/confirmation/expired.html",
    "confirmation/templates/confirmation/no_link.html",
    "newsletter/consenting.py",
    "newsletter/letters.py",
    "newsletter/own_data.py",
    "newsletter/lacking.py",
    "newsletter/views.py",
    "newsletter/rendering.py",
    "newsletter/telling.py",
    "newsletter/templates/newsletter/still.html",
    "newsletter/templates/newsletter/kept.html",
    "newsletter/templates/newsletter/sign_up.html",
    "newsletter/templates/newsletter/asked.html",
    "newsletter/templates/newsletter/confirm.html",
    "newsletter/templates/newsletter/choices.html",
    "newsletter/templates/newsletter/leave.html",
    "newsletter/templates/newsletter/goodbye.html",
    "newsletter/templates/newsletter/erase.html",
    "newsletter/templates/newsletter/erased.html",
    "newsletter/templates/newsletter/no_link.html",
    "newsletter/templates/newsletter/issue.html",
    "newsletter/templates/newsletter/issue_list.html",
    "opendata/enums.py",
    "opendata/forms.py",
    "opendata/shapes.py",
    "opendata/views.py",
    "opendata/templates/opendata/page.html",
    "ratings/enums.py",
    "ratings/inhabitants.py",
    "ratings/presentation.py",
    "ratings/views.py",
    "ratings/templates/ratings/_section.html",
    "ratings/templates/ratings/entries.html",
    "ratings/templates/ratings/entry.html",
    "ratings/exporting.py",
    "ratings/paper.py",
    "ratings/workbook.py",
    "review/views.py",
    "review/templates/review/outside.html",
    "review/templates/review/expired.html",
    "review/templates/review/no_link.html",
    "figures/enums.py",
    "figures/forms.py",
    "figures/presentation.py",
    "figures/views.py",
    "figures/templates/figures/catalogue.html",
    "figures/templates/figures/figure.html",
    "reports/drawings.py",
    "reports/enums.py",
    "reports/exporting.py",
    "reports/document.py",
    "reports/kept.py",
    "reports/naming.py",
    "reports/presentation.py",
    "reports/tables.py",
    "reports/views.py",
    "reports/wording.py",
    "reports/workbook.py",
    "reports/templates/reports/_body.html",
    "reports/templates/reports/_changed.html",
    "reports/templates/reports/_files.html",
    "reports/templates/reports/frozen.html",
    "reports/templates/reports/frozen_figure.html",
    "reports/templates/reports/report.html",
    "reports/templates/reports/report_list.html",
    "funders/checking.py",
    "funders/counting.py",
    "funders/enums.py",
    "funders/events.py",
    "funders/exporting.py",
    "funders/tables/books.py",
    "funders/tables/fields.py",
    "funders/tables/journeys.py",
    "funders/tables/partnerships.py",
    "funders/tables/spent.py",
    "funders/words.py",
    "funders/years.py",
    "dossiers/enums.py",
    "dossiers/exporting.py",
    "dossiers/telling.py",
)
SPEAKS_FOR_OTHERS = ("website",)  # words of Wagtail that we say better
LANGUAGES = ("de", "fr", "it", "ru", "zh_Hans")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
Marked = tuple[str, str]  # context (or nothing) and the words, of a plural the singular


def _marked_in_code(folder: Path) -> Iterator[Marked]:
    found = extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS)
    for _path, _line, words, _comments, context in found:
        yield context or "", words if isinstance(words, str) else words[0]


def _marked_in_template(source: str) -> Iterator[Marked]:
    block: list[str] | None = None
    context = ""
    for token in Lexer(source).tokenize():
        words = list(smart_split(token.contents)) if token.token_type == TokenType.BLOCK else [""]
        if words[0] in {"translate", "trans"} and words[1][0] in "\"'":
            yield _context(words), words[1][1:-1]
        elif words[0] in {"blocktranslate", "blocktrans"}:
            block, context, trimmed = [], _context(words), "trimmed" in words
        elif block is not None and words[0] in {"plural", "endblocktranslate", "endblocktrans"}:
            text = "".join(block)
            yield context, trim_whitespace(text) if trimmed else text
            block = None
        elif block is not None:
            is_value = token.token_type == TokenType.VAR
            block.append(f"%({token.contents})s" if is_value else token.contents)


def _context(words: list[str]) -> str:
    return words[words.index("context") + 1][1:-1] if "context" in words else ""


def _marked(room: str) -> set[Marked]:
    templates = [*(PACKAGE / room).rglob("*.html"), *(PACKAGE / room).rglob("*.txt")]
    found = {mark for path in templates for mark in _marked_in_template(path.read_text())}
    return found | set(_marked_in_code(PACKAGE / room))


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def _messages(path: Path) -> list[Message]:
    return [message for message in _catalogue(path) if message.id]


def _marked_in_file(path: Path) -> set[Marked]:
    if path.suffix == ".html":
        return set(_marked_in_template(path.read_text()))
    with path.open("rb") as file:
        found = list(extract("python", file, keywords=KEYWORDS))
    return {(context or "", _first(words)) for _line, words, _comments, context in found}


def _words_in(told: Any) -> Iterator[dict[str, str]]:
    """Every text of the definition, by its languages."""
    if isinstance(told, dict) and "en" in told:
        yield told
    elif isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from _words_in(part)


def _held(room: str, language: str = "ru") -> set[Marked]:
    path = PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"
    return {(m.context or "", _first(m.id)) for m in _messages(path)} if path.exists() else set()


def _first(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def _forms(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ("",))


def _keeps_its_values(message: Message) -> bool:
    """Whether every form has the values of the source; a plural form may leave some out."""
    wanted = set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
    found = [set(PLACEHOLDER.findall(form)) for form in _forms(message.string)]
    if isinstance(message.id, str):
        return found == [wanted]
    return all(values <= wanted for values in found) and found[-1] == wanted


def _name(path: Path) -> str:
    return f"{path.parts[-5]}-{path.parts[-3]}"


@pytest.mark.parametrize("room", ROOMS)
def test_russian_holds_every_marked_string_of(room: str) -> None:
    assert _marked(room) - _held(room) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", READ_BY_ALL)
def test_every_language_holds_what_readers_are_told_in(place: str, language: str) -> None:
    told = _marked_in_file(PACKAGE / place)

    assert told - _held(place.split("/")[0], language) == set()


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_what_is_defined_as_data_is_said_in_every_language_of_the_site(path: Path) -> None:
    wanted = [code for code, _name in settings.LANGUAGES]
    said = list(_words_in(yaml.safe_load(path.read_text())))

    assert said
    assert [words for words in said if list(words) != wanted] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rooms_say_the_same_words_in_the_same_way(language: str) -> None:
    """Django takes the first room's way for all of them, of a noun that is counted too; a second
    meaning wants a context."""
    ways: defaultdict[Marked, set[str]] = defaultdict(set)
    for path in PACKAGE.glob(f"*/locale/{language}/LC_MESSAGES/django.po"):
        for message in _messages(path):
            ways[(message.context or "", _first(message.id))].update(_forms(message.string)[:1])

    assert {words: said for words, said in ways.items() if len(said) > 1} == {}


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in SPEAKS_FOR_OTHERS])
def test_a_catalogue_has_no_words_that_its_room_does_not_say(room: str) -> None:
    said = _marked(room)

    assert {lang: left for lang in LANGUAGES if (left := _held(room, lang) - said)} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_a_catalogue_has_nothing_empty_or_unsure(path: Path) -> None:
    unready = [m.id for m in _messages(path) if m.fuzzy or not all(_forms(m.string))]

    assert unready == []


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_a_catalogue_counts_as_its_language_does(path: Path) -> None:
    catalogue = _catalogue(path)
    plurals = [message for message in catalogue if message.pluralizable and message.id]

    assert [m.id for m in plurals if len(_forms(m.string)) != catalogue.num_plurals] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_a_translation_keeps_every_value(path: Path) -> None:
    assert [m.id for m in _messages(path) if not _keeps_its_values(m)] == []


def test_marked_words_of_a_template_are_seen() -> None:
    source = (
        '{% translate "Back" %}{% translate "and" context "between" %}'
        "{% blocktranslate with n=x count c=y %}{{ n }} day{% plural %}days{% endblocktranslate %}"
    )

    assert list(_marked_in_template(source)) == [
        ("", "Back"),
        ("between", "and"),
        ("", "%(n)s day"),
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_dash_between_russian_words_is_a_long_one(room: str) -> None:
    path = PACKAGE / room / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    forms = [form for m in _messages(path) for form in _forms(m.string)] if path.exists() else []

    assert [form for form in forms if re.search(r"[а-яё] – [а-яё]", form)] == []
