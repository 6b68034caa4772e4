from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from citytocity.languages.text import Words

PERM = Words({"ru": "Пермь", "en": "Perm & Kama"})


def shown(markup: str, value: Any, *, language: str = "en") -> str:
    template = Template("{% load words %}" + markup)
    with translation.override(language):
        return template.render(Context({"title": value}))


def test_the_readers_language_is_shown_as_it_is() -> None:
    assert shown("{{ title|words }}", PERM, language="ru") == "Пермь"


def test_text_is_escaped() -> None:
    risky = Words({"en": '<script>"x"</script>'})

    assert shown("{{ title|words }}", PERM) == "Perm &amp; Kama"
    assert shown("{{ title|words }}", risky) == "&lt;script&gt;&quot;x&quot;&lt;/script&gt;"
    assert shown("{{ title|words }}", risky, language="de") == (
        '<span lang="en">&lt;script&gt;&quot;x&quot;&lt;/script&gt;</span>'
    )
    assert shown("{{ title|words_paragraphs }}", risky) == (
        "<p>&lt;script&gt;&quot;x&quot;&lt;/script&gt;</p>"
    )


def test_another_languages_words_carry_their_language() -> None:
    assert shown("{{ title|words }}", PERM, language="de") == '<span lang="ru">Пермь</span>'
    assert shown("{{ title|words }}", Words({"zh-hans": "彼尔姆"})) == (
        '<span lang="zh-Hans">彼尔姆</span>'
    )


@pytest.mark.parametrize(
    ("language", "words", "html"),
    [
        ("en", {"ar": "بيرم"}, '<span lang="ar" dir="rtl">بيرم</span>'),
        ("ar", {"en": "Perm"}, '<span lang="en" dir="ltr">Perm</span>'),
        ("he", {"ar": "بيرم"}, '<span lang="ar">بيرم</span>'),
    ],
)
def test_words_written_the_other_way_than_the_page_say_so(
    language: str, words: dict, html: str
) -> None:
    assert shown("{{ title|words }}", Words(words), language=language) == html


def test_a_regions_reader_reads_the_common_language_without_a_mark() -> None:
    assert shown("{{ title|words }}", Words({"en": "City", "de": "Stadt"}), language="de-at") == (
        "Stadt"
    )


@pytest.mark.parametrize("markup", ["words", "words_text", "words_paragraphs"])
@pytest.mark.parametrize("nothing", [Words(), {}, None, ""])
def test_nothing_is_shown_as_nothing(markup: str, nothing: Any) -> None:
    assert shown("{{ title|" + markup + " }}", nothing, language="ru") == ""


def test_plain_text_is_taken_for_the_readers_language() -> None:
    assert shown("{{ title|words }}", "A < B", language="ru") == "A &lt; B"
    assert shown("{% missing_note title %}", "A < B", language="ru") == ""
    assert shown("{{ title|words_lang }}", "A < B", language="ru") == "ru"


def test_a_long_text_is_shown_in_paragraphs() -> None:
    letter = Words({"de": "Liebe Stadt,\n\nwir kommen\nim Mai."})

    assert shown("{{ title|words_paragraphs }}", letter, language="de") == (
        "<p>Liebe Stadt,</p>\n\n<p>wir kommen<br>im Mai.</p>"
    )
    assert shown("{{ title|words_paragraphs }}", letter) == (
        '<div lang="de"><p>Liebe Stadt,</p>\n\n<p>wir kommen<br>im Mai.</p></div>'
    )


def test_attributes_get_the_bare_text_and_its_language() -> None:
    assert shown('<a title="{{ title|words_text }}">', PERM) == '<a title="Perm &amp; Kama">'
    assert shown('<a title="{{ title|words_text }}">', PERM, language="de") == '<a title="Пермь">'
    assert shown("{{ title|words_lang }}", PERM, language="de") == "ru"
    assert shown("{{ title|words_lang }}", Words({"zh-hans": "彼尔姆"})) == "zh-Hans"


def test_a_missing_translation_is_told_with_the_original() -> None:
    assert shown("{% missing_note title %}", Words({"de": "Stadt"})) == (
        'Not translated yet. You are reading the original: <span lang="de">Deutsch</span>.'
    )


def test_a_translation_shown_instead_is_not_called_the_original() -> None:
    city = Words({"en": "City", "zh-hans": "城市"})

    assert shown("{% missing_note title %}", city, language="zh-hant") == (
        'Not translated yet. You are reading a translation: <span lang="zh-Hans">中文</span>.'
    )


def test_a_text_that_is_there_needs_no_note() -> None:
    assert shown("{% missing_note title %}", PERM) == ""
    assert shown("{% missing_note title as note %}[{{ note }}]", PERM) == "[]"
