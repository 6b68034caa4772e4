"""Dates in any usual writing."""

import pytest

from citytocity.dates.usual import meanings
from citytocity.dates.wording import in_words


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("12.09.2018", "2018-09-12"), ("12–15 Sept 2018", "2018-09-12/2018-09-15"),
        ("сентябрь 2018", "2018-09"), ("2018", "2018"), ("September 12–15, 2018",
        "2018-09-12/2018-09-15"), ("28.09-03.10.2018", "2018-09-28/2018-10-03"),
        ("с 12 по 15 сентября 2018 г.", "2018-09-12/2018-09-15"), ("с 1995 г.", "1995/.."),
        ("ок. 1995", "1995~"), ("c. 1995", "1995~"), ("13/04/2018", "2018-04-13"),
        ("12.9.95", "1995-09-12"), ("2018年9月12日", "2018-09-12"), ("1990-е", "199X"),
        ("28 декабря 2017 - 3 января 2018", "2017-12-28/2018-01-03"), ("9/2018", "2018-09"),
    ],
)  # fmt: skip
def test_a_usual_writing_means_one_date(written: str, means: str) -> None:
    assert meanings(written) == (means,)


@pytest.mark.parametrize(
    ("written", "mean"),
    [
        ("03/04/2018", ("2018-04-03", "2018-03-04")),
        ("12.09.18", ("2018-09-12", "1918-09-12")),
    ],
)
def test_what_can_mean_two_dates_has_two_meanings(written: str, mean: tuple[str, str]) -> None:
    assert meanings(written) == mean


@pytest.mark.parametrize("written", ["", "rubbish", "31.02.2018", "35", "2018/19", "x" * 200])
def test_what_is_no_date_means_none(written: str) -> None:
    assert meanings(written) == ()


@pytest.mark.parametrize("language", ["en", "ru", "de", "it", "fr"])
def test_a_date_as_we_put_it_in_words_comes_back(language: str) -> None:
    dates = [
        "2018", "2018-09", "2018-09-14", "2018-09-19/2018-09-23", "2018-09-28/2018-10-03",
        "2017-12-28/2018-01-03", "2018-09~", "1995~", "1990/..", "../2019", "2018-21", "2018-24",
        "199X", "2018/2019",
    ]  # fmt: skip

    said = {date: meanings(in_words(date, language)) for date in dates}

    assert said == {date: (date,) for date in dates}
