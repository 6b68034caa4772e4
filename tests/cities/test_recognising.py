"""Cities by any of their names, and what only looks like one."""

import pytest

from citytocity.cities.models import City
from citytocity.cities.recognising import Names
from citytocity.languages.text import Words

KNOWN = [
    ("perm", {"ru": "Пермь", "en": "Perm"}, "RU"),
    ("duisburg", {"de": "Duisburg", "ru": "Дуйсбург"}, "DE"),
    ("turku", {"fi": "Turku", "sv": "Åbo"}, "FI"),
    ("turin", {"it": "Torino", "en": "Turin", "ru": "Турин"}, "IT"),
    ("helsinki", {"en": "Helsinki"}, "FI"),
    ("oxford", {"en": "Oxford"}, "GB"),
    ("oxford-us", {"en": "Oxford"}, "US"),
    ("qingdao", {"zh-hans": "青岛", "en": "Qingdao"}, "CN"),
    ("kungur", {"ru": "Кунгур"}, "RU"),
    ("novgorod", {"ru": "Нижний Новгород"}, "RU"),
]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.of(
        City(pk=number, slug=slug, name=Words(name), other_names=Words(), country=country)
        for number, (slug, name, country) in enumerate(KNOWN)
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Perm", "perm"), ("Перми", "perm"), ("г. Пермь", "perm"), ("Permʹ", "perm"),
        ("Дуйсбурга", "duisburg"), ("Stadt Duisburg", "duisburg"), ("Turun", "turku"),
        ("Turkussa", "turku"), ("Åbo", "turku"), ("Turin", "turin"), ("Турина", "turin"),
        ("Helsingin", "helsinki"), ("Oxford (United Kingdom)", "oxford"), ("青岛市", "qingdao"),
        ("Kungur", "kungur"), ("Нижнего Новгорода", "novgorod"),
    ],
)  # fmt: skip
def test_a_city_is_recognised_by_any_of_its_names(names: Names, written: str, meant: str) -> None:
    assert names.recognise(written).record.slug == meant


@pytest.mark.parametrize(
    ("written", "maybe"),
    [
        ("Duisbrug", ["duisburg"]), ("Turino", ["turin"]), ("Oxford", ["oxford", "oxford-us"]),
        ("Kungurt", ["kungur"]), ("Atlantis", []), ("", []),
    ],
)  # fmt: skip
def test_what_is_only_like_a_name_is_a_doubt(names: Names, written: str, maybe: list[str]) -> None:
    found = names.recognise(written)

    assert (found.record, [one.slug for one in found.candidates]) == (None, maybe)


def test_without_turku_its_cases_are_a_doubt_and_never_turin() -> None:
    names = Names.of([City(pk=1, slug="turin", name=Words({"en": "Turin"}), country="IT")])

    found = names.recognise("Turun")

    assert (found.record, [one.slug for one in found.candidates]) == (None, ["turin"])
