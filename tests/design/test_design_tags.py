import pytest
from django.utils.safestring import mark_safe

from citytocity.design.templatetags.design_tags import (
    brand,
    letters_apart,
    open_graph_locale,
    plain,
    uses_cyrillic,
)


def test_the_middle_of_a_name_of_three_words_is_set_apart() -> None:
    assert brand("City to City") == "City <em>to</em> City"


@pytest.mark.parametrize("name", ["Twins", "Perm and its twin cities", ""])
def test_any_other_name_is_left_as_it_is(name: str) -> None:
    assert brand(name) == name


def test_a_name_cannot_carry_markup() -> None:
    assert brand("<b> to <i>") == "&lt;b&gt; <em>to</em> &lt;i&gt;"


def test_a_marked_text_is_plain_in_a_title_and_a_plain_one_is_left() -> None:
    assert plain(mark_safe('<span lang="de">Jahr &amp; Tag</span>')) == "Jahr & Tag"
    assert plain("a < b") == "a < b"


@pytest.mark.parametrize(
    ("code", "locale"),
    [("en", "en_US"), ("ru", "ru_RU"), ("zh-hans", "zh_CN"), ("zh-hant", "zh_TW"), ("xx", "xx")],
)
def test_social_networks_are_told_language_and_land(code: str, locale: str) -> None:
    assert open_graph_locale(code) == locale


@pytest.mark.parametrize(("code", "cyrillic"), [("ru", True), ("sr-Cyrl", True), ("de", False)])
def test_some_languages_are_written_in_cyrillic_letters(code: str, cyrillic: bool) -> None:
    assert uses_cyrillic(code) is cyrillic


def test_cyrillic_words_are_set_apart_on_a_page_in_latin_letters() -> None:
    assert letters_apart("English & Русский", "en") == (
        'English &amp; <span class="other-letters">Русский</span>'
    )


def test_cyrillic_words_stay_as_they_are_on_a_page_in_cyrillic_letters() -> None:
    assert letters_apart("English & Русский", "ru") == "English & Русский"
