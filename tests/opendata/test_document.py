"""The OpenAPI document says of every answer what it is, and the page for people says the same."""

import re
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from citytocity.opendata import shapes
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.sources import cite
from tests.opendata.asking import answer, path_of, told

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(scope="module")
def asked() -> dict[str, str]:
    """An address for each path of the document."""
    return {
        "/": "/",
        "/cities": "/cities",
        "/partnerships": "/partnerships?city=perm",
        "/indicators": "/indicators",
        "/indicators/{code}": "/indicators/I11",
        "/figures": "/figures?city=perm&year=2018",
        "/figures/{code}": "/figures/I08?city=perm&by=year&from_year=2017&to_year=2018",
        "/figures/{code}/records": "/figures/I08/records?city=perm&year=2018",
    }


def test_every_answer_is_as_the_document_says(asked: dict[str, str]) -> None:
    perm, oxford = cities("Perm", "Oxford")
    ledger.partnership(perm, oxford)
    cite(ledger.activity(oxford, host=perm))
    document = told(f"{API}/openapi.json")

    found = {path: told(f"{API}{address}") for path, address in asked.items()}

    assert set(found) == set(document["paths"])
    faults = {
        path: [fault.message for fault in _validator(document, path, "200").iter_errors(body)]
        for path, body in found.items()
    }
    assert faults == {path: [] for path in asked}
    assert found["/figures/{code}/records"]["records"][0]["sources"]


def test_every_problem_is_as_the_document_says(asked: dict[str, str]) -> None:
    document = told(f"{API}/openapi.json")

    for path, address in asked.items():
        wrong = answer(f"{API}{address.partition('?')[0]}?nonsense=1")

        validator = _validator(document, path, "400")
        assert (wrong.status_code, list(validator.iter_errors(wrong.json()))) == (400, [])


def test_the_document_is_openapi_3_1_of_this_site_and_names_every_parameter() -> None:
    document = told(f"{API}/openapi.json")

    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": f"http://127.0.0.1:8000{API}"}]
    assert "license" not in document["info"]
    figure = document["paths"]["/figures/{code}"]["get"]
    names = [one["name"] for one in figure["parameters"]]
    assert sorted(names) == sorted(["code", *shapes.Several.model_fields])
    assert all(one.get("description") or one["in"] == "path" for one in figure["parameters"])


def test_the_page_tells_every_value_and_its_addresses_answer() -> None:
    perm, oxford = cities("Perm", "Oxford")
    ledger.activity(oxford, host=perm)

    page = Client().get("/en/open-data/").text

    named = set(re.findall(r"<dt[^>]*>([a-z_]+)</dt>", page))
    shown = (shapes.Indicator, shapes.Figure, shapes.Behind, shapes.Record, shapes.Several)
    assert {name for shape in shown for name in shape.model_fields} <= named
    addresses = set(re.findall(r'href="(http[^"]+/api/v1/[^"]*)"', page))
    answers = {one: answer(one.replace("&amp;", "&")).status_code for one in addresses}
    assert len(addresses) == 9
    assert set(answers.values()) == {200}
    assert all("city=" in one for one in addresses if "year" in one)


@pytest.mark.parametrize("language", ["en", "ru", "de", "it", "fr", "zh-hans"])
def test_the_page_is_there_in_every_language_before_anything_is_on_record(language: str) -> None:
    found = Client().get(f"/{language}/open-data/")

    assert found.status_code == 200
    assert f"lang={language}" in found.text


def test_the_licence_that_the_office_states_is_told_everywhere(settings: Any) -> None:
    before = Client().get("/en/open-data/").text
    settings.DATA_LICENCE = "cc-by"
    after = Client().get("/en/open-data/").text

    stated = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert "This site states no licence for its data" in before
    assert f'<a href="{stated["url"]}" rel="license">{stated["name"]}</a>' in after
    assert told(f"{API}/")["licence"] == stated
    assert told(f"{API}/openapi.json")["info"]["license"] == stated


def test_a_figures_page_leads_to_the_figure_and_to_its_records_as_a_table() -> None:
    perm, oxford = cities("Perm", "Oxford")
    ledger.activity(oxford, host=perm, kind="visit")
    page = Client().get("/ru/figures/I11/?city=perm&year=2018&kind=visit").text

    found = dict(
        re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)"', page)
    )

    [figure] = told(found["application/json"].replace("&amp;", "&"))["figures"]
    table = answer(found["text/csv"].replace("&amp;", "&"))
    assert (figure["value"], figure["where"], figure["name"]["language"]) == (
        1,
        {"kind": ["visit"]},
        "ru",
    )
    assert path_of(figure["page"]) == "/ru/figures/I11/?year=2018&city=perm&kind=visit"
    assert len(table.text.splitlines()) == 2


def _validator(document: dict[str, Any], path: str, status: str) -> Draft202012Validator:
    media_type = "application/json" if status == "200" else "application/problem+json"
    content = document["paths"][path]["get"]["responses"][status]["content"]
    schema = content[media_type]["schema"] | {"components": document["components"]}
    return Draft202012Validator(schema)
