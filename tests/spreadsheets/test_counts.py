"""Numbers of people as lists have them."""

import pytest

from citytocity.spreadsheets.counts import heads


@pytest.mark.parametrize(
    ("written", "number", "certainty"),
    [
        ("30", 30, "counted"), ("ок. 30", 30, "about"), ("about 30", 30, "about"),
        ("30+", 30, "at-least"), (">30", 30, "at-least"), ("≥ 30", 30, "at-least"),
        ("1 200", 1200, "counted"), ("1.200", 1200, "counted"), ("30.0", 30, "counted"),
        ("2,000", 2000, "counted"), ("10.000", 10_000, "counted"), ("~1.000", 1000, "about"),
        ("1 000 000", 1_000_000, "counted"), ("12345,00", 12_345, "counted"),
        ("более 100 человек", 100, "at-least"), ("etwa 25 Personen", 25, "about"),
    ],
)  # fmt: skip
def test_a_number_is_taken_with_how_sure_it_is(written: str, number: int, certainty: str) -> None:
    found = heads(written)

    assert found is not None
    assert (found.number, found.certainty) == (number, certainty)


@pytest.mark.parametrize("written", ["many", "-5", "3.5", "0,500", "30-40", "99999999999", ""])
def test_what_is_no_number_of_people_is_none(written: str) -> None:
    assert heads(written) is None
