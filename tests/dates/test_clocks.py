"""What clocks show where: hours that are left out, and hours that come twice."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from citytocity.dates.clocks import is_shown, moment_at, zone_named
from citytocity.dates.wording import place_in_words, zones_in_words


@pytest.mark.parametrize(
    ("written", "zone", "moment", "shown"),
    [
        ("2026-11-27 09:00", "Asia/Yekaterinburg", "2026-11-27 04:00", True),
        ("2026-11-27 09:00", "Pacific/Auckland", "2026-11-26 20:00", True),
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29 01:30", False),  # shown as 03:30
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30", True),  # the first of two
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:45", False),  # half an hour
        ("2011-12-30 09:00", "Pacific/Apia", "2011-12-30 19:00", False),  # a day left out
    ],
)
def test_an_hour_of_the_clocks_is_a_moment(
    written: str, zone: str, moment: str, shown: bool
) -> None:
    wall, there = datetime.datetime.fromisoformat(written), ZoneInfo(zone)

    found = moment_at(wall.date(), wall.time(), there)

    assert f"{found:%Y-%m-%d %H:%M}" == moment
    assert is_shown(wall.date(), wall.time(), there) is shown


def test_a_name_that_is_no_zone_names_none() -> None:
    assert zone_named("Europe/Perm") is None
    assert zone_named("") is None
    assert zone_named("Europe/Berlin") == ZoneInfo("Europe/Berlin")


def test_zones_are_listed_by_their_countries_in_every_language() -> None:
    english, german = dict(zones_in_words("en")), dict(zones_in_words("de"))

    assert english["Asia/Yekaterinburg"] == "Russia: Yekaterinburg"
    assert german["Europe/Vienna"] == "Österreich: Wien"
    assert list(german).index("Europe/Vienna") < list(german).index("Europe/Warsaw")
    assert not [name for name in english if name.startswith("Etc/")]
    assert place_in_words(ZoneInfo("Asia/Shanghai"), "ru") == "Шанхай"
