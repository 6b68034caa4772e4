from datetime import date, timedelta
from pathlib import Path

import pytest

from citytocity.mail.actions import give_back, take_of_day
from citytocity.mail.models import SendingDay
from citytocity.mail.pacing import THEIRS, Pace, PaceError, pace, paces

DAY = date(2026, 11, 26)


@pytest.fixture
def own_paces(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / THEIRS


def test_our_own_mail_server_has_no_bounds() -> None:
    assert pace() == Pace()


def test_all_that_we_ship_are_well_written(own_paces: Path) -> None:
    assert {name: pace.on_day(0) for name, pace in paces(own_paces.parent).items()} == {
        "own": None,
        "new-sender": 200,
        "amazon-ses-sandbox": 200,
        "google-workspace": 2_000,
        "google-workspace-trial": 500,
    }


def test_the_data_folder_adds_paces_and_changes_ours(settings, own_paces: Path) -> None:
    own_paces.write_text("our-host: {a_second: 2, a_day: 300}\nown: {on_one_line: 50}\n")
    settings.EMAIL_PACE = "our-host"

    assert pace() == Pace(a_second=2, a_day=300)
    assert paces(own_paces.parent)["own"] == Pace(on_one_line=50)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("", "write one of own, new-sender"),
        ("our-host: {a_second: 0}", "mail-paces.yaml: a_second: Input should be greater than 0"),
        ("our-host: {a_minute: 3}", "mail-paces.yaml: a_minute: Extra inputs"),
        ("our-host: [1", "not written in YAML"),
        ("- our-host", "written as names"),
        ("our-host: 3", "our-host|valid dictionary"),
    ],
)
def test_a_pace_that_will_not_do_is_refused_in_words(settings, own_paces, told, words) -> None:
    own_paces.write_text(told)
    settings.EMAIL_PACE = "our-host"

    with pytest.raises(PaceError, match=words):
        pace()


def test_the_first_days_bound_more_than_those_after_them() -> None:
    warming = Pace(warm_up=(10, 20), a_day=15)

    assert [warming.on_day(number) for number in range(3)] == [10, 15, 15]
    assert Pace(warm_up=(10,)).on_day(1) is None


@pytest.mark.django_db
def test_a_day_lets_go_as_many_letters_as_its_pace_bounds(settings, own_paces: Path) -> None:
    own_paces.write_text("warm: {warm_up: [5, 8]}\n")
    settings.EMAIL_PACE = "warm"

    first = [take_of_day(3, today=DAY) for _time in range(3)]
    second = take_of_day(10, today=DAY + timedelta(days=3))
    third = take_of_day(1_000, today=DAY + timedelta(days=4))

    assert first == [3, 2, 0]
    assert (second, third) == (8, 1_000)


@pytest.mark.django_db
def test_letters_that_did_not_go_may_go_later_that_day(settings, own_paces: Path) -> None:
    own_paces.write_text("small: {a_day: 5}\n")
    settings.EMAIL_PACE = "small"
    take_of_day(5, today=DAY)

    give_back(2, today=DAY)
    give_back(9, today=DAY)

    assert take_of_day(5, today=DAY) == 2


@pytest.mark.django_db
def test_nothing_is_counted_where_nothing_is_bound() -> None:
    assert take_of_day(100_000) == 100_000
    assert take_of_day(-1) == 0
    assert not SendingDay.objects.exists()
