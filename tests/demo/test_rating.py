"""The questionnaire of a rating for Perm of the demo: what the register answers, with records."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from citytocity.cities.models import City
from citytocity.ledger.importing import import_files
from citytocity.operations.demo import REGISTER
from citytocity.people.enums import Role
from citytocity.ratings import actions
from citytocity.ratings.queries import sheet_of
from citytocity.ratings.shelf import shelf
from tests.factories.people import member

pytestmark = pytest.mark.django_db


def test_the_register_answers_for_perm_what_it_can_and_each_answer_opens_its_records(
    client: Client,
) -> None:
    import_files([REGISTER])
    perm = City.objects.get(slug="perm")
    officer = member(Role.REGISTRAR, perm)
    client.force_login(officer)

    made = actions.begin(perm, shelf().definitions["uclg-eurasia"], 2018, by=officer)
    sheet = sheet_of(made, by=officer)
    page = BeautifulSoup(client.get(f"/admin/ratings/{made.pk}/").content, "html.parser")

    answers = {code: one for code, one in sheet.answers.items() if one.value is not None}
    assert {code: one.value for code, one in answers.items()} == {
        "twins": 6,
        "events_held": 10,
        "inhabitants": 982_419,
    }
    for code in ("twins", "events_held"):
        link = page.find(id=f"answer-{code}").select_one(".ratings-answer a")
        records = BeautifulSoup(client.get(link["href"]).content, "html.parser").main
        said = re.search(r"(\d+) records?", page.find(id=f"answer-{code}").get_text())
        assert said is not None
        assert int(said[1]) == len(records.select("li.row, li.twin, article.card"))
    assert "Foreign investment" in {str(one.name) for one in sheet.missing}
