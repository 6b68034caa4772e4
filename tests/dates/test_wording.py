import datetime
import re

import pytest
from babel.dates import format_date
from django.conf.locale import LANG_INFO
from hypothesis import given, settings
from hypothesis import strategies as st

from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.wording import day_in_words, in_words, month_in_words

SIX = ("en", "ru", "de", "it", "fr", "zh-hans")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018", ("2018", "2018", "2018", "2018", "2018", "2018年")),
        (
            "2018-09",
            (
                "September 2018",
                "сентябрь 2018",
                "September 2018",
                "settembre 2018",
                "septembre 2018",
                "2018年9月",
            ),
        ),
        (
            "2018-09-14",
            (
                "14 September 2018",
                "14 сентября 2018",
                "14. September 2018",
                "14 settembre 2018",
                "14 septembre 2018",
                "2018年9月14日",
            ),
        ),
        (
            "2018-09-19/2018-09-23",
            (
                "19–23 September 2018",
                "19–23 сентября 2018",
                "19.–23. September 2018",
                "19–23 settembre 2018",
                "19–23 septembre 2018",
                "2018年9月19日至23日",
            ),
        ),
        (
            "2018-09-28/2018-10-03",
            (
                "28 September – 3 October 2018",
                "28 сентября – 3 октября 2018",
                "28. September – 3. Oktober 2018",
                "28 settembre – 3 ottobre 2018",
                "28 septembre – 3 octobre 2018",
                "2018年9月28日至10月3日",
            ),
        ),
        (
            "2018-12-30/2019-01-02",
            (
                "30 December 2018 – 2 January 2019",
                "30 декабря 2018 – 2 января 2019",
                "30. Dezember 2018 – 2. Januar 2019",
                "30 dicembre 2018 – 2 gennaio 2019",
                "30 décembre 2018 – 2 janvier 2019",
                "2018年12月30日至2019年1月2日",
            ),
        ),
        (
            "2018-09/2018-10",
            (
                "September – October 2018",
                "сентябрь – октябрь 2018",
                "September – Oktober 2018",
                "settembre – ottobre 2018",
                "septembre – octobre 2018",
                "2018年9月至10月",
            ),
        ),
        (
            "2018-09~/2018-10~",
            (
                "late September – early October 2018",
                "конец сентября – начало октября 2018",
                "Ende September – Anfang Oktober 2018",
                "fine settembre – inizio ottobre 2018",
                "fin septembre – début octobre 2018",
                "2018年9月底至10月初",
            ),
        ),
        (
            "2018-12~/2019-01~",
            (
                "late December 2018 – early January 2019",
                "конец декабря 2018 – начало января 2019",
                "Ende Dezember 2018 – Anfang Januar 2019",
                "fine dicembre 2018 – inizio gennaio 2019",
                "fin décembre 2018 – début janvier 2019",
                "2018年12月底至2019年1月初",
            ),
        ),
        (
            "2018-09~",
            (
                "about September 2018",
                "около сентября 2018",
                "etwa September 2018",
                "intorno a settembre 2018",
                "vers septembre 2018",
                "约2018年9月",
            ),
        ),
        (
            "2018-03-06~",
            (
                "around 6 March 2018",
                "около 6 марта 2018",
                "um den 6. März 2018",
                "intorno al 6 marzo 2018",
                "vers le 6 mars 2018",
                "约2018年3月6日",
            ),
        ),
        (
            "2013~",
            (
                "about 2013",
                "около 2013 года",
                "um 2013",
                "intorno al 2013",
                "vers 2013",
                "约2013年",
            ),
        ),
        (
            "195X",
            ("the 1950s", "1950-е годы", "1950er Jahre", "anni 1950", "années 1950", "1950年代"),
        ),
        (
            "195X/..",
            (
                "since the 1950s",
                "с 1950-х годов",
                "seit den 1950er Jahren",
                "dagli anni 1950",
                "depuis les années 1950",
                "1950年代起",
            ),
        ),
        ("19XX", ("1900–1999", "1900–1999", "1900–1999", "1900–1999", "1900–1999", "1900至1999年")),
        (
            "1950/1969",
            ("1950–1969", "1950–1969", "1950–1969", "1950–1969", "1950–1969", "1950至1969年"),
        ),
        (
            "../2019-06-14",
            (
                "until 14 June 2019",
                "до 14 июня 2019",
                "bis zum 14. Juni 2019",
                "fino al 14 giugno 2019",
                "jusqu’au 14 juin 2019",
                "至2019年6月14日",
            ),
        ),
        (
            "1990/..",
            ("since 1990", "с 1990 года", "seit 1990", "dal 1990", "depuis 1990", "1990年起"),
        ),
        (
            "../2018-09",
            (
                "until September 2018",
                "до сентября 2018",
                "bis September 2018",
                "fino a settembre 2018",
                "jusqu’à septembre 2018",
                "至2018年9月",
            ),
        ),
        (
            "1990~/..",
            (
                "roughly since 1990",
                "примерно с 1990 года",
                "etwa seit 1990",
                "circa dal 1990",
                "environ depuis 1990",
                "大约1990年起",
            ),
        ),
        (
            "[2018-03,2019-03]",
            (
                "March 2018 or March 2019",
                "март 2018 или март 2019",
                "März 2018 oder März 2019",
                "marzo 2018 o marzo 2019",
                "mars 2018 ou mars 2019",
                "2018年3月或2019年3月",
            ),
        ),
        (
            "{2018,2019}",
            (
                "2018 and 2019",
                "2018 и 2019",
                "2018 und 2019",
                "2018 e 2019",
                "2018 et 2019",
                "2018年和2019年",
            ),
        ),
        (
            "XXXX-10-12",
            (
                "every year on 12 October",
                "ежегодно 12 октября",
                "jährlich am 12. Oktober",
                "ogni anno il 12 ottobre",
                "chaque année le 12 octobre",
                "每年10月12日",
            ),
        ),
        (
            "2018-23",
            (
                "autumn 2018",
                "осень 2018",
                "Herbst 2018",
                "autunno 2018",
                "automne 2018",
                "2018年秋",
            ),
        ),
        (
            "2018-24",
            (
                "winter 2018/19",
                "зима 2018/19",
                "Winter 2018/19",
                "inverno 2018/19",
                "hiver 2018/19",
                "2018/19年冬",
            ),
        ),
        (
            "2018-21/..",
            (
                "since spring 2018",
                "с весны 2018",
                "seit Frühjahr 2018",
                "dalla primavera 2018",
                "depuis le printemps 2018",
                "2018年春起",
            ),
        ),
        (
            "2018?",
            (
                "2018 (uncertain)",
                "2018 (предположительно)",
                "2018 (unsicher)",
                "2018 (incerto)",
                "2018 (incertain)",
                "2018年（不确定）",
            ),
        ),
        (
            "-0580",
            ("581 BC", "581 до н. э.", "581 v. Chr.", "581 a.C.", "581 av. J.-C.", "公元前581年"),
        ),
    ],
)
def test_each_form_is_said_as_the_language_says_it(text: str, words: tuple[str, ...]) -> None:
    assert tuple(in_words(text, language) for language in SIX) == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2018-06-02/..", "ru", "со 2 июня 2018"),
        ("2018-06-12/..", "ru", "с 12 июня 2018"),
        ("2018-06-08/..", "it", "dall’8 giugno 2018"),
        ("../2018-06-11", "it", "fino all’11 giugno 2018"),
        ("XXXX-06-11", "it", "ogni anno l’11 giugno"),
        ("../2018-22", "it", "fino all’estate 2018"),
        ("2018-01-01", "it", "1º gennaio 2018"),
        ("2018-03-01/2018-03-05", "fr", "1er–5 mars 2018"),
        ("2018-03-11", "fr", "11 mars 2018"),
        ("../2018-21", "fr", "jusqu’au printemps 2018"),
        ("195X/196X", "zh-hans", "1950年代至1960年代"),
    ],
)
def test_words_run_together_where_the_language_wants_it(
    text: str, language: str, words: str
) -> None:
    assert in_words(text, language) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018-09-14/2018-09-14", "14 September 2018"),
        ("2018-09~/2018-09~", "about September 2018"),
        ("2018/2018", "2018"),
    ],
)
def test_from_a_day_to_the_same_day_is_that_day(text: str, words: str) -> None:
    assert in_words(text, "en") == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2018-09", "ja", "2018年9月"),
        ("2018-09", "pl", "wrzesień 2018"),
        ("2018-09-14", "pl", "14 września 2018"),
        ("2018-09~", "pl", "≈ wrzesień 2018"),
        ("1990/..", "pl", "1990 –"),
        ("195X", "pl", "1950–1959"),
        ("2018-09-19/2018-09-23", "ja", "2018年9月19日～23日"),
        ("2018-09-14", "zh-hant", "2018年9月14日"),
    ],
)
def test_other_languages_have_the_forms_of_cldr_and_marks_for_doubt(
    text: str, language: str, words: str
) -> None:
    assert in_words(text, language) == words


def test_an_unknown_language_is_answered_in_forms_of_english() -> None:
    assert in_words("2018-09-14", "tlh") == "September 14, 2018"


@pytest.mark.parametrize("text", ["", "some day", "2018-13", "<b>"])
def test_what_is_no_date_comes_back_as_it_is(text: str) -> None:
    assert in_words(text, "ru") == text


MONTHS = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(0, 99))


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789X-~?%/.,[]{}", max_size=24)
    | MONTHS
    | st.builds("{}/{}".format, MONTHS, MONTHS),
    st.sampled_from([*SIX, "zh-hant", "ja", "ar"]),
)
def test_whatever_is_a_date_can_be_said(text: str, language: str) -> None:
    try:
        parse(text)
    except DateNotUnderstood:
        return

    assert in_words(text, language)


def test_a_plain_day_is_said_with_its_year() -> None:
    day = datetime.date(2018, 9, 1)

    said = {language: day_in_words(day, language) for language in SIX}

    assert said == {
        "en": "1 September 2018",
        "ru": "1 сентября 2018",
        "de": "1. September 2018",
        "it": "1º settembre 2018",
        "fr": "1er septembre 2018",
        "zh-hans": "2018年9月1日",
    }


def test_a_month_by_itself_is_in_the_nominative() -> None:
    assert {language: month_in_words(9, language) for language in (*SIX, "pl")} == {
        "en": "September",
        "ru": "сентябрь",
        "de": "September",
        "it": "settembre",
        "fr": "septembre",
        "zh-hans": "9月",
        "pl": "wrzesień",
    }


@pytest.mark.parametrize("text", ["2019-02", "2019-02/2019-05", "2019-02-03/2019-05-07"])
def test_no_language_speaks_in_the_months_of_another(text: str) -> None:
    """Babel 2.18 shares what it has once looked up in Chinese with most other languages."""
    for language in ("zh_Hans", "ja", "es"):
        for pattern in ("LLLL", "LLL", "LLLLL"):
            format_date(datetime.date(2019, 2, 1), pattern, locale=language)

    said = {code: in_words(text, code) for code in LANG_INFO if not code.startswith(("zh", "ja"))}

    assert {code: words for code, words in said.items() if re.search("[月年]", words)} == {}
