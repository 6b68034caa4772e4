"""When two terms in one office overlap, and when one is over, whatever is known of the dates."""

import datetime

import pytest

from citytocity.contacts.terms import Term, is_point

TODAY = datetime.date(2018, 12, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2010", ""), ("2015", "")),
        (("2010-05-01", "2012-05-01"), ("2012-04-30", "2014")),
        (("", ""), ("", "")),
        (("", ""), ("2015", "")),
    ],
)
def test_terms_that_surely_overlap(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert Term(*one).overlaps(Term(*other), TODAY)
    assert Term(*other).overlaps(Term(*one), TODAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2010", "2012-05-01"), ("2012-05-01", "")),  # the day of handing over is both's
        (("2010", "2012"), ("2012", "")),  # either may be right
        (("2010", "2012"), ("2013", "")),
        (("", "2012"), ("2015", "")),
    ],
)
def test_terms_that_may_have_followed_each_other(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert not Term(*one).overlaps(Term(*other), TODAY)
    assert not Term(*other).overlaps(Term(*one), TODAY)


@pytest.mark.parametrize(("ends", "is_over"), [("2018", False), ("2017", True), ("", False)])
def test_a_term_is_over_when_its_end_can_mean_no_later_day(ends: str, is_over: bool) -> None:
    assert Term("2010", ends).is_over(TODAY) is is_over


@pytest.mark.parametrize(("text", "known"), [("2018-05", True), ("2018/2019", False), ("x", False)])
def test_a_term_begins_at_one_point(text: str, known: bool) -> None:
    assert is_point(text) is known
