from copy import deepcopy

import pytest
from django.utils import translation

from citytocity.languages.text import Wording, Words

PERM = {"ru": "Пермь", "en": "Perm"}


def test_the_first_language_is_the_original() -> None:
    words = Words(PERM)

    assert words.original == "ru"
    assert words.languages == ["ru", "en"]


def test_empty_texts_are_no_languages() -> None:
    words = Words({"en": "", "de": "  ", "ru": "Пермь"})

    assert words.data == {"ru": "Пермь"}


def test_a_language_that_is_there_is_given() -> None:
    assert Words(PERM).in_language("en") == Wording("Perm", "en", is_missing=False)


def test_a_missing_language_gets_the_original_and_is_told_so() -> None:
    assert Words(PERM).in_language("zh-hans") == Wording("Пермь", "ru", is_missing=True)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de-at", Wording("Stadt", "de", is_missing=False)),
        ("zh-hant", Wording("城市", "zh-hans", is_missing=True)),
    ],
)
def test_a_language_near_to_the_asked_one_goes_before_the_original(
    asked: str, given: Wording
) -> None:
    assert Words({"en": "City", "de": "Stadt", "zh-hans": "城市"}).in_language(asked) == given


def test_empty_words_are_empty_in_every_language() -> None:
    words = Words()

    assert not words
    assert words.original is None
    assert words.in_language("ru") == Wording("", "ru", is_missing=False)
    assert words.as_json() == ""


def test_as_text_it_speaks_the_active_language() -> None:
    words = Words(PERM)

    with translation.override("en"):
        assert str(words) == "Perm"
        assert f"{words}" == "Perm"
    with translation.override("ru"):
        assert str(words) == "Пермь"


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (None, {}),
        ("", {}),
        ("Perm", {"en": "Perm"}),
        ("2018", {"en": "2018"}),
        ("null", {"en": "null"}),
        ("{unclosed", {"en": "{unclosed"}),
        ('["Perm"]', {"en": '["Perm"]'}),
        ('{"ru": "Пермь", "en": "Perm"}', PERM),
        (PERM, PERM),
        (Words(PERM), PERM),
        ({"en": 2018}, {"en": "2018"}),
    ],
)
def test_words_are_made_of_a_mapping_of_json_or_of_plain_text(data: Words, kept: dict) -> None:
    assert Words(data).data == kept


def test_json_is_readable_and_keeps_the_original_first() -> None:
    assert Words(PERM).as_json() == '{"ru": "Пермь", "en": "Perm"}'


def test_the_same_texts_with_the_same_original_are_equal() -> None:
    words = Words({"en": "City", "ru": "Город", "de": "Stadt"})
    reordered = Words({"en": "City", "de": "Stadt", "ru": "Город"})

    assert words == reordered
    assert hash(words) == hash(reordered)
    assert words == {"en": "City", "ru": "Город", "de": "Stadt"}


def test_another_original_makes_other_words() -> None:
    assert Words(PERM) != Words({"en": "Perm", "ru": "Пермь"})


def test_a_copy_can_be_changed_without_the_first() -> None:
    words = Words(PERM)

    copy = deepcopy(words)
    copy.data["en"] = "Molotov"

    assert words.data == PERM
