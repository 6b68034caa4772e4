"""How an officer narrows the register's lists in the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from tests.factories import ledger
from tests.factories.cities import cities, city, organisation
from tests.factories.sources import cite, source
from tests.ledger.officers import KINDS, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def perm() -> City:
    return city("Perm")


@pytest.fixture
def oxford() -> City:
    return city("Oxford")


def test_activities_are_narrowed_by_city_year_kind_status_theme_and_programme(
    officer: Client, perm: City, oxford: City
) -> None:
    sport = ledger.theme("sport")
    nights = ledger.programme()
    ledger.activity(oxford, title={"en": "Summer"}, kind="camp", when="2017")
    ledger.activity(
        host=perm, title={"en": "Nights"}, programme=nights, when="2018", status="planned"
    )
    with_theme = ledger.activity(title={"en": "Match"}, when="2016/2017")
    with_theme.themes.set([sport])
    with_theme.save()

    found = [
        listed(officer, "ledger/activity", **asked)
        for asked in (
            {"city": perm.pk},
            {"city": oxford.pk},
            {"year": 2017},
            {"kind": "camp"},
            {"status": "planned"},
            {"themes": sport.pk},
            {"programme": nights.pk},
            {"year": 2017, "kind": "camp"},
        )
    ]

    assert found == [
        ["Nights"], ["Summer"], ["Summer", "Match"], ["Summer"], ["Nights"], ["Match"], ["Nights"],
        ["Summer"],
    ]  # fmt: skip


def test_participations_are_narrowed_by_city_activity_year_role_and_lack_of_a_source(
    officer: Client, perm: City, oxford: City
) -> None:
    camp = ledger.activity(title={"en": "Camp"}, when="2017")
    visit = ledger.activity(title={"en": "Visit"}, when="2018")
    ledger.participation(camp, perm, role="guest", source=source())
    ledger.participation(visit, oxford, role="partner")

    found = [
        listed(officer, "ledger/participation", **asked)
        for asked in (
            {"city": perm.pk},
            {"activity": visit.pk},
            {"year": 2017},
            {"role": "partner"},
            {"sourceless": "true"},
            {"sourceless": "false"},
        )
    ]

    assert found == [
        ["Perm: Camp"], ["Oxford: Visit"], ["Perm: Camp"], ["Oxford: Visit"], ["Oxford: Visit"],
        ["Perm: Camp"],
    ]  # fmt: skip


def test_results_are_narrowed_by_what_they_came_of_city_year_kind_and_lack_of_evidence(
    officer: Client, perm: City, oxford: City
) -> None:
    twins = ledger.partnership(perm, oxford)
    camp = ledger.activity(oxford, when="2017")
    ledger.result(title={"en": "Song"}, activity=camp, when="", kind="performance")
    ledger.result(
        title={"en": "Book"}, partnership=twins, to_city=perm, when="2018", evidenced=True
    )

    found = [
        listed(officer, "ledger/result", **asked)
        for asked in (
            {"city": perm.pk},
            {"city": oxford.pk},
            {"activity": camp.pk},
            {"partnership": twins.pk},
            {"year": 2017},
            {"year": 2018},
            {"kind": "publication"},
            {"unproven": "true"},
            {"unproven": "false"},
        )
    ]

    assert found == [
        ["Book"], ["Book", "Song"], ["Song"], ["Book"], ["Song"], ["Book"], ["Book"], ["Song"],
        ["Book"],
    ]  # fmt: skip


def test_recognitions_are_narrowed_by_partnership_year_and_city_also_of_the_partnership(
    officer: Client, perm: City, oxford: City
) -> None:
    twins = ledger.partnership(perm, oxford)
    ledger.recognition(title={"en": "Prize"}, city=perm, when="2017")
    ledger.recognition(title={"en": "Medal"}, partnership=twins, when="2018")

    found = [
        listed(officer, "ledger/recognition", **asked)
        for asked in (
            {"city": perm.pk},
            {"city": oxford.pk},
            {"partnership": twins.pk},
            {"year": 2017},
        )
    ]

    assert found == [["Medal", "Prize"], ["Medal"], ["Medal"], ["Prize"]]


def test_partnerships_are_narrowed_by_city_year_of_beginning_kind_and_theme(
    officer: Client, perm: City, oxford: City
) -> None:
    sport = ledger.theme("sport")
    ledger.partnership(perm, oxford, since="1995", kind="twinning")
    friends = ledger.partnership(perm, city("Qingdao"), since="2003-09", kind="friendship")
    friends.themes.set([sport])
    friends.save()

    found = [
        listed(officer, "ledger/partnership", **asked)
        for asked in (
            {"city": perm.pk},
            {"city": oxford.pk},
            {"year": 2003},
            {"kind": "twinning"},
            {"themes": sport.pk},
        )
    ]

    assert found == [
        ["Perm – Oxford", "Perm – Qingdao"], ["Perm – Oxford"], ["Perm – Qingdao"],
        ["Perm – Oxford"], ["Perm – Qingdao"],
    ]  # fmt: skip


def test_partnerships_are_narrowed_by_how_a_side_sees_them_now(
    officer: Client, perm: City, oxford: City
) -> None:
    parted = ledger.partnership(perm, oxford)
    ledger.state(parted, perm, "active", when="1995")
    ledger.state(parted, oxford, "active", when="1995")
    ledger.state(parted, oxford, "suspended", when="2022-03")
    mended = ledger.partnership(perm, city("Duisburg"))
    ledger.state(mended, perm, "suspended", when="2001")
    ledger.state(mended, perm, "renewed", when="2002")

    found = {
        state: listed(officer, "ledger/partnership", state=state)
        for state in ("active", "suspended", "renewed", "ended")
    }

    assert found == {
        "active": ["Perm – Oxford"],
        "suspended": ["Perm – Oxford"],
        "renewed": ["Perm – Duisburg"],
        "ended": [],
    }


def test_agreements_are_narrowed_by_city_partnership_year_and_kind(
    officer: Client, perm: City, oxford: City
) -> None:
    twins = ledger.partnership(perm, oxford)
    ledger.agreement(twins, title={"en": "Treaty"}, signed="1995-10-13")
    friends = ledger.partnership(perm, city("Qingdao"))
    ledger.agreement(friends, title={"en": "Plan"}, signed="2003", kind="action-plan")

    found = [
        listed(officer, "ledger/agreement", **asked)
        for asked in (
            {"city": oxford.pk},
            {"city": perm.pk},
            {"partnership": friends.pk},
            {"year": 1995},
            {"kind": "action-plan"},
        )
    ]

    assert found == [["Treaty"], ["Treaty", "Plan"], ["Plan"], ["Treaty"], ["Plan"]]


def test_programmes_are_narrowed_by_the_cities_and_years_of_their_activities_and_their_own(
    officer: Client, perm: City
) -> None:
    series = ledger.programme(title={"en": "White Nights"})
    ledger.activity(host=perm, programme=series, when="2012")
    ledger.activity(host=perm, programme=series, when="2013")
    ledger.programme(title={"en": "Cross year"}, kind="cross-year", when="2014/2015")

    found = [
        listed(officer, "ledger/programme", **asked)
        for asked in (
            {"city": perm.pk},
            {"year": 2012},
            {"year": 2015},
            {"year": 2016},
            {"kind": "cross-year"},
        )
    ]

    assert found == [["White Nights"], ["White Nights"], ["Cross year"], [], ["Cross year"]]


def test_cities_and_organisations_are_narrowed_by_place_and_kind(
    officer: Client, perm: City, oxford: City
) -> None:
    organisation("Archive of Perm", of=perm, kind="archive")
    organisation("School of Oxford", of=oxford, kind="school")

    assert listed(officer, "cities/city", country="GB") == ["Oxford"]
    assert listed(officer, "cities/organisation", city=perm.pk) == ["Archive of Perm"]
    assert listed(officer, "cities/organisation", kind="school") == ["School of Oxford"]


def test_sources_are_narrowed_by_year_language_and_whether_anything_cites_them(
    officer: Client, perm: City
) -> None:
    old = source("Old", publisher="", language="ru", published="1995")
    source("New", publisher="", language="en", published="2018-09")
    groups = source("Lists", publisher="", language="de")
    cite(perm, by=old)
    ledger.participation(ledger.activity(), perm, source=groups)

    found = [
        listed(officer, "sources/source", **asked)
        for asked in (
            {"year": 1995},
            {"language": "en"},
            {"uncited": "true"},
            {"uncited": "false"},
        )
    ]

    assert found == [["Old"], ["New"], ["New"], ["Old", "Lists"]]


@pytest.mark.parametrize(
    "kind",
    ["cities/city", "cities/organisation", "ledger/activity", "ledger/result", "ledger/recognition",
     "ledger/partnership", "ledger/agreement", "ledger/programme"],
)  # fmt: skip
def test_records_without_a_source_are_found(officer: Client, kind: str) -> None:
    known, unknown = (_record(kind, name) for name in ("Known", "Unknown"))
    cite(known)

    found = [listed(officer, kind, sourceless=answer) for answer in ("true", "false")]

    assert found == [[str(unknown)], [str(known)]]


def test_what_is_narrowed_can_be_searched(officer: Client, perm: City) -> None:
    ledger.activity(host=perm, title={"en": "Festival of songs"}, when="2017")
    ledger.activity(host=perm, title={"en": "Festival of books"}, when="2018")
    ledger.activity(host=perm, title={"en": "Camp"}, when="2018")

    found = listed(officer, "ledger/activity", q="festivals", year=2018, city=perm.pk)

    assert found == ["Festival of books"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", ["Perm", "0", "-1", "9" * 40, "1; DROP TABLE", "1.5"])
def test_a_filter_that_cannot_be_understood_breaks_nothing(
    officer: Client, kind: str, wrong: str
) -> None:
    names = ("city", "year", "partnership", "activity", "programme", "state", "sourceless", "kind")

    answer = officer.get(f"/admin/snippets/{kind}/", dict.fromkeys(names, wrong))

    assert answer.status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_asks_no_more_of_a_register_with_many_cities_and_partnerships(
    officer: Client, kind: str, perm: City
) -> None:
    address = f"/admin/snippets/{kind}/"
    officer.get(address, {"year": 1066, "q": "nothing"})
    with CaptureQueriesContext(connection) as of_one:
        officer.get(address, {"year": 1066, "q": "nothing"})

    for place in cities(*(f"City {number}" for number in range(25))):
        ledger.partnership(perm, place)
        ledger.activity(host=place, programme=ledger.programme())
    with CaptureQueriesContext(connection) as of_many:
        page = officer.get(address, {"year": 1066, "q": "nothing"}).text

    assert len(of_many) == len(of_one)
    assert "City 7" not in page


def test_a_chosen_record_is_named_in_the_filter_and_above_the_list(
    officer: Client, perm: City, oxford: City
) -> None:
    twins = ledger.partnership(perm, oxford)
    ledger.agreement(twins)

    page = officer.get("/admin/snippets/ledger/agreement/", {"partnership": twins.pk}).text

    assert f'<option value="{twins.pk}" selected>Perm – Oxford</option>' in page
    assert '<b class="w-ml-1">Perm – Oxford</b>' in page


def _record(kind: str, name: str) -> object:
    words = {"en": name}
    place = city(name)
    made = {
        "cities/city": lambda: place,
        "cities/organisation": lambda: organisation(name),
        "ledger/activity": lambda: ledger.activity(title=words),
        "ledger/result": lambda: ledger.result(title=words),
        "ledger/recognition": lambda: ledger.recognition(title=words, city=place),
        "ledger/partnership": lambda: ledger.partnership(place, city(f"{name} twin")),
        "ledger/agreement": lambda: ledger.agreement(ledger.partnership(place), title=words),
        "ledger/programme": lambda: ledger.programme(title=words),
    }
    return made[kind]()
