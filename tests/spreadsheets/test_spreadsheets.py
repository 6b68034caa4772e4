"""A list of an officer's on its way into the register."""

import datetime
import io
import os
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.chart import BarChart
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.ledger.actions import bring_back, note_whole
from citytocity.ledger.models import Activity, DeletedRecord, Participation, Partnership
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.spreadsheets import actions, working
from citytocity.spreadsheets.actions import NotNowError
from citytocity.spreadsheets.enums import State
from citytocity.spreadsheets.models import Layout, Spreadsheet, kept_apart
from citytocity.spreadsheets.reading import OUT
from citytocity.translation.actions import take_in_records
from citytocity.translation.models import Text
from tests.confirmation.pages import form_on
from tests.factories import confirmation, ledger, money
from tests.factories.cities import city
from tests.factories.people import member, user
from tests.factories.spreadsheets import (
    decided,
    read,
    saved,
    spreadsheet,
    taken,
    undone,
    workbook,
)

pytestmark = pytest.mark.django_db
COLUMNS = {0: "title", 1: "when", 2: "cities", 3: "people"}
HEADINGS = ["Title", "When", "City", "People"]
ADDRESS = "/admin/spreadsheets/"


@pytest.fixture
def officer() -> User:
    return user(officer=True)


@pytest.fixture
def twins() -> dict[str, City]:
    perm = city("Perm", host=True, name={"ru": "Пермь", "en": "Perm"})
    duisburg = city("Duisburg", name={"de": "Duisburg", "ru": "Дуйсбург"})
    return {"perm": perm, "duisburg": duisburg}


def outcomes(sheet: Spreadsheet) -> list[tuple[int, str]]:
    return list(sheet.lines.values_list("number", "outcome"))


def told(sheet: Spreadsheet) -> list[str]:
    return [doubt["told"] for line in sheet.lines.all() for doubt in line.doubts]


def visits(*rows: list[Any], by: User, **values: Any) -> Spreadsheet:
    common = {"kind": "visit", "host": "perm"}
    return read(workbook(HEADINGS, *rows), by=by, columns=COLUMNS, common=common, **values)


def test_rows_become_activities_with_the_groups_that_took_part(
    officer: User, twins: dict[str, City]
) -> None:
    sheet = visits(
        ["Choir", "12–15 Sept 2018", "Дуйсбурга", "ок. 30"],
        [None, None, "г. Пермь", "12+"],
        [None, None, None, None],
        ["Chess", datetime.date(2018, 10, 3), "Perm; Duisburg", 40],
        by=officer,
    )
    assert outcomes(sheet) == [(2, "new"), (3, "part"), (5, "new")]

    taken(sheet)

    choir, chess = Activity.objects.order_by("when_first")
    assert (choir.slug, choir.when, choir.host) == (
        "choir-2018", "2018-09-12/2018-09-15", twins["perm"],
    )  # fmt: skip
    assert [(g.city.slug, g.role, g.people, g.certainty) for g in choir.participations.all()] == [
        ("duisburg", "guest", 30, "about"),
        ("perm", "host", 12, "at-least"),
    ]
    assert (chess.attendance, chess.participations.count()) == (40, 2)
    assert choir.latest_revision.user == officer


def test_a_doubt_waits_for_an_answer_that_counts_for_all_rows(
    officer: User, twins: dict[str, City]
) -> None:
    sheet = visits(
        ["One", "2018", "Duisbrug", 1], ["Two", "03/04/2018", "Duisbrug", "many"], by=officer
    )
    assert outcomes(sheet) == [(2, "doubt"), (3, "doubt")]
    with pytest.raises(NotNowError):
        actions.take_over(sheet, by=officer)

    decided(
        sheet,
        **{"city|Duisbrug": "duisburg", "when|03/04/2018": "2018-04-03", "people|many": "-"},
    )

    assert outcomes(sheet) == [(2, "new"), (3, "new")]
    taken(sheet)
    assert set(Activity.objects.values_list("when", flat=True)) == {"2018", "2018-04-03"}


def test_rows_may_be_left_out(officer: User, twins: dict[str, City]) -> None:
    sheet = visits(["Year 2018"], ["Choir", "2018", "Atlantis", 3], by=officer)

    decided(sheet, **{"city|Atlantis": OUT})

    assert outcomes(sheet) == [(2, "new"), (3, "left")]


def test_what_is_on_record_already_is_not_made_twice(officer: User, twins: dict[str, City]) -> None:
    rows = [["Choir", "2018", "Duisburg", 3], ["Chess", "2018", "Duisburg", 4]]
    taken(visits(*rows, by=officer))

    again = visits(*rows, by=officer)

    assert outcomes(again) == [(2, "there"), (3, "there")]
    working.take.func(actions.take_over(again, by=officer).pk)
    again.refresh_from_db()
    assert (again.state, again.faults) == (State.READ, ["There is no new record in it."])


@pytest.mark.parametrize("with_id", [True, False])
def test_what_came_on_record_since_it_was_read_is_left_alone(
    officer: User, twins: dict[str, City], with_id: bool
) -> None:
    columns = {4: "id"} if with_id else {0: "title"}
    sheet = read(
        workbook([*HEADINGS, "Id"], ["Choir", "2018", "Duisburg", 3, "own"]),
        by=officer, columns=COLUMNS | columns, common={"kind": "visit", "host": "perm"},
    )  # fmt: skip
    title = {"en": "Another" if with_id else "Choir"}
    ledger.activity(twins["duisburg"], slug="own", title=title, when="2018")
    assert outcomes(sheet) == [(2, "new")]

    taken(sheet)

    assert (sheet.state, sheet.made) == (State.READ, [])
    assert "on record by now: 2" in sheet.faults[0]
    assert Activity.objects.get().title == Words(title)


def test_a_list_that_does_not_fit_the_register_comes_in_not_at_all(
    officer: User, twins: dict[str, City]
) -> None:
    sheet = visits(
        ["Choir", "2018", "Duisburg", 3], [None, None, "Duisburg", 4], ["Chess", "2018"], by=officer
    )

    taken(sheet)

    assert sheet.state == State.READ
    assert "List!A3" in sheet.faults[0]
    assert Activity.objects.count() == 0


def test_it_is_undone_for_a_day(officer: User, twins: dict[str, City]) -> None:
    kept = ledger.activity(twins["perm"])
    sheet = taken(visits(["Choir", "2018", "Duisburg", 3], by=officer))

    undone(sheet)

    assert sheet.state == State.UNDONE
    assert list(Activity.objects.all()) == [kept]
    trace = ModelLogEntry.objects.get(action="wagtail.delete")
    assert (trace.label, trace.user, trace.deleted) == ("Choir", officer, True)
    assert str(bring_back(DeletedRecord.objects.get(), by=officer)) == "Choir"
    late = taken(visits(["Chess", "2018", "Duisburg", 3], by=officer))
    Spreadsheet.objects.filter(pk=late.pk).update(taken=timezone.now() - actions.A_DAY)
    late.refresh_from_db()
    with pytest.raises(NotNowError):
        actions.undo(late, by=officer)


@pytest.mark.parametrize("how", ["changed", "linked"])
def test_what_was_changed_or_linked_since_is_not_undone(
    officer: User, twins: dict[str, City], how: str
) -> None:
    sheet = taken(
        visits(["Choir", "2018", "Duisburg", 3], ["Chess", "2018", "Duisburg", 3], by=officer)
    )
    choir = Activity.objects.get(slug="choir-2018")
    if how == "changed":
        choir.summary = Words({"en": "They sang."})
        choir.save()
    else:
        ledger.result(activity=choir, title={"en": "A record of the choir"})

    undone(sheet)

    assert sheet.state == State.TAKEN
    assert ("Choir" if how == "changed" else "A record of the choir") in sheet.faults[0]
    assert Activity.objects.count() == 2


def test_what_only_a_hidden_relation_names_is_not_undone(officer: User) -> None:
    sheet = taken(
        read(
            workbook(["Name", "Country"], ["Duisburg", "Germany"]),
            by=officer, columns={0: "name", 1: "country"}, subject="cities",
        )
    )  # fmt: skip
    author = member(Role.AUTHOR, City.objects.get())

    undone(sheet)

    assert (sheet.state, author.memberships.count()) == (State.TAKEN, 1)
    assert "changed or linked since" in sheet.faults[0]


def test_what_waits_at_the_translators_desk_is_undone_with_it(officer: User) -> None:
    sheet = taken(
        read(
            workbook(["Name", "Country"], ["Duisburg", "Germany"]),
            by=officer, columns={0: "name", 1: "country"}, subject="cities",
        )
    )  # fmt: skip
    take_in_records(City, sheet.made)
    assert Text.objects.get().city == City.objects.get()

    undone(sheet)

    assert (sheet.state, City.objects.count(), Text.objects.count()) == (State.UNDONE, 0, 0)


def test_activities_that_are_part_of_each_other_are_undone_together(
    officer: User, twins: dict[str, City], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = taken(
        visits(["Choir", "2018", "Duisburg", 3], ["Chess", "2018", "Duisburg", 3], by=officer)
    )
    chess, choir = Activity.objects.order_by("slug")
    Activity.objects.filter(pk=choir.pk).update(part_of=chess)
    monkeypatch.setattr(working, "PORTION", 1)

    undone(sheet)

    assert (sheet.state, Activity.objects.count()) == (State.UNDONE, 0)


def test_cities_are_undone_after_the_records_about_them(officer: User) -> None:
    columns = {0: "name", 1: "country"}
    cities = taken(
        read(
            workbook(["Name", "Country"], ["Duisburg", "Germany"], ["Perm", "Russia"]),
            by=officer, columns=columns, subject="cities",
        )
    )  # fmt: skip
    undone(taken(visits(["Choir", "2018", "Duisburg", 3], by=officer)))

    undone(cities)
    connection.check_constraints()

    assert (cities.state, City.objects.count(), cities.faults) == (State.UNDONE, 0, [])
    assert DeletedRecord.objects.filter(title="Choir", cities=None).count() == 1


def test_who_keeps_one_register_brings_what_touches_it(twins: dict[str, City]) -> None:
    registrar = member(Role.REGISTRAR, twins["duisburg"])
    rows = [["Choir", "2018", "Duisburg", 3], ["Own", "2018", "Perm", 3]]

    sheet = read(workbook(HEADINGS, *rows), by=registrar, columns=COLUMNS, common={"kind": "visit"})

    assert outcomes(sheet) == [(2, "new"), (3, "foreign")]
    taken(sheet)
    assert [str(one) for one in Activity.objects.all()] == ["Choir"]
    with pytest.raises(PermissionDenied):
        actions.describe(sheet_of(registrar), by=registrar, subject="cities")


def sheet_of(person: User) -> Spreadsheet:
    return spreadsheet(workbook(["Name"], ["Perm"]), by=person)


def test_nobody_else_sees_it_or_goes_on_with_it(officer: User, client: Client) -> None:
    sheet, other = sheet_of(officer), user(officer=True)
    client.force_login(other)

    with pytest.raises(PermissionDenied):
        actions.remove(sheet, by=other)
    assert client.get(f"{ADDRESS}{sheet.pk}/").status_code == 302
    assert client.get(f"{ADDRESS}{sheet.pk}/progress/").status_code == 302
    assert sheet.name.encode() not in client.get(ADDRESS).content
    with pytest.raises(PermissionDenied):
        actions.bring(sheet.file, name="x", by=member(Role.AUTHOR, city("Oxford")))


def test_partnerships_are_known_by_their_sides(officer: User, twins: dict[str, City]) -> None:
    rows = [["Партнёр", "С какого года"], ["Дуйсбург", "с 2007 г."], ["Duisburg", "2007"]]
    columns, common = {0: "partner", 1: "since"}, {"host": "perm", "kind": "twinning"}

    sheet = read(
        workbook(*rows), by=officer, columns=columns, common=common, subject="partnerships"
    )

    assert outcomes(sheet) == [(2, "new"), (3, "there")]
    taken(sheet)
    made = Partnership.objects.get()
    assert (made.slug, made.since) == ("perm-duisburg", "2007/..")


def test_the_whole_way_through_the_pages(
    officer: User, client: Client, twins: dict[str, City]
) -> None:
    client.force_login(officer)
    content = workbook(
        ["Список визитов"],
        [],
        ["Мероприятие", "Дата", "Город", "Участников", "Вид"],
        ["Хор", "сентябрь 2018", "Дуйсбурга", "ок. 30", "визит"],
    )
    file = SimpleUploadedFile("visits.xlsx", content)

    answer = client.post(ADDRESS, {"file": file}, follow=True)
    sheet = Spreadsheet.objects.get()
    form = answer.context["form"]
    assert (form["heading_row"].value(), form["subject"].value(), form["language"].value()) == (
        3, "activities", "ru",
    )  # fmt: skip
    said = {name: form[name].value() for name in ("heading_row", "subject", "language")}
    answer = client.post(sheet.get_absolute_url(), said | {"step": "describe"}, follow=True)
    form = answer.context["form"]
    columns = {f"column-{n}": form[f"column-{n}"].value() for n in range(5)}
    assert list(columns.values()) == ["title", "when", "cities", "people", "kind"]
    data = columns | {"step": "columns", "common-host": "Перми", "layout_name": "Visits"}
    client.post(sheet.get_absolute_url(), data)
    assert client.get(f"{sheet.get_absolute_url()}progress/").json()["is_at_work"]
    working.read.func(sheet.pk)
    answer = client.get(sheet.get_absolute_url())
    assert [row["when"] for row in answer.context["rows"]] == ["September 2018"]
    client.post(f"{sheet.get_absolute_url()}take/")
    working.take.func(sheet.pk)

    assert "1 record was made" in client.get(sheet.get_absolute_url()).content.decode()
    assert Activity.objects.get().title == Words({"ru": "Хор"})
    assert Layout.objects.get().headings == {
        "мероприятие": "title", "дата": "when", "город": "cities", "участников": "people",
        "вид": "kind",
    }  # fmt: skip


def test_a_file_that_is_none_is_told_beside_its_field(officer: User, client: Client) -> None:
    client.force_login(officer)
    charts = Workbook()
    charts.remove(charts.active)
    charts.create_chartsheet("Chart").add_chart(BarChart())
    for name, content, says in (
        ("a.pdf", b"%PDF-1.7", "is neither an Excel workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0old", "is neither an Excel workbook"),
        ("a.xlsx", b"PK\x03\x04broken", "no Excel workbook"),
        ("a.xlsx", saved(charts), "no sheet with cells"),
    ):
        answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})
        assert says in answer.context["form"].errors["file"][0]
    assert Spreadsheet.objects.count() == 0


@pytest.mark.parametrize("name", ["sheet", "encoding"])
def test_an_unknown_sheet_or_encoding_is_told_beside_its_field(
    officer: User, client: Client, name: str
) -> None:
    client.force_login(officer)
    book = Workbook()
    book.create_sheet("Other")
    is_text = name == "encoding"
    content, file = (CSV.encode(), "a.csv") if is_text else (saved(book), "a.xlsx")
    sheet = spreadsheet(content, by=officer, name=file, sheet="" if is_text else "Other")

    answer = client.post(sheet.get_absolute_url(), {"step": "describe", name: "rot13"})

    assert "rot13" in answer.context["form"].errors[name][0]


def test_what_happened_meanwhile_is_told_when_doubts_are_decided(
    officer: User, client: Client, twins: dict[str, City], monkeypatch: Any
) -> None:
    client.force_login(officer)
    sheet = visits(["Choir", "2018", "Atlantis", 3], by=officer)

    def late(*args: Any, **kwargs: Any) -> None:
        raise NotNowError("It is at work.")

    monkeypatch.setattr(actions, "decide", late)
    said = {"answer-0": OUT, "key-0": "city|Atlantis"}
    answer = client.post(sheet.get_absolute_url(), said, follow=True)

    assert "It is at work." in answer.content.decode()


def test_old_files_are_forgotten_and_records_stay(officer: User, twins: dict[str, City]) -> None:
    sheet = taken(visits(["Choir", "2018", "Duisburg", 3], by=officer))
    fresh = sheet_of(officer)
    Spreadsheet.objects.filter(pk=sheet.pk).update(taken=timezone.now() - 2 * actions.A_DAY)

    actions.forget_old()

    assert list(Spreadsheet.objects.all()) == [fresh]
    assert Activity.objects.count() == 1


def files() -> set[str]:
    storage = kept_apart()
    return set(storage.listdir("")[1]) if storage.exists("") else set()


def test_a_file_that_cannot_be_noted_down_does_not_stay(officer: User) -> None:
    sheet_of(officer)
    before = files()

    def locked(execute: Any, sql: str, *args: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError("database is locked")
        return execute(sql, *args)

    with connection.execute_wrapper(locked), pytest.raises(OperationalError):
        sheet_of(officer)

    assert files() == before


@pytest.mark.parametrize(("days", "stays"), [(0, True), (2, False)])
def test_files_that_lost_their_row_are_forgotten_after_a_day(
    officer: User, days: int, stays: bool
) -> None:
    storage, sheet = kept_apart(), sheet_of(officer)
    lost = storage.save("lost.csv", ContentFile(b"Ivanov"))
    long_ago = (timezone.now() - days * actions.A_DAY).timestamp()
    for name in (lost, sheet.file.name):
        os.utime(storage.path(name), (long_ago, long_ago))

    actions.forget_old()

    assert (storage.exists(lost), storage.exists(sheet.file.name)) == (stays, True)


def test_what_is_taken_from_the_worker_leaves_nothing(
    officer: User, twins: dict[str, City]
) -> None:
    sheet = actions.take_over(visits(["Choir", "2018", "Duisburg", 3], by=officer), by=officer)
    actions.stop(sheet, by=officer)

    working.take.func(sheet.pk)

    sheet.refresh_from_db()
    assert (sheet.state, Activity.objects.count()) == (State.READ, 0)


def test_an_exported_workbook_is_found_whole_on_record(officer: User, tmp_path: Any) -> None:
    from citytocity.ledger.workbook import write_workbook

    perm, oxford = city("Perm"), city("Oxford")
    ledger.activity(oxford, host=perm, title={"en": "Choir"}, when="2018-09-19/2018-09-23")
    ledger.activity(perm, title={"ru": "Шахматы, турнир"}, when="2018~")
    path = tmp_path / "register.xlsx"
    write_workbook(path)
    from openpyxl import load_workbook

    headings = [cell.value for cell in load_workbook(path)["Activities"][1]]
    known = ["id", "kind", "title:en", "title:ru", "when", "status", "host"]
    columns = {
        place: key.partition(".")[2] or key
        for place, key in enumerate(headings)
        if (key.partition(".")[2] or key) in known
    }

    sheet = read(path.read_bytes(), by=officer, columns=columns, sheet="Activities", heading_row=2)

    assert [outcome for _number, outcome in outcomes(sheet)] == ["there", "there"]
    Activity.objects.all().delete()
    working.read.func(actions.decide(sheet, answers={}, by=officer).pk)
    sheet.refresh_from_db()
    taken(sheet)
    assert set(Activity.objects.values_list("slug", "when")) == {
        (line.values["id"], line.values["when"]) for line in sheet.lines.all()
    }


def test_merged_cells_formulas_1904_dates_and_half_empty_rows(
    officer: User, twins: dict[str, City]
) -> None:
    book = Workbook()
    book.epoch = datetime.datetime(1904, 1, 1)
    page = book.active
    page.title = "List"
    page.append(HEADINGS)
    page.append(["Choir", datetime.date(2018, 9, 12), "Duisburg", 3])
    page.append([None, None, "Perm", 4])
    page.append(["Chess", datetime.date(2018, 10, 3), "Duisburg", "=1+2"])
    page.append([None, None, None, 5])
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")

    sheet = read(saved(book), by=officer, columns=COLUMNS, common={"kind": "visit", "host": "perm"})

    assert outcomes(sheet) == [(2, "new"), (3, "part"), (4, "doubt"), (5, "doubt")]
    assert sheet.lines.get(number=2).values["when"] == "2018-09-12"
    assert told(sheet) == [
        "A formula stands here that has no value yet.",
        "Nothing stands under “title”, which is needed.",
    ]


CSV = (
    "Название;Дата;Город;Участников\r\n"
    "Хор «Ёлка»;12.09.2018;Дуйсбург;30\r\n"
    "Шахматы;2018;Перми;4\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_file_is_read_in_any_encoding(
    officer: User, twins: dict[str, City], encoding: str
) -> None:
    sheet = read(
        CSV.encode(encoding), by=officer, name="list.csv", columns=COLUMNS, language="ru",
        common={"kind": "visit", "host": "perm"},
    )  # fmt: skip

    assert outcomes(sheet) == [(2, "new"), (3, "new")]
    assert sheet.lines.get(number=2).values["title"] == {"ru": "Хор «Ёлка»"}


def test_mixed_encodings_are_told_and_lose_nothing(officer: User, twins: dict[str, City]) -> None:
    content = CSV.encode("utf-8") + "Лыжи;2018;Перми;4".encode("cp1251")
    sheet = read(
        content, by=officer, name="list.csv", columns=COLUMNS, encoding="utf_8",
        common={"kind": "visit"},
    )  # fmt: skip

    assert sheet.state == State.BROUGHT
    assert "Not all of this file is text in the encoding utf_8" in sheet.faults[0]


def test_a_bomb_and_a_far_cell_are_refused(officer: User, monkeypatch: Any) -> None:
    far = io.BytesIO()
    book = Workbook()
    book.active.title = "List"
    book.active.append(HEADINGS)
    book.active.cell(row=2, column=300, value="x")
    book.save(far)

    sheet = read(far.getvalue(), by=officer, columns=COLUMNS)

    assert "far to the right" in sheet.faults[0]


def test_what_stands_in_the_way_out_of_the_books_of_another_city_is_told_by_its_kind_alone(
    twins: dict[str, City],
) -> None:
    officer = member(Role.REGISTRAR, twins["perm"])
    content = workbook(["Title", "When", "City", "Host"], ["Choir", "2018", "Perm", "Duisburg"])
    columns = {0: "title", 1: "when", 2: "cities", 3: "host"}
    sheet = taken(read(content, by=officer, columns=columns, common={"kind": "visit"}))
    money.line(twins["duisburg"], "777", activity=Activity.objects.get())

    undone(sheet)

    assert "Line of money" in str(sheet.faults)
    assert "777" not in str(sheet.faults)


@pytest.mark.parametrize("how", ["a group was added", "a group was changed", "it was confirmed"])
def test_what_the_other_city_wrote_or_said_of_it_since_is_not_undone(
    client: Client, twins: dict[str, City], how: str
) -> None:
    perm, duisburg = twins["perm"], twins["duisburg"]
    officer = member(Role.REGISTRAR, perm)
    ledger.partnership(perm, duisburg)
    content = workbook(["Title", "When", "City", "Host"], ["Choir", "2018", "Perm", "Duisburg"])
    columns = {0: "title", 1: "when", 2: "cities", 3: "host"}
    sheet = taken(read(content, by=officer, columns=columns, common={"kind": "visit"}))
    choir = Activity.objects.get()
    if how == "it was confirmed":
        asked = confirmation.request(choir, by=perm, of=duisburg, asked_by=officer)
        address = confirmation.link(asked)
        client.post(address, form_on(client, address, verdict="confirmed"))
    else:
        group = (
            choir.participations.get()
            if "changed" in how
            else Participation(activity=choir, city=duisburg, role="host")
        )
        group.people = 17
        group.save()
        note_whole(choir, by=member(Role.REGISTRAR, duisburg))

    undone(sheet)

    assert sheet.state == State.TAKEN
    assert "Choir" in sheet.faults[0]


def test_a_line_break_in_a_cell_is_none_in_a_title(officer: User, twins: dict[str, City]) -> None:
    sheet = visits(["A choir\nof friends", "2018", "Duisburg", 3], by=officer)

    assert sheet.lines.get().values["title"] == {"en": "A choir of friends"}
