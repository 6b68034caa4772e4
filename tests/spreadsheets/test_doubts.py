"""What a person has to decide, and what becomes of the answer."""

import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from citytocity.cities.models import City, Organisation
from citytocity.ledger.models import Activity, Partnership
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.spreadsheets import actions, working
from citytocity.spreadsheets.enums import State
from citytocity.spreadsheets.models import Spreadsheet
from citytocity.spreadsheets.reading import EMPTY, FIRST, Reader
from citytocity.spreadsheets.tables import Row
from citytocity.spreadsheets.working import TakenAwayError
from tests.factories import ledger
from tests.factories.cities import city, organisation
from tests.factories.people import member, user
from tests.factories.spreadsheets import decided, read, saved, spreadsheet, taken, workbook

pytestmark = pytest.mark.django_db
HEADINGS = ["Title", "When", "City", "People"]
COLUMNS = {0: "title", 1: "when", 2: "cities", 3: "people"}


@pytest.fixture
def officer() -> User:
    city("Perm", host=True)
    city("Duisburg")
    return user(officer=True)


def outcomes(sheet: Spreadsheet) -> list[tuple[int, str]]:
    return list(sheet.lines.values_list("number", "outcome"))


def doubts(sheet: Spreadsheet) -> list[dict[str, Any]]:
    return [doubt for line in sheet.lines.all() for doubt in line.doubts]


def test_rows_are_read_by_the_columns_that_were_said_last(officer: User) -> None:
    file = workbook(HEADINGS, ["Choir", "2018", "Duisburg", 3])
    said = {"columns": COLUMNS, "common": {"kind": "visit", "host": "perm"}, "by": officer}
    sheet = actions.map_columns(read(file, by=officer, columns=COLUMNS), **said)
    working_on = Spreadsheet.objects.get(pk=sheet.pk)

    actions.stop(sheet, by=officer)
    sheet = actions.map_columns(sheet, **said | {"columns": COLUMNS | {3: "attendance"}})
    with pytest.raises(TakenAwayError):
        working.read_rows(working_on)
    working.read.func(sheet.pk, working_on.turn)
    sheet.refresh_from_db()
    assert sheet.state == State.READING
    working.read.func(sheet.pk, sheet.turn)

    assert [line.values.get("attendance") for line in sheet.lines.all()] == [3]
    assert "people" not in sheet.lines.get().values["participations"][0]


def test_a_worker_that_was_stopped_tells_no_faults(officer: User, monkeypatch: Any) -> None:
    sheet = spreadsheet(workbook(HEADINGS), by=officer, subject="activities", language="en")
    sheet = actions.map_columns(sheet, columns=COLUMNS, common={}, by=officer)

    def stopped_meanwhile(*_args: Any) -> int:
        actions.stop(sheet, by=officer)
        return 0

    monkeypatch.setattr(working, "row_count", stopped_meanwhile)
    working.read.func(sheet.pk, sheet.turn)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.faults) == (State.BROUGHT, [])


@pytest.mark.parametrize(("answer", "people"), [(FIRST, 30), (EMPTY, None), ([25, "about"], 25)])
def test_a_merged_number_counts_once_if_somebody_says_so(
    officer: User, answer: Any, people: int | None
) -> None:
    book = Workbook()
    page = book.active
    page.title = "List"
    page.append(HEADINGS)
    page.append(["Choir", datetime.date(2018, 9, 12), "Duisburg", 30])
    page.append([None, None, "Perm", None])
    page.append(["Chess", "2019", "Perm", 30])
    for cells in ("A2:A3", "B2:B3", "D2:D3"):
        page.merge_cells(cells)
    common = {"kind": "visit", "host": "perm"}

    sheet = read(saved(book), by=officer, columns=COLUMNS, common=common)

    assert outcomes(sheet) == [(2, "doubt"), (3, "new"), (4, "new")]
    [doubt] = doubts(sheet)
    assert (doubt["key"], doubt["choices"]) == (
        "people|30 (2–3)", [[FIRST, "it is of row 2 alone"]],
    )  # fmt: skip
    decided(sheet, **{doubt["key"]: answer})
    assert outcomes(sheet) == [(2, "new"), (3, "part"), (4, "new")]
    taken(sheet)
    choir = Activity.objects.get(slug="choir-2018")
    assert [group.people for group in choir.participations.all()] == [people, None]


ORGANISATIONS = {0: "name", 1: "kind", 2: "city"}


@pytest.mark.parametrize(
    ("answer", "outcome"), [("new:school-5", "new"), ("on:school-5", "there"), ("!", "left")]
)
def test_two_of_the_same_name_are_not_taken_for_one(
    officer: User, answer: str, outcome: str
) -> None:
    perm = city("Kungur")
    organisation("School 5", slug="school-5", kind="school", city=perm)
    rows = [["School 5", "school", "Duisburg"], ["School 5", "school", "Kungur"]]

    sheet = read(
        workbook(["Name", "Kind", "City"], *rows),
        by=officer, columns=ORGANISATIONS, subject="organisations",
    )  # fmt: skip

    assert outcomes(sheet) == [(2, "doubt"), (3, "there")]
    [doubt] = doubts(sheet)
    assert doubt["choices"] == [
        ["on:school-5", "it is School 5 (school, Kungur, school-5)"],
        ["new:school-5", "it is another one, of the same name"],
    ]
    assert (doubt["needed"], doubt["closed"]) == (True, True)
    decided(sheet, **{doubt["key"]: answer})
    assert outcomes(sheet)[0] == (2, outcome)
    taken(sheet)
    assert Organisation.objects.count() == 1 + (outcome == "new")


def test_what_came_on_record_since_it_was_decided_is_asked_about(officer: User) -> None:
    perm = City.objects.get(slug="perm")
    organisation("School 5", slug="first", kind="school", city=perm)
    file = workbook(["Name", "Kind", "City"], ["School 5", "school", "Duisburg"])
    sheet = read(file, by=officer, columns=ORGANISATIONS, subject="organisations")
    [doubt] = doubts(sheet)
    decided(sheet, **{doubt["key"]: doubt["choices"][-1][0]})
    assert outcomes(sheet) == [(2, "new")]
    organisation(
        "School 5", slug="colleague", kind="school", city=City.objects.get(slug="duisburg")
    )

    taken(sheet)
    assert "on record by now: 2" in sheet.faults[0]
    decided(sheet)

    [doubt] = doubts(sheet)
    assert [value for value, _told in doubt["choices"]] == [
        "on:colleague", "on:first", "new:colleague:first",
    ]  # fmt: skip
    decided(sheet, **{doubt["key"]: "new:colleague:first"})
    taken(sheet)
    assert Organisation.objects.count() == 3


def test_rows_of_the_same_name_that_something_tells_apart_are_asked_about(officer: User) -> None:
    rows = [["Fair", "2018", "Perm"], ["Fair", "2018", "Duisburg"], ["Fair", "2018", "Duisburg"]]
    columns = {0: "title", 1: "when", 2: "host"}
    sheet = read(
        workbook(HEADINGS[:3], *rows), by=officer, columns=columns, common={"kind": "visit"}
    )
    assert outcomes(sheet) == [(2, "new"), (3, "doubt"), (4, "doubt")]
    first, second = doubts(sheet)
    assert first["key"] == second["key"]
    assert first["choices"][0] == ["row:2", "it is the one in row 2"]

    decided(sheet, **{first["key"]: "new"})

    assert outcomes(sheet) == [(2, "new"), (3, "new"), (4, "part")]
    taken(sheet)
    assert Activity.objects.count() == 2


def test_several_on_record_that_nothing_tells_apart_are_named(officer: User) -> None:
    for slug in ("one", "other"):
        ledger.activity(
            city("Oxford" if slug == "one" else "Linz"), slug=slug, title={"en": "Choir"},
            when="2018", kind="visit",
        )  # fmt: skip
    sheet = read(
        workbook(HEADINGS, ["Choir", "2018", "Duisburg", 3]),
        by=officer, columns=COLUMNS, common={"kind": "visit"},
    )  # fmt: skip

    [doubt] = doubts(sheet)

    assert [value for value, _told in doubt["choices"]] == ["on:one", "on:other", "new:one:other"]


def test_the_second_city_of_a_partnership_is_what_was_answered(officer: User) -> None:
    rows = [["Partner", "Since"], [None, "1999"], ["Duisburg", "2007"]]
    sheet = read(
        workbook(*rows), by=officer, columns={0: "partner", 1: "since"},
        common={"host": "perm", "kind": "friendship"}, subject="partnerships",
    )  # fmt: skip
    [doubt] = doubts(sheet)
    assert (doubt["key"], doubt["told"], doubt["needed"]) == (
        "city|perm + ?", "Two cities are needed.", True,
    )  # fmt: skip

    decided(sheet, **{doubt["key"]: "perm"})
    assert outcomes(sheet) == [(2, "doubt"), (3, "new")]
    city("Oxford")
    decided(sheet, **{doubt["key"]: "oxford"})

    assert outcomes(sheet) == [(2, "new"), (3, "new")]
    taken(sheet)
    assert set(Partnership.objects.values_list("slug", flat=True)) == {
        "perm-oxford", "perm-duisburg",
    }  # fmt: skip


CHOIR = ["Choir", "2018", "Duisburg", 3, None]
GUESTS = [None, None, "Duisburg", 7, None]


@pytest.mark.parametrize(
    ("row", "becomes", "guests"),
    [
        (["Chess", "2018", "Perm", 4, None], "new", ("part", 3)),
        (["Choir", "2018", "Perm", 4, None], "part", ("part", 2)),
        (["Chess", "someday", "Perm", 4, None], "doubt", ("doubt", 3)),
        (["Chess", "not taken", "Perm", 4, None], "left", ("left", 3)),
        ([None, None, "not taken", 4, None], "left", ("part", 2)),
        ([None, None, "Atlantis", 4, None], "doubt", ("part", 2)),
        ([None, None, None, None, None], "", ("part", 2)),
        ([None, None, None, None, "Autumn"], "left", ("part", 2)),
    ],
)
def test_guests_go_with_the_activity_that_they_stand_below(
    officer: User, row: list[Any], becomes: str, guests: tuple[str, int]
) -> None:
    sheet = read(
        workbook([*HEADINGS, "Note"], CHOIR, row, GUESTS),
        by=officer, columns=COLUMNS, common={"kind": "visit", "host": "perm"},
    )  # fmt: skip

    decided(sheet, **{"when|not taken": "!", "city|not taken": "!"})

    assert dict(outcomes(sheet)).get(3, "") == becomes
    line = sheet.lines.get(number=4)
    assert (line.outcome, line.first) == guests


def test_guests_of_a_foreign_activity_are_foreign_but_ones_own_are_asked_about() -> None:
    city("Perm")
    registrar = member(Role.REGISTRAR, city("Duisburg"))
    rows = [CHOIR, ["Chess", "2018", "Perm", 4], [None, None, "Perm", 5], GUESTS]

    sheet = read(workbook(HEADINGS, *rows), by=registrar, columns=COLUMNS, common={"kind": "visit"})

    assert outcomes(sheet) == [(2, "new"), (3, "foreign"), (4, "foreign"), (5, "doubt")]


def test_a_row_that_says_nothing_but_what_is_in_doubt_is_not_left_out(officer: User) -> None:
    sheet = read(workbook(HEADINGS, [None, None, "Atlantis"]), by=officer, columns=COLUMNS)

    assert outcomes(sheet) == [(2, "doubt")]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_that_may_be_on_record_ask_as_much_as_one(
    officer: User, django_assert_num_queries: Any, count: int
) -> None:
    for name in ("Oxford", "Linz", "Graz")[:count]:
        ledger.activity(host=city(name), title={"en": "Choir"}, when="2018")
    sheet = Spreadsheet(
        subject="activities", language="en", columns={"0": "title", "1": "when", "2": "host"},
        common={"kind": "visit"},
    )  # fmt: skip
    reader = Reader(sheet, keys=None)

    with django_assert_num_queries(4):
        found = [
            reader.read(Row(number, ["Choir", "2018", "Duisburg"]))
            for number in range(2, 2 + count)
        ]

    assert [len(one.doubts[0]["choices"]) for one in found] == [count + 1] * count
