"""Where the number of inhabitants is known from is told to each reader in their language."""

import io
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.exporting import answers_file
from citytocity.ratings.inhabitants import known_from
from citytocity.ratings.models import Questionnaire
from citytocity.ratings.paper import told
from citytocity.ratings.queries import sheet_of
from citytocity.ratings.shelf import shelf
from citytocity.ratings.workbook import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up")]
SAID = {
    2017: {
        "en": "Record of the city, counted in 2017",
        "ru": "Запись города, подсчёт 2017 года",
        "de": "Eintrag der Stadt, gezählt im Jahr 2017",
        "zh-hans": "该城市的记录，统计于 2017 年",
    },
    None: {"en": "Record of the city", "ru": "Запись города", "de": "Eintrag der Stadt"},
}


@pytest.mark.parametrize("year", SAID)
@pytest.mark.parametrize("written_in", ["en", "ru"])
def test_the_record_of_the_city_is_told_in_the_language_of_the_reader(
    year: int | None, written_in: str, client: Client, perm: City, registrar: User
) -> None:
    made = _begun(perm, year=year, by=registrar, language=written_in)
    entry = actions.hand_in(made, by=registrar)
    actions.open_to_all(entry, is_public=True, by=registrar)

    for language, words in SAID[year].items():
        page = client.get(f"/{language}/ratings/made-up/2018/perm/").content.decode()
        with override(language):
            files = _files(made, by=registrar)
        assert [words in one for one in (page, *files)] == [True] * 4
    assert entry.told["population_source"] == SAID[year][written_in]


def test_who_reads_it_in_another_language_changes_nothing_of_it_by_saving(
    office: Client, perm: City, registrar: User
) -> None:
    made = _begun(perm, year=2017, by=registrar, language="ru")
    address = f"/admin/ratings/{made.pk}/"
    form = office.get(address).context["form"]
    seen = {f"initial-{name}": form[name].value() for name in ("population", "population_source")}
    kept = {name.removeprefix("initial-"): value for name, value in seen.items()}

    office.post(address, seen | kept, follow=True)
    made.refresh_from_db()
    after_nothing = made.population_source
    changed = office.post(address, seen | kept | {"population": "999999"}, follow=True)
    made.refresh_from_db()

    assert kept["population_source"] == SAID[2017]["en"]
    assert after_nothing == SAID[2017]["ru"]
    assert [str(one) for one in changed.context["messages"]] == ["Saved."]
    assert made.population == 999_999


def test_what_a_person_wrote_stays_as_it_was_written() -> None:
    written = ["Census, counted in 2017", "Record of the city, by hand", ""]

    with override("ru"):
        assert [known_from(one) for one in written] == written


def _begun(perm: City, *, year: int | None, by: User, language: str) -> Questionnaire:
    perm.population_year = year
    with override(language):
        return actions.begin(perm, shelf().definitions["made-up"], 2018, by=by)


def _files(made: Questionnaire, *, by: User) -> list[str]:
    """What each of its files says, as text."""
    sheet: Any = sheet_of(made, by=by)
    book = load_workbook(io.BytesIO(workbook(sheet))).active
    cells = [str(cell) for row in book.values for cell in row]
    return [" ".join(answers_file(sheet).split()), str(cells), str(told(sheet))]
