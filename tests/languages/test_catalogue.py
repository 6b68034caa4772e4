import pytest
from babel.core import Locale
from django.conf.locale import LANG_INFO

from citytocity.languages.catalogue import (
    CONTENT_LANGUAGES,
    LOCAL_NAMES,
    direction,
    html_code,
)


@pytest.mark.parametrize("code", CONTENT_LANGUAGES)
def test_every_language_has_a_name_of_its_own_and_djangos_code(code: str) -> None:
    known = LANG_INFO[code]

    assert LOCAL_NAMES[code]
    assert direction(code) == ("rtl" if known["bidi"] else "ltr")


@pytest.mark.parametrize("code", [code for code in CONTENT_LANGUAGES if "-" not in code])
def test_the_names_are_those_of_cldr(code: str) -> None:
    own_name = Locale.parse(code).languages[code]

    assert LOCAL_NAMES[code].casefold() == own_name.casefold()
    assert CONTENT_LANGUAGES[code] == Locale("en").languages[code]


@pytest.mark.parametrize(
    ("code", "html"), [("en", "en"), ("zh-hans", "zh-Hans"), ("pt-br", "pt-BR")]
)
def test_lang_attributes_are_written_as_bcp_47_wants_them(code: str, html: str) -> None:
    assert html_code(code) == html
