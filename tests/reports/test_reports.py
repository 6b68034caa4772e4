"""Annual reports: counted from the register, for readers once published, kept when handed in."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.figures.measuring import figure
from citytocity.ledger.enums import ActivityStatus, ParticipationRole
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.reports import actions
from citytocity.reports.enums import FIGURES
from citytocity.reports.gathering import gathered
from citytocity.reports.models import Frozen, Report
from citytocity.reports.presentation import reading
from citytocity.reports.quality import lacks
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.money import line, open_books
from tests.factories.people import member
from tests.factories.protocol import gift
from tests.factories.reports import handed_in, report
from tests.factories.sources import cite
from tests.factories.stories import story
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
CLOSED = ("P01-received", "I19", "I21")


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


def test_the_report_tells_what_the_register_holds(
    client: Client, sides: list[City], registrar: User
) -> None:
    _year(sides)
    page = client.get(report(city=sides[0], by=registrar, published=True).get_absolute_url())

    reading = page.context["annual"]
    told = {one.code: one for one in reading.chapters}

    assert reading.title == "Perm and its twin cities in 2018"
    assert [(f.noun, f.value) for f in reading.first][:3] == [
        ("Activities", "3"),
        ("Visits received", "2"),
        ("Visits made", "1"),
    ]
    assert [[cell.text for cell in row][1] for row in told["visits"].lists[0].table.rows] == [
        "Mayors meet",
        "Mayors meet",
        "Return",
    ]
    assert [len(one.table.rows) for one in told["plan"].lists] == [1, 1]


@pytest.mark.parametrize("language", ["en", "ru", "de", "zh-hans"])
def test_it_opens_in_every_language(
    client: Client, sides: list[City], registrar: User, language: str
) -> None:
    _year(sides)
    report(city=sides[0], by=registrar, published=True)

    page = client.get(f"/{language}/reports/2018-perm/")

    assert page.status_code == 200
    assert f'href="/{language}/figures/I11/?year=2018&amp;city=perm"' in page.text


def test_a_year_without_anything_on_record_says_so(
    client: Client, sides: list[City], registrar: User
) -> None:
    report(city=sides[0], year=1201, by=registrar, published=True)

    page = client.get("/en/reports/1201-perm/")

    assert (page.status_code, page.context["annual"].months) == (200, None)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_at_most_forty_questions(
    client: Client,
    sides: list[City],
    registrar: User,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(number):
        _year(sides)
    report(city=sides[0], by=registrar, published=True)

    with django_assert_max_num_queries(40):
        client.get("/en/reports/2018-perm/")


def test_a_joint_report_counts_what_both_did_once(
    client: Client, sides: list[City], registrar: User
) -> None:
    visit(sides[0], to=sides[1])
    ledger.activity(city("Kazan"), host=sides[0])
    report(city=sides[0], other=sides[1], by=registrar, published=True)
    report(partnership=ledger.partnership(*sides), by=registrar, published=True)

    found = [client.get(one.get_absolute_url()).context["annual"] for one in Report.objects.all()]

    assert [(one.title, one.first[0].value) for one in found] == [
        ("Perm – Oxford in 2018", "1"),
        ("Perm – Oxford in 2018", "1"),
    ]


# --- who, and when ---


def test_before_it_is_published_only_who_makes_it_sees_it(
    client: Client, sides: list[City], registrar: User
) -> None:
    report(city=sides[0], by=registrar)
    answers = []
    for user in (None, member(Role.REGISTRAR, sides[1]), registrar):
        if user:
            client.force_login(user)
        answers.append(client.get("/en/reports/2018-perm/").status_code)

    assert answers == [404, 404, 200]


@pytest.mark.parametrize(
    "does",
    [
        lambda of, by: actions.write_report(of, by=by),
        lambda of, by: actions.publish_report(of, by=by),
        lambda of, by: actions.withdraw_report(of, by=by),
        lambda of, by: actions.hand_in(of, to="Duma", by=by),
    ],
)
def test_nobody_makes_the_report_of_another_city(
    sides: list[City], registrar: User, does: Any
) -> None:
    made = report(city=sides[0], by=registrar)

    with pytest.raises(PermissionDenied):
        does(made, member(Role.REGISTRAR, sides[1]))


@pytest.mark.parametrize("host", [0, 1])
def test_the_report_of_a_partnership_is_made_in_the_city_from_which_it_looks(
    client: Client, host: int
) -> None:
    sides = [city("Perm", host=host == 0), city("Oxford", host=host == 1)]
    of = ledger.partnership(*sides)
    makes, other = (member(Role.REGISTRAR, sides[n]) for n in (host, 1 - host))
    client.force_login(other)
    refused = (
        client.post("/admin/annual-reports/", {"year": "2018", "partnership": str(of.pk)})
        .context["form"]
        .errors["partnership"]
    )
    made = report(partnership=of, by=makes, published=True)

    with pytest.raises(PermissionDenied):
        actions.withdraw_report(made, by=other)
    assert refused == [f"The report of this partnership is made by {sides[host].name}."]


def test_the_address_of_a_report_stays_when_its_city_gets_another(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    sides[0].slug = "permian"
    sides[0].save()
    actions.write_report(Report.objects.get(), by=registrar)
    sides[1].slug = "perm"
    sides[1].save()
    other = report(city=sides[1], by=member(Role.REGISTRAR, sides[1]))

    made.refresh_from_db()

    assert (made.slug, other.slug) == ("2018-perm", "2018-perm-2")


def test_what_is_withdrawn_is_gone_for_readers_and_kept(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)
    actions.withdraw_report(made, by=registrar)
    actions.withdraw_report(made, by=registrar)

    answers = [client.get(one.get_absolute_url()).status_code for one in (made, frozen)]

    assert (answers, Frozen.objects.count()) == ([404, 404], 1)


@pytest.mark.parametrize("verb", [actions.publish_report, actions.withdraw_report])
def test_publishing_and_withdrawing_keep_what_a_colleague_typed_meanwhile(
    sides: list[City], registrar: User, verb: Any
) -> None:
    made = report(city=sides[0], by=registrar, published=verb is actions.withdraw_report)
    stale = Report.objects.get(pk=made.pk)
    made.foreword = {"en": "Newest"}
    actions.write_report(made, by=registrar)
    verb(stale, by=registrar)
    verb(stale, by=registrar)

    kept = Report.objects.get(pk=made.pk)

    assert (str(kept.foreword), kept.published) == ("Newest", stale.published)
    assert (stale.published is None) == (verb is actions.withdraw_report)


def test_typing_words_keeps_the_report_published_by_a_colleague_meanwhile(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    stale = Report.objects.get(pk=made.pk)
    actions.publish_report(made, by=registrar)
    stale.foreword = {"en": "Newest"}
    actions.write_report(stale, by=registrar)

    kept = Report.objects.get(pk=made.pk)

    assert (str(kept.foreword), kept.published) == ("Newest", made.published)


def test_what_is_handed_in_has_the_words_typed_last(sides: list[City], registrar: User) -> None:
    made = report(city=sides[0], by=registrar)
    stale = Report.objects.get(pk=made.pk)
    made.foreword = {"en": "Newest"}
    actions.write_report(made, by=registrar)

    assert handed_in(stale, by=registrar).told["foreword"] == {"en": "Newest"}


def test_the_address_of_two_long_ids_has_room_in_every_database(
    sides: list[City], registrar: User
) -> None:
    for place, side in enumerate(sides[:2]):
        side.slug = f"{place}{'x' * 119}"
        side.save()

    made = actions.write_report(Report(year=2018, city=sides[0], other=sides[1]), by=registrar)

    assert (len(made.slug), made.slug[:6]) == (190, "2018-0")


@pytest.mark.parametrize("of", ["nobody", "itself", "twice"])
def test_a_report_is_of_somebody_once(sides: list[City], registrar: User, of: str) -> None:
    report(city=sides[0], by=registrar)
    wrong = {
        "nobody": Report(year=2018, slug="one"),
        "itself": Report(year=2018, city=sides[0], other=sides[0], slug="one"),
        "twice": Report(year=2018, city=sides[0], slug="one"),
    }[of]

    with pytest.raises(ValidationError):
        wrong.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_the_registrar_begins_publishes_and_hands_in(
    client: Client, sides: list[City], registrar: User
) -> None:
    client.force_login(registrar)
    client.post("/admin/annual-reports/", {"year": "2018", "city": str(sides[0].pk)})
    made = Report.objects.get()
    home = f"/admin/annual-reports/{made.pk}/"
    client.post(f"{home}publish/", {"on": "1"})
    client.post(f"{home}hand-in/", {"to": "City Duma"})
    seen = client.get(home).context["form"]["seen"].value()
    client.post(home, {"foreword__en": "A good year.", "foreword__original": "en", "seen": seen})
    made.refresh_from_db()

    assert (made.slug, made.published is not None, str(made.foreword)) == (
        "2018-perm",
        True,
        "A good year.",
    )
    assert [one.to for one in made.frozen.all()] == ["City Duma"]
    assert client.get(home).status_code == 200


def test_a_wrong_report_is_told_beside_its_field(
    client: Client, sides: list[City], registrar: User
) -> None:
    client.force_login(registrar)
    answers = [
        client.post("/admin/annual-reports/", asked).context["form"].errors
        for asked in (
            {"year": "2018", "city": str(sides[1].pk)},
            {"year": "0", "city": str(sides[0].pk)},
            {"year": "2018"},
            {"year": "2018", "city": str(sides[0].pk), "other": str(sides[0].pk)},
        )
    ]

    assert [sorted(errors) for errors in answers] == [["city"], ["year"], ["city"], ["other"]]
    assert not Report.objects.exists()


def test_what_is_missing_is_listed_with_the_form_that_mends_it(
    client: Client, sides: list[City], registrar: User
) -> None:
    undated = ledger.activity(sides[1], host=sides[0], when="")
    ledger.result(to_city=sides[0])
    made = report(city=sides[0], by=registrar)
    client.force_login(registrar)

    page = client.get(f"/admin/annual-reports/{made.pk}/missing/")

    assert {one["words"]: one["told"] for one in page.context["lacks"]} == {
        "Without a date, so in no year": "1 record",
        "Results without evidence": "1 record",
    }
    assert f"/admin/snippets/ledger/activity/edit/{undated.pk}/" in page.text


def test_a_journey_without_its_nights_is_missing_too(sides: list[City], registrar: User) -> None:
    visit(sides[1], to=sides[0], when="2018-05")
    made = report(city=sides[0], by=registrar)

    found = [one for one in lacks(made, today=date(2026, 11, 26)) if "Guest-nights" in one.words]

    assert [(one.number, len(one.records)) for one in found] == [(1, 1)]


@pytest.mark.parametrize(("last", "is_late"), [("2026-11-25", True), ("2026-12-20", False)])
def test_what_is_planned_is_late_only_when_its_last_day_is_over(
    sides: list[City], registrar: User, last: str, is_late: bool
) -> None:
    ledger.activity(sides[1], host=sides[0], when=last, status=ActivityStatus.PLANNED)
    made = report(city=sides[0], year=2026, by=registrar)

    found = {one.words for one in lacks(made, today=date(2026, 11, 26))}

    assert ("Still planned, though their last day is over" in found) is is_late


def test_what_is_missing_asks_the_same_of_one_record_and_of_three(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    client.force_login(registrar)
    asked = []
    for number in (1, 2):
        for _n in range(number):
            ledger.activity(sides[1], host=sides[0], when="")
            visit(sides[1], to=sides[0])
            ledger.result(to_city=sides[0])
        with CaptureQueriesContext(connection) as found:
            page = client.get(f"/admin/annual-reports/{made.pk}/missing/")
        asked.append(len(found))

    records = [one for lack in page.context["lacks"] for one in lack["records"]]
    assert asked[0] == asked[1]
    assert all(one["url"] for one in records)


def test_the_next_year_of_a_report_is_a_plan_until_it_is_over(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)

    headings = [
        reading(gathered(made, today=date(year, 6, 1))[0]).chapters[-1].heading
        for year in (2019, 2020)
    ]

    assert headings == ["What comes next", "What came next"]


# --- handed in ---


def test_what_was_handed_in_never_changes(
    client: Client, sides: list[City], registrar: User
) -> None:
    _year(sides)
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)
    visit(sides[1], to=sides[0])
    handed_in(made, by=registrar)

    page = client.get(frozen.get_absolute_url())
    first = page.context["annual"].first

    assert [(f.noun, f.value) for f in first][:2] == [("Activities", "3"), ("Visits received", "2")]
    assert ("Activities", "3", "4") in [
        (one["name"], one["then"], one["now"]) for one in page.context["differences"]
    ]
    assert page.context["is_as_it_was"]
    for refused in (frozen.save, frozen.delete):
        with pytest.raises(ValidationError):
            refused()


def test_it_opens_when_its_records_are_deleted_and_says_so(
    client: Client, sides: list[City], registrar: User
) -> None:
    record = ledger.activity(sides[1], host=sides[0], title={"en": "Ice festival"})
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    record.delete()

    page = client.get(frozen.get_absolute_url())
    records = client.get(f"{frozen.get_absolute_url()}I11/")

    assert [one["title"] for one in page.context["gone"]["rows"]] == ["Ice festival"]
    assert [(row.title, row.detail) for row in records.context["rows"]] == [
        ("Ice festival", "no longer on the register")
    ]


def test_what_was_closed_since_shows_nothing_new_to_readers(
    client: Client, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    books = open_books(perm, ledger.partnership(perm, oxford))
    line(perm, activity=ledger.activity(oxford, host=perm), currency="RUB")
    samovar = gift(perm, oxford, hall=True)
    told = story("A story", of=perm, cities=[perm], dated="2018-05-01")
    frozen = handed_in(report(city=perm, by=registrar, published=True), by=registrar)
    samovar.title, samovar.is_public = {"en": "Secret"}, False
    samovar.save()
    told.title, told.live = "Secret", False
    told.save()
    books.delete()

    page = client.get(frozen.get_absolute_url())
    lists = [client.get(f"{frozen.get_absolute_url()}{code}/") for code in CLOSED]

    assert [text for text in (page.text, *(one.text for one in lists)) if "Secret" in text] == []
    assert page.context["closed"] == ["Gifts: 1", "Lines of money: 1", "Stories: 1"]
    assert (page.context["gone"]["rows"], page.context["edited"]["rows"]) == ([], [])
    assert [[(row.url, row.title) for row in one.context["rows"]] for one in lists] == [
        [("", "no longer open to readers")]
    ] * len(CLOSED)


def test_what_is_still_open_is_told_as_edited_with_its_address(
    client: Client, sides: list[City], registrar: User
) -> None:
    samovar = gift(sides[0], sides[1], hall=True)
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    samovar.title = {"en": "A big samovar"}
    samovar.save()

    page = client.get(frozen.get_absolute_url())

    assert [(one["title"], one["url"]) for one in page.context["edited"]["rows"]] == [
        ("A samovar", samovar.get_absolute_url())
    ]
    assert page.context["closed"] == []


def test_a_row_changed_by_other_means_is_found_out(
    client: Client, sides: list[City], registrar: User
) -> None:
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    Frozen.objects.update(told=frozen.told | {"as_of": "2017-01-01"})

    assert not client.get(frozen.get_absolute_url()).context["is_as_it_was"]


# --- taken along ---


def test_the_workbook_adds_up_its_own_records(
    client: Client, sides: list[City], registrar: User
) -> None:
    _year(sides)
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/en/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    figures = {row[0].value: row for row in book["Figures"].iter_rows(min_row=2)}
    parts: dict[str, float] = {}
    for code, _kind, _key, _title, part, _of in book["Records"].iter_rows(
        min_row=2, values_only=True
    ):
        parts[code] = parts.get(code, 0) + (part or 0)

    assert figures["I11"][7].value == "=SUMIFS(Records!$E:$E,Records!$A:$A,$A13)"
    assert {code: parts[code] for code in ("I11", "I05-in", "I08")} == {
        code: figure(code, year=2018, city=sides[0]).value for code in ("I11", "I05-in", "I08")
    }


def test_no_title_becomes_a_formula(client: Client, sides: list[City], registrar: User) -> None:
    ledger.activity(sides[1], host=sides[0], title={"en": '=HYPERLINK("http://evil")'})
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/en/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    titles = [row[3] for row in book["Records"].iter_rows(min_row=2) if row[0].value == "I11"]

    assert [cell.data_type for cell in titles] == ["s"]


def test_the_csv_has_every_figure(client: Client, sides: list[City], registrar: User) -> None:
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/ru/reports/{made.slug}/report.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))

    codes = {row["code"] for row in rows if row["year"] == "2018"}
    assert codes == {code for found in FIGURES.values() for code in found}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_paper_is_a_tagged_pdf(
    client: Client, sides: list[City], registrar: User, language: str
) -> None:
    _year(sides)
    long = {"en": "Vo" + "l" * 180 + "ue", "ar": "مهرجان المدن المتوأمة", "zh-hans": "友好城市节"}
    ledger.activity(sides[1], host=sides[0], kind="visit", title=long)
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)

    for address in (f"/{language}/reports/{made.slug}/", frozen.get_absolute_url()):
        paper = client.get(f"{address}report.pdf").content
        assert (paper[:5], b"/MarkInfo" in paper) == (b"%PDF-", True)


def test_an_unknown_kind_of_file_is_not_there(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar, published=True)

    assert client.get(f"/en/reports/{made.slug}/report.exe").status_code == 404


def _year(sides: list[City]) -> None:
    """Two visits one way and one the other, with what came of it, and a plan."""
    perm, oxford = sides
    with translation.override("en"):
        for _n in range(2):
            came = visit(oxford, to=perm, title={"en": "Mayors meet"}, nights=3)
            guests = City.objects.filter(slug="kazan").first() or city("Kazan")
            ledger.participation(
                came.activity, guests, people=12, youth=3, role=ParticipationRole.GUEST
            )
        visit(perm, to=oxford, title={"en": "Return"}, when="2018-09-01/2018-09-03")
        partnership = ledger.partnership(perm, oxford, since="1969-05-01")
        cite(partnership)
        ledger.result(evidenced=True, partnership=partnership)
        ledger.practice(oxford, perm, when="2018")
        ledger.recognition(city=perm)
        gift(perm, oxford, hall=True)
        story("A story", of=perm, cities=[perm], dated="2018-05-01")
        ledger.activity(oxford, host=perm, when="2019-05", status=ActivityStatus.PLANNED)
