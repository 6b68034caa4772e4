"""Sheets for funders: what they count, what they want, and whom they are for."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from citytocity.funders.checking import checked
from citytocity.funders.checks import definitions_are_right
from citytocity.funders.counting import counted
from citytocity.funders.exporting import workbook
from citytocity.funders.reading import read
from citytocity.funders.sheets import sheet_of
from citytocity.funders.shelf import SHELF, SHIPPED, known
from citytocity.funders.words import state_of
from citytocity.ledger.asked import FaultsError
from citytocity.people.enums import Role
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member

DEFINITION: dict[str, Any] = {
    "code": "made-up",
    "name": {"en": "A made-up sheet"},
    "made_after": {"en": "After nothing."},
    "parts": ["identity", "totals", "list"],
    "checks": [{"of": "days", "least": 4, "most": 21}, {"of": "smaller-share", "least": 33}],
}


def _read(**changed: Any) -> Any:
    return read(yaml.safe_dump(DEFINITION | changed, allow_unicode=True))


def _camp(
    *heads: tuple[str, str, int | None], when: str = "2018-07-01/2018-07-10", **values: Any
) -> Any:
    """With groups of so many people from cities of these countries."""
    made = ledger.activity(when=when, **values)
    for name, country, people in heads:
        ledger.participation(made, city(name, country=country), people=people)
    return made


@pytest.mark.django_db
def test_groups_that_were_online_alone_are_no_direct_participants() -> None:
    made = _camp(("Amiens", "FR", 10), country="DE")
    ledger.participation(made, city("Perm"), people=40, mode="online")

    count = counted(made)

    assert (count.people, count.online, count.international) == (10, 40, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "german", "states"),
    [
        ("2018-07-01/2018-07-10", 20, [(10, True, ""), (50, True, "")]),
        ("2018-07-01/2018-07-03", 20, [(3, False, "1 more day needed"), (50, True, "")]),
        ("2018-07-01/2018-07-31", 20, [(31, False, "at most 21 allowed"), (50, True, "")]),
        ("2018-07", 80, [(None, None, ""), (20, False, "at least 33 percent needed")]),
    ],
)
def test_days_and_balance_are_weighed_as_the_definition_says(
    when: str, german: int, states: list[Any]
) -> None:
    made = _camp(("Amiens", "FR", 20), ("Duisburg", "DE", german), when=when)

    found = checked(_read(), counted(made))

    assert [(one.value, one.is_met, one.missing) for one in found] == states


@pytest.mark.django_db
def test_the_share_of_the_young_is_that_of_the_groups_that_say_it() -> None:
    made = _camp(("Amiens", "FR", 60))
    ledger.participation(made, city("Perm"), people=24, youth=12)

    young = _read(checks=[{"of": "young-share", "least": 50}])

    (found,) = checked(young, counted(made))
    assert (found.value, found.is_met) == (50, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heads", "state", "is_met"),
    [
        (24, "at least 24: not known for sure", None),
        (25, "at least 25: met", True),
    ],
)
def test_heads_that_were_not_counted_leave_a_check_open(
    heads: int, state: str, is_met: bool | None
) -> None:
    made = _camp(("Amiens", "FR", None), country="DE")
    ledger.participation(made, city("Perm"), people=heads)

    (found,) = checked(_read(checks=[{"of": "international", "least": 25}]), counted(made))

    assert (state_of(found), found.is_met) == (state, is_met)


@pytest.mark.django_db
def test_the_hosts_own_heads_leave_no_check_of_guests_from_abroad_open() -> None:
    made = _camp(("Duisburg", "DE", None), country="DE")
    ledger.participation(made, city("Perm"), people=24)

    (found,) = checked(_read(checks=[{"of": "international", "least": 25}]), counted(made))

    assert state_of(found) == "24: 1 more international participant needed"


@pytest.mark.django_db
@pytest.mark.parametrize(("heads", "rest"), [(10, (6, 10)), (None, (None, None))])
def test_what_is_not_said_is_reckoned_of_groups_with_a_head_count(
    heads: int | None, rest: Any
) -> None:
    made = _camp(("Amiens", "FR", heads))
    made.participations.update(women=4 if heads else None)
    ledger.participation(made, city("Perm"), people=None, women=17, youth=15)

    count = counted(made)

    assert (count.gender_not_said, count.not_known_to_be_young) == rest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heads", "certainty", "state"),
    [
        (24, "at-least", "at least 24: not known for sure"),
        (24, "counted", "24: 1 more participant needed"),
        (84, "estimated", "estimated 84: met"),
        (26, "about", "about 26: not known for sure"),
        (24, "estimated", "estimated 24: not known for sure"),
        (20, "about", "about 20: 5 more participants needed"),
    ],
)
def test_a_check_says_how_sure_its_number_is(heads: int, certainty: str, state: str) -> None:
    made = _camp()
    ledger.participation(made, city("Perm"), people=heads, certainty=certainty)

    (found,) = checked(_read(checks=[{"of": "people", "least": 25}]), counted(made))

    assert state_of(found) == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heads", "certainty", "state"),
    [
        (100, "counted", "33.3: met"),
        (201, "counted", "33.2: at least 33.3 percent needed"),
        (98, "counted", "32.8: at least 33.3 percent needed"),
        (110, "about", "about 35.4: not known for sure"),
        (200, "about", "about 50: met"),
        (200, "at-least", "about 50: not known for sure"),
    ],
)
def test_a_share_of_groups_is_exact_and_as_sure_as_its_least_sure_group(
    heads: int, certainty: str, state: str
) -> None:
    made = _camp(("Amiens", "FR", 100 if heads == 201 else 200))
    ledger.participation(made, city("Perm"), people=heads, certainty=certainty)
    wanted = [{"of": "smaller-share", "least": 33.3333}]

    (found,) = checked(_read(checks=wanted), counted(made))

    assert state_of(found) == state


@pytest.mark.django_db
def test_where_a_group_does_not_say_it_the_sum_is_one_of_at_least() -> None:
    made = _camp(("Amiens", "FR", 60))
    ledger.participation(made, city("Perm"), people=24, youth=12, women=14)

    sheet = sheet_of(made, _read(parts=["genders", "young", "totals"]))

    words = {line.name: line.words for part in sheet.parts for line in part.lines}
    assert words["Women and girls"] == "at least 14"
    assert words["Under 30"] == "at least 12"
    assert words["Direct participants"] == "84"


@pytest.mark.django_db
def test_a_list_to_sign_says_for_how_many_it_has_no_line() -> None:
    sheet = sheet_of(_camp(("Amiens", "FR", 300), ("Perm", "RU", 150)), _read(parts=["list"]))

    (part,) = sheet.parts
    assert (len(part.lines), part.lines[-1].name) == (400, "Russia, 100")
    assert part.note == "The list ends after 400 lines; people without a line: 50."


@pytest.mark.django_db
def test_what_is_not_sure_is_said_beside_the_numbers() -> None:
    made = _camp(("Amiens", "FR", None))
    ledger.participation(made, city("Perm"), people=30, certainty="at-least")

    sheet = sheet_of(made, _read(parts=["identity", "totals", "list", "genders", "countries"]))

    assert sheet.doubts == (
        "Groups without a head count on record: 1.",
        "Not all heads were counted one by one: at least.",
    )
    assert {line.name: line.words for line in sheet.parts[1].lines}["Direct participants"] == (
        "at least 30"
    )
    assert len(sheet.parts[2].lines) == 30
    assert [(line.name, line.words) for line in sheet.parts[3].lines][:1] == [
        ("Women and girls", "not on record")
    ]
    assert [(line.name, line.words) for line in sheet.parts[4].lines] == [
        ("Russia", "at least 30"),
        ("France", "not on record"),
        ("Invited from other countries", "not on record"),
    ]
    assert len(sheet.count.countries) == 2


@pytest.mark.django_db
def test_sheets_are_for_who_keeps_the_register_of_a_city_that_took_part(client: Client) -> None:
    made = _camp(("Amiens", "FR", 10), title={"en": "Camp"})
    pages = [f"/admin/funders/{made.pk}/{path}" for path in ("", "eu-town-twinning/")]
    form = f"/admin/snippets/ledger/activity/edit/{made.pk}/"

    client.force_login(member(Role.REGISTRAR, city("Oxford")))
    refused = [client.get(page).headers.get("Location") for page in pages]
    client.force_login(member(Role.REGISTRAR, made.participations.get().city))
    seen = [client.get(page).status_code for page in pages]

    assert refused == ["/admin/"] * 2
    assert seen == [200, 200]
    assert pages[0] in client.get(form).content.decode()


@pytest.mark.django_db
def test_files_hold_the_numbers_and_no_formula(client: Client) -> None:
    made = _camp(("Amiens", "FR", 10), country="DE", title={"en": "=1+1"})
    client.force_login(member(Role.REGISTRAR, made.participations.get().city))
    base = f"/admin/funders/{made.pk}/eu-town-twinning/file/"

    book = load_workbook(io.BytesIO(client.get(f"{base}xlsx/").content)).active
    paper = client.get(f"{base}pdf/")

    rows = {row[0].value: row[1].value for row in book.iter_rows(max_col=2)}
    assert rows["International participants: at least 25"] == (
        "10: 15 more international participants needed"
    )
    assert (rows["Title"], rows["Direct participants"], rows["France"]) == ("=1+1", 10, 10)
    assert {cell.data_type for row in book.iter_rows() for cell in row} <= {"s", "n"}
    assert paper.content.startswith(b"%PDF")
    assert client.get(f"{base}exe/").status_code == 404


@pytest.mark.django_db
def test_files_hold_the_numbers_as_numbers_in_every_language() -> None:
    made = _camp(("Amiens", "FR", 2500), country="DE")
    rows = {}

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            book = load_workbook(io.BytesIO(workbook(sheet_of(made, _read(parts=["totals"])))))
            rows[language] = next(row for row in book.active.values if row[1] == 2500)

    assert all(set(row[2:]) <= {None} for row in rows.values())
    assert len(rows) == len(settings.LANGUAGES)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"parts": ["identity", "money"]}, "parts: there is no “money”. There are: identity"),
        (
            {"checks": [{"of": "dogs", "least": 1}]},
            "check 1, of: “dogs” should be one of these: people, international",
        ),
        ({"checks": [{"of": "days"}]}, "check 1: write what it is at least, or at most."),
        (
            {"checks": [{"of": "days", "least": 9, "most": 4}]},
            "check 1: the least is more than the most.",
        ),
        (
            {"checks": [{"of": "members", "least": 1}]},
            "members: name the countries that the check counts.",
        ),
        ({"name": {}}, "name: “keys and values” should be a text in each language"),
    ],
)
def test_a_fault_of_a_definition_is_told_with_its_place(
    changed: dict[str, Any], fault: str
) -> None:
    with pytest.raises(FaultsError, match=f"^{re.escape(fault)}"):
        _read(**changed)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_comes_with_the_site_claims_to_be_nobodys_form(path: Path) -> None:
    made = read(path.read_text())

    assert "not the official form" in made.made_after.data["en"]
    assert "не официальная форма" in made.made_after.data["ru"]
    assert [one for one in made.blanks if "ru" not in one.data] == []


def test_the_examples_of_the_reference_are_read_as_they_stand() -> None:
    page = (Path(settings.ROOT) / "docs/reference/sheet-format.md").read_text()

    event, of_city = (read(text) for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))

    assert [one.measure for one in event.checks] == ["people", "days", "members"]
    assert [one.code for one in of_city.sections] == ["year", "partners"]


def test_an_office_adds_a_sheet_of_its_own() -> None:
    path = SHELF.own_folder / "made-up.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(DEFINITION))
    wrong = path.with_name("wrong.yaml")
    wrong.write_text("code: Wrong!")
    try:
        found = known()
        told = [error.msg for error in definitions_are_right()]
    finally:
        path.unlink()
        wrong.unlink()

    assert "made-up" in found.definitions
    assert told == [f"wrong.yaml: {fault}" for fault in found.faults["wrong.yaml"]]
    assert len(told) == 3
