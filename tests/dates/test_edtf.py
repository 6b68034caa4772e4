import datetime

import pytest
from django.utils import translation
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from citytocity.dates.edtf import DateNotUnderstood, Form, parse

day = datetime.date.fromisoformat
LIKE_A_DATE = st.text(alphabet="0123456789X-~?%/.,[]{}YES ", max_size=24)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2018-09-14", "2018-09-14", "2018-09-14"),
        ("2018-XX", "2018-01-01", "2018-12-31"),
        ("2018-09-XX", "2018-09-01", "2018-09-30"),
        ("195X", "1950-01-01", "1959-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1950/1969", "1950-01-01", "1969-12-31"),
        ("2018-09-19/2018-09-23", "2018-09-19", "2018-09-23"),
        ("2018/2018-03", "2018-01-01", "2018-03-31"),
        ("[2018-03,2019-03]", "2018-03-01", "2019-03-31"),
        ("[2019-03,2018-03]", "2018-03-01", "2019-03-31"),
        ("{2018,2020}", "2018-01-01", "2020-12-31"),
    ],
)
def test_first_and_last_day_are_those_of_the_widest_reading(
    text: str, first: str, last: str
) -> None:
    date = parse(text)

    assert (date.first, date.last) == (day(first), day(last))


@pytest.mark.parametrize("mark", ["~", "?", "%"])
def test_a_mark_of_doubt_does_not_widen_a_date(mark: str) -> None:
    date = parse(f"2018-09{mark}")

    assert (date.first, date.last) == (day("2018-09-01"), day("2018-09-30"))


@pytest.mark.parametrize(
    ("season", "first", "last"),
    [
        ("2018-21", "2018-03-01", "2018-05-31"),
        ("2018-22", "2018-06-01", "2018-08-31"),
        ("2018-23", "2018-09-01", "2018-11-30"),
        ("2018-24", "2018-12-01", "2019-02-28"),
        ("2019-24", "2019-12-01", "2020-02-29"),
    ],
)
def test_seasons_are_northern_and_winter_ends_in_the_next_year(
    season: str, first: str, last: str
) -> None:
    assert (parse(season).first, parse(season).last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990/..", "1990-01-01", None),
        ("1990/", "1990-01-01", None),
        ("../2019-06-14", None, "2019-06-14"),
        ("/2019", None, "2019-12-31"),
    ],
)
def test_an_open_end_has_no_day(text: str, first: str | None, last: str | None) -> None:
    date = parse(text)

    assert (date.first, date.last) == (first and day(first), last and day(last))
    assert date.is_open


@pytest.mark.parametrize("text", ["XXXX-10-12", "XXXX-02-29", "-0580", "0000"])
def test_a_day_of_every_year_and_a_year_before_christ_have_no_day(text: str) -> None:
    date = parse(text)

    assert (date.first, date.last, date.year) == (None, None, None)
    assert not date.is_open


def test_an_interval_that_begins_before_christ_still_ends_on_a_day() -> None:
    date = parse("-0100/0050")

    assert (date.first, date.last) == (None, day("0050-12-31"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  2018-09 ", "2018-09"),
        ("[2018-03, 2019-03]", "[2018-03,2019-03]"),
        ("2018-09-19 / 2018-09-23", "2018-09-19/2018-09-23"),
        ("195x", "195X"),
    ],
)
def test_spaces_and_small_letters_do_not_matter(written: str, kept: str) -> None:
    assert parse(written).text == kept


@pytest.mark.parametrize(
    ("text", "year"), [("2018-09~/2019-10~", 2018), ("../2019", 2019), ("195X", 1950)]
)
def test_the_year_is_that_of_the_beginning_or_else_of_the_end(text: str, year: int) -> None:
    assert parse(text).year == year


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2018-09-14", True),
        ("2018-09-14~", False),
        ("2018-09", False),
        ("2018-09-14/2018-09-14", False),
        ("XXXX-09-14", False),
    ],
)
def test_only_one_undoubted_day_is_exact(text: str, exact: bool) -> None:
    assert parse(text).is_exact_day is exact


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2018", "2018"),
        ("2018-09~", "2018-09"),
        ("2018-09-14", "2018-09-14"),
        ("2018-09-19/2018-09-23", "2018-09-19"),
        ("0988", "0988"),
        ("../2019", ""),
        ("195X", ""),
        ("2018-21", ""),
        ("XXXX-10-12", ""),
        ("[2018,2019]", ""),
        ("-0580", ""),
    ],
)
def test_the_machine_form_is_a_year_month_or_day_or_nothing(text: str, html: str) -> None:
    assert parse(text).html == html


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2018~", Form.POINT),
        ("2018/2019", Form.INTERVAL),
        ("[2018,2019]", Form.ONE_OF),
        ("{2018,2019}", Form.ALL_OF),
        ("XXXX-10-12", Form.YEARLY),
    ],
)
def test_the_form_says_how_the_points_belong_together(text: str, form: Form) -> None:
    assert parse(text).form is form


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no date. Write it like 2018, 2018-09 or 2018-09-14."),
        ("   ", "There is no date. Write it like 2018, 2018-09 or 2018-09-14."),
        (
            "2018-13",
            "“2018-13”: there is no month 13. "
            "Months are 01 to 12, seasons 21 (spring) to 24 (winter).",
        ),
        (
            "2018-02-30",
            "“2018-02-30”: there is no day 30 in that month. Its last is 2018-02-28.",
        ),
        (
            "XXXX-02-30",
            "“XXXX-02-30”: there is no day 30 in that month. Its last is XXXX-02-29.",
        ),
        (
            "2019/2018-02-30",
            "“2018-02-30”: there is no day 30 in that month. Its last is 2018-02-28.",
        ),
        (
            "2018-25",
            "“2018-25”: there is no month 25. "
            "Months are 01 to 12, seasons 21 (spring) to 24 (winter).",
        ),
        (
            "xxxx-10",
            "“XXXX-10” is no date as we write it. Write 2018, 2018-09 or 2018-09-14; "
            "2018-09-19/2018-09-23 for some days, 2018-09~ for “about”, 1990/.. for “since”.",
        ),
        ("2018/2017", "“2018/2017” ends before it starts. Write 2017/2018."),
        ("-0500/-0580", "“-0500/-0580” ends before it starts. Write -0580/-0500."),
        ("../..", "“../..” has neither a beginning nor an end. Leave the date empty."),
        (
            "last autumn",
            "“last autumn” is no date as we write it. Write 2018, 2018-09 or 2018-09-14; "
            "2018-09-19/2018-09-23 for some days, 2018-09~ for “about”, 1990/.. for “since”.",
        ),
    ],
)
def test_what_is_no_date_is_answered_with_what_is_wrong_and_what_would_be_right(
    text: str, message: str
) -> None:
    with translation.override("en"), pytest.raises(DateNotUnderstood) as refusal:
        parse(text)

    assert str(refusal.value) == message


@pytest.mark.parametrize("month", [0, *range(13, 21), *range(25, 100)])
def test_there_are_no_months_but_twelve_and_no_seasons_but_four(month: int) -> None:
    with pytest.raises(DateNotUnderstood):
        parse(f"2018-{month:02}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14.09.2018", "2018-09-14"),
        ("4.9.2018", "2018-09-04"),
        ("09.2018", "2018-09"),
        ("2018-9", "2018-09"),
        ("2018/09/14", "2018-09-14"),
        ("2018-2019", "2018/2019"),
        ("2018 – 2019", "2018/2019"),
        ("2018-09-19 – 2018-09-23", "2018-09-19/2018-09-23"),
        ("1950s", "195X"),
        ("the 1950s", "195X"),
        ("c. 1950", "1950~"),
        ("about 2018-09", "2018-09~"),
    ],
)
def test_another_way_of_writing_is_answered_with_the_date_it_may_mean(
    written: str, meant: str
) -> None:
    with translation.override("en"), pytest.raises(DateNotUnderstood) as refusal:
        parse(written)

    assert str(refusal.value) == (
        f"“{written}” is no date as we write it. If it is meant so, write {meant}."
    )


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2018",
        "2018-XX-05",
        "156X-12-25",
        "-0580-03",
        "2018-09-14T10:00:00",
        "Y17E8",
        "1950S2",
        "[..1985]",
        "[]",
        "[2018",
        "2018/2019/2020",
        "2018-00",
        "2018-09-00",
        "٢٠١٨",
        "2018\x00",
        "<script>",
    ],
)
def test_forms_that_cannot_be_said_or_sorted_are_refused(text: str) -> None:
    with pytest.raises(DateNotUnderstood):
        parse(text)


@settings(deadline=None)
@given(st.text() | LIKE_A_DATE)
def test_any_text_at_all_is_a_date_or_not_understood(text: str) -> None:
    try:
        date = parse(text)
    except DateNotUnderstood:
        return

    assert not (date.first and date.last) or date.first <= date.last
    assert parse(date.text) == date


@settings(deadline=None)
@given(st.dates(), st.dates(), st.sampled_from(["", "~", "?", "%"]))
def test_an_interval_of_two_days_has_these_days(
    one: datetime.date, other: datetime.date, mark: str
) -> None:
    first, last = sorted([one, other])

    date = parse(f"{first.isoformat()}{mark}/{last.isoformat()}{mark}")

    assert (date.first, date.last) == (first, last)


@settings(deadline=None)
@given(st.dates(), st.sampled_from([len("2018"), len("2018-09"), len("2018-09-14")]))
def test_plain_dates_have_the_days_that_the_edtf_package_gives_them(
    day: datetime.date, length: int
) -> None:
    text = day.isoformat()[:length]
    tree = parse_edtf(text)

    date = parse(text)

    assert date.first == datetime.date(*tree.lower_strict()[:3])
    assert date.last == datetime.date(*tree.upper_strict()[:3])
