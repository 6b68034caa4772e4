"""Days in the admin are said as public pages say them."""

import datetime

import pytest
from django.utils import formats, translation

MOMENT = datetime.datetime(2026, 11, 26, 14, 5)


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("en", "DATE_FORMAT", "26 November 2026"),
        ("en", "SHORT_DATE_FORMAT", "26 Nov 2026"),
        ("en", "DATETIME_FORMAT", "26 November 2026, 14:05"),
        ("en", "SHORT_DATETIME_FORMAT", "26 Nov 2026, 14:05"),
        ("ru", "DATE_FORMAT", "26 ноября 2026 г."),
        ("de", "SHORT_DATETIME_FORMAT", "26.11.2026 14:05"),
    ],
)
def test_a_day_is_said_as_pages_say_it(language: str, form: str, words: str) -> None:
    with translation.override(language):
        assert formats.date_format(MOMENT, form) == words


def test_numbers_in_english_keep_their_own_form() -> None:
    with translation.override("en"):
        assert formats.localize(1234.5, use_l10n=True) == "1234.5"
