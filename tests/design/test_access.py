from itertools import product

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from citytocity.design.access import (
    CHOICES,
    ReadingSettings,
    ReadingSettingsMiddleware,
    reading_of,
)

EVERY_WAY_OF_READING = [
    ReadingSettings(**dict(zip(CHOICES, values, strict=True)))
    for values in product(*CHOICES.values())
]
settings = st.sampled_from(EVERY_WAY_OF_READING)


def test_there_are_270_ways_of_reading_and_each_has_its_own_key() -> None:
    keys = {way.cache_key for way in EVERY_WAY_OF_READING}

    assert len(EVERY_WAY_OF_READING) == 270
    assert len(keys) == 270


@given(settings)
def test_a_cookie_gives_back_the_settings_it_was_made_of(way: ReadingSettings) -> None:
    assert ReadingSettings.from_cookie(way.cache_key) == way


@given(st.text())
def test_any_cookie_is_read_as_one_of_the_known_ways(text: str) -> None:
    assert ReadingSettings.from_cookie(text) in EVERY_WAY_OF_READING


@pytest.mark.parametrize("text", [None, "", "xxxxx", "99999", "²³", "٣", "\x00"])
def test_a_cookie_that_says_nothing_is_the_usual_way(text: str | None) -> None:
    assert ReadingSettings.from_cookie(text) == ReadingSettings()


def test_one_wrong_digit_leaves_the_others() -> None:
    assert ReadingSettings.from_cookie("2930") == ReadingSettings(size="largest")


def test_a_choice_changes_one_setting_and_leaves_the_others() -> None:
    before = ReadingSettings(size="large", colours="black")

    assert before.changed({"colours": "sky"}) == ReadingSettings(size="large", colours="sky")


@pytest.mark.parametrize("choice", [{"colours": "pink"}, {"font": "comic"}, {"size": ""}])
def test_an_unknown_choice_changes_nothing(choice: dict[str, str]) -> None:
    before = ReadingSettings(size="large")

    assert before.changed(choice) == before


def test_the_middleware_reads_the_cookie_and_tells_caches_that_pages_depend_on_it() -> None:
    request = RequestFactory().get("/en/")
    request.COOKIES["reading"] = "03000"

    response = ReadingSettingsMiddleware(lambda _request: HttpResponse("page"))(request)

    assert request.reading == ReadingSettings(colours="black")
    assert response.headers["Vary"] == "Cookie"


def test_answers_that_are_no_pages_do_not_depend_on_the_cookie() -> None:
    response = ReadingSettingsMiddleware(lambda _request: JsonResponse({}))(HttpRequest())

    assert "Vary" not in response.headers


def test_a_request_without_a_cookie_is_read_the_usual_way() -> None:
    assert reading_of(HttpRequest()) == ReadingSettings()
