from decimal import Decimal

import pytest
from django.utils import translation

from citytocity.languages.numbers import locale_of, number_in_words


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "15,000"),
        ("de", "15.000"),
        ("ru", "15\N{NO-BREAK SPACE}000"),
        ("fr", "15\N{NARROW NO-BREAK SPACE}000"),
        ("zh-hans", "15,000"),
    ],
)
def test_a_number_is_grouped_as_its_language_does(language: str, written: str) -> None:
    assert number_in_words(15000, language) == written


def test_the_readers_language_is_taken_where_none_is_named() -> None:
    with translation.override("de"):
        assert number_in_words(Decimal("799.68")) == "799,68"


def test_a_language_without_rules_counts_as_english_does() -> None:
    assert str(locale_of("tlh")) == "en"
    assert number_in_words(15000, "tlh") == "15,000"


def test_a_script_is_part_of_the_locale() -> None:
    assert str(locale_of("zh-hans")) == "zh_Hans"
