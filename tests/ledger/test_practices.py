"""What the twins of a city gave it: every figure opens its records, every place its card."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from citytocity.cities.models import City
from citytocity.ledger.models import Result
from tests.factories import ledger
from tests.factories.cities import city, organisation

pytestmark = pytest.mark.django_db
SEEN = {"latitude": "58.00000", "longitude": "56.30000", "place": {"en": "The park"}}


@pytest.fixture
def perm() -> City:
    return city("Perm", is_host=True, latitude=58.01, longitude=56.25)


@pytest.fixture
def oxford() -> City:
    return city("Oxford", latitude=51.75, longitude=-1.26)


def page(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def cards(soup: BeautifulSoup, key: str) -> list[str]:
    """The titles under the heading of this key."""
    section = soup.find("section", attrs={"aria-labelledby": key})
    return [title.text for title in section.find_all("h3")] if isinstance(section, Tag) else []


def test_practices_stand_by_the_way_they_went(client: Client, perm: City, oxford: City) -> None:
    ledger.practice(oxford, perm, title={"en": "Community centres"})
    ledger.practice(perm, oxford, title={"en": "Walks by the river"})
    ledger.practice(oxford, city("Bonn"), title={"en": "Of no concern here"})

    shown = page(client, "/en/practices/")

    assert cards(shown, "got") == ["Community centres"]
    assert cards(shown, "gave") == ["Walks by the river"]


def test_another_city_has_its_own_page_of_practices(
    client: Client, perm: City, oxford: City
) -> None:
    ledger.practice(oxford, perm, title={"en": "Community centres"})

    shown = page(client, "/en/practices/?city=oxford")

    assert (cards(shown, "got"), cards(shown, "gave")) == ([], ["Community centres"])


def test_without_a_host_city_all_practices_stand_together(client: Client, oxford: City) -> None:
    ledger.practice(oxford, city("Bonn"), title={"en": "Community centres"})

    assert cards(page(client, "/en/practices/"), "all") == ["Community centres"]


def test_a_figure_of_practices_opens_as_many_records_as_it_says(
    client: Client, perm: City, oxford: City
) -> None:
    ledger.practice(oxford, perm, still_running="yes", evidenced=True)
    ledger.practice(oxford, perm, still_running="yes")
    ledger.practice(oxford, perm)
    ledger.practice(perm, oxford)

    figures = page(client, "/en/practices/").select(".fig")

    opened = [page(client, str(fig.a["href"])).select(".row") for fig in figures if fig.a]
    assert [fig.b.text for fig in figures if fig.b] == ["3", "2", "1", "1"]
    assert [len(rows) for rows in opened] == [3, 2, 1, 1]


def test_places_in_town_stand_on_its_plan_and_others_do_not(
    client: Client, perm: City, oxford: City
) -> None:
    ledger.practice(oxford, perm, slug="park", **SEEN)
    ledger.practice(oxford, perm, slug="far", **SEEN | {"latitude": "59.00000"})

    links = page(client, "/en/practices/").select("svg.dial a")

    assert [(link["href"], link.text) for link in links] == [("/en/results/park/", "The park")]


def test_a_practice_tells_how_to_copy_it_and_what_nobody_wrote_yet(
    client: Client, perm: City, oxford: City
) -> None:
    office = organisation("Department of Parks", city=perm)
    ledger.practice(
        oxford, perm, slug="park", contact=office, how_to_copy={"en": "Ask the riders."}, **SEEN
    )

    shown = page(client, "/en/results/park/")

    assert [h.text for h in shown.select("h2.h3")][:1] == ["How to copy it"]
    assert "Not on record yet: the problem, what was done, by whom, what it cost," in shown.text
    assert shown.find("a", string="Department of Parks") is not None
    assert shown.select("svg.dial a") == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "de",
            "Noch nicht verzeichnet: das Problem, was getan wurde, von wem, was es kostete, "
            "was es geändert hat, wie man es nachmacht, wen man fragt.",
        ),
        (
            "fr",
            "Pas encore enregistré : le problème, ce qui a été fait, par qui, "
            "ce que cela a coûté, ce qui a changé, comment la reprendre, à qui s’adresser.",
        ),
        (
            "it",
            "Non ancora registrato: il problema, che cosa si è fatto, da chi, quanto è costato, "
            "che cosa è cambiato, come copiarla, a chi chiedere.",
        ),
        (
            "zh-hans",
            "尚未记录\uff1a问题, 做了什么, 由谁实施, 费用, 带来了什么改变, 如何借鉴, 向谁咨询。",
        ),
    ],
)
def test_what_nobody_wrote_yet_of_a_practice_is_told_in_the_language_of_the_page(
    client: Client, perm: City, oxford: City, language: str, told: str
) -> None:
    ledger.practice(oxford, perm, slug="park", **SEEN)

    shown = page(client, f"/{language}/results/park/")

    assert told in " ".join(shown.text.split())


def test_three_practices_ask_no_more_than_one(
    client: Client, perm: City, oxford: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> int:
        client.get("/en/practices/")
        with django_assert_max_num_queries(12) as questions:
            client.get("/en/practices/")
        return len(questions)

    ledger.practice(oxford, perm, **SEEN)
    with_one = asked()
    ledger.practice(oxford, perm, **SEEN)
    ledger.practice(oxford, perm, **SEEN)

    assert asked() == with_one


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("activities/?from_year=2015&to_year=2017", 1),
        ("results/?from_year=2016", 2),
        ("recognitions/?to_year=2016", 1),
        ("participations/?from_year=2016&to_year=2016", 1),
    ],
)
def test_lists_show_what_falls_into_several_years(
    client: Client, perm: City, address: str, found: int
) -> None:
    for year in ("2014", "2016", "2018"):
        ledger.activity(host=perm, when=year)
        ledger.result(when=year)
    ledger.recognition(city=perm, when="2016")
    ledger.recognition(city=perm, when="2018")

    assert len(page(client, f"/en/{address}").select(".row")) == found


def test_years_the_wrong_way_round_are_refused(client: Client) -> None:
    answer = client.get("/en/results/?from_year=2018&to_year=2009")

    assert answer.status_code == 400
    assert "To the year “2009”: It is before 2018." in answer.content.decode()


def practice_data(origin: City, destination: City, **values: Any) -> dict[str, Any]:
    lists = {name: inline_formset([]) for name in ("evidence", "citations")}
    defaults = {
        "title__en": "Community centres",
        "title__original": "en",
        "kind": "practice-adopted",
        "certainty": "counted",
        "still_running": "yes",
        "from_city": origin.pk,
        "to_city": destination.pk,
    }
    return nested_form_data(defaults | lists | values)


def test_an_officer_writes_how_to_copy_a_practice(
    officer: Client, perm: City, oxford: City
) -> None:
    office = organisation("Department of Parks", city=perm)
    told = {"how_to_copy__en": "Ask the riders.", "cost__en": "1 million", "contact": office.pk}
    data = practice_data(oxford, perm, **told, latitude="58.0", longitude="56.3")

    answer = officer.post("/admin/snippets/ledger/result/add/", data)

    saved = Result.objects.get()
    assert answer.status_code == 302
    assert (str(saved.how_to_copy), str(saved.cost), saved.contact, saved.position) == (
        "Ask the riders.",
        "1 million",
        office,
        (58.0, 56.3),
    )


def test_an_officer_is_told_beside_the_field_that_half_a_place_is_none(
    officer: Client, perm: City, oxford: City
) -> None:
    data = practice_data(oxford, perm, latitude="58.0")

    answer = officer.post("/admin/snippets/ledger/result/add/", data)

    assert answer.context["form"].errors == {
        "latitude": ["Give latitude (-90 to 90) and longitude (-180 to 180), or neither."]
    }
