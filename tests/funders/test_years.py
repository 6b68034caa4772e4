"""Sheets of a city or a partnership in a year: what they count, and whom they are for."""

import io
import re
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.funders.enums import About
from citytocity.funders.reading import read
from citytocity.funders.sheets import Sheet, sheet_of_year
from citytocity.funders.shelf import known
from citytocity.funders.subjects import Subject
from citytocity.funders.tables import spent
from citytocity.funders.words import state_of
from citytocity.ledger.asked import FaultsError
from citytocity.ledger.models import Partnership, Signatory
from citytocity.people.enums import Role
from tests.factories import ledger, money
from tests.factories.cities import city
from tests.factories.people import member

OF_YEARS = [code for code, one in known().definitions.items() if one.about != About.EVENT]
DEFINITION: dict[str, Any] = {
    "code": "made-up",
    "about": "city",
    "name": {"en": "A made-up sheet"},
    "made_after": {"en": "After nothing."},
    "parts": ["numbers", "twins"],
    "bands": [{"code": "size", "up_to": [1000, 50_000]}],
    "assumptions": [{"code": "each", "name": {"en": "For each"}, "value": 2.5, "currency": "EUR"}],
    "sections": [
        {
            "code": "numbers",
            "name": {"en": "Numbers"},
            "lines": [
                {"figure": "I05-in"},
                {"figure": "I05-in", "times": "each", "name": {"en": "Spent"}},
                {"figure": "I05-in", "band": "size", "name": {"en": "Band of visitors"}},
                {"band": "size", "name": {"en": "Band of the city"}},
                {"name": {"en": "By hand"}},
            ],
        },
        {"code": "twins", "name": {"en": "Twins"}, "table": "partnerships"},
    ],
    "checks": [{"figure": "I01", "least": 2}],
}


@pytest.fixture
def perm() -> City:
    return city("Perm", population=50_001)


@pytest.fixture
def oxford(perm: City) -> City:
    return city("Oxford", country="GB", region={"en": "Oxfordshire"})


@pytest.fixture
def twins(perm: City, oxford: City) -> Partnership:
    return ledger.partnership(perm, oxford, since="1995")


@pytest.fixture
def visited(perm: City, oxford: City, twins: Partnership) -> Any:
    """Twelve, at the least, came from Oxford in 2018."""
    made = ledger.activity(kind="delegation", host=perm, when="2018-05-01/2018-05-04")
    made.themes.add(ledger.theme("culture"), ledger.theme("youth"))
    made.save()
    ledger.participation(
        made,
        oxford,
        role="guest",
        people=12,
        certainty="at-least",
        head_name="Ann Private",
        head_office={"en": "Lord Mayor"},
    )
    return made


def _read(**changed: Any) -> Any:
    return read(yaml.safe_dump(DEFINITION | changed, allow_unicode=True))


def _sheet(of: City, code: str, **asked: Any) -> Sheet:
    return sheet_of_year(Subject(2018, city=of), known().definitions[code], **asked)


def _lines(sheet: Sheet, code: str) -> dict[str, str]:
    (part,) = (part for part in sheet.parts if part.code == code)
    return {line.name: line.words for line in part.lines}


def _rows(sheet: Sheet, code: str) -> list[dict[str, str]]:
    (table,) = (part.table for part in sheet.parts if part.code == code)
    assert table is not None
    return [dict(zip(table.heads, (cell.words for cell in row), strict=True)) for row in table.rows]


@pytest.mark.django_db
def test_lines_are_figures_bands_and_what_is_reckoned_with_an_assumption(
    perm: City, visited: Any
) -> None:
    subject = Subject(2018, city=perm)

    sheet = sheet_of_year(subject, _read())
    other = sheet_of_year(subject, _read(), assumed={"each": 10})

    assert _lines(sheet, "numbers") == {
        "Visitors received": "at least 12",
        "Spent": "at least €30: at least 12 times €2.50 (For each)",
        "Band of visitors": "up to 1,000 (at least 12)",
        "Band of the city": "more than 50,000 (50,001)",
        "By hand": "",
    }
    assert _lines(other, "numbers")["Spent"].startswith("at least €120: ")
    assert sheet.parts[0].lines[0].url == "/en/figures/I05-in/?year=2018&city=perm"
    assert [state_of(one) for one in sheet.checks] == ["1: 1 more needed"]


@pytest.mark.django_db
def test_bands_of_money_are_told_in_their_currency_alone(perm: City, twins: Partnership) -> None:
    louisville = city("Louisville", country="US")
    theirs = ledger.partnership(perm, louisville, since="1994")
    for of, books, currency in ((perm, twins, "RUB"), (louisville, theirs, "USD")):
        money.open_books(of, books)
        money.line(of, "600", partnership=books, when="2018", currency=currency)

    found = [_lines(_sheet(of, "sister-cities-impact"), "money") for of in (louisville, perm)]

    assert [lines["Band of the budget of the programme"] for lines in found] == [
        "up to $5,000 ($600)",
        "RUB\xa0600; the bands are in USD: to be reckoned by hand",
    ]


@pytest.mark.django_db
def test_the_list_after_clair_tells_the_three_conditions_of_each_relation(
    perm: City, oxford: City, twins: Partnership, visited: Any
) -> None:
    paper = ledger.agreement(twins, signed="1995-11-07")
    for of, office in ((perm, "Mayor"), (oxford, "Lord Mayor")):
        Signatory.objects.create(agreement=paper, name="Somebody", office={"en": office}, city=of)
    twins.sides.filter(city=perm).update(recognised="1995-10")

    (row,) = _rows(_sheet(perm, "clair-list"), "relations")

    assert row == {
        "Partner": "Oxford",
        "Region": "Oxfordshire",
        "Country": "United Kingdom",
        "Kind": "Twin cities",
        "Since": "1995",
        "Agreement signed": "7 November 1995 (Perm: Mayor; Oxford: Lord Mayor)",
        "Fields of the year": "Culture: 1; Youth: 1",
        "Recognised by the councils": "Perm: October 1995",
        "Anniversary": "2020: 25 years",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "signed", "recognised"),
    [
        (2017, "not on record", "not on record"),
        (2018, "7 November 2018", "Perm: October 2018"),
    ],
)
def test_the_list_after_clair_names_no_paper_or_recognition_of_a_later_year(
    perm: City, twins: Partnership, year: int, signed: str, recognised: str
) -> None:
    ledger.agreement(twins, signed="2018-11-07")
    side = twins.sides.get(city=perm)
    side.recognised = "2018-10"
    side.save()

    (row,) = _rows(
        sheet_of_year(Subject(year, city=perm), known().definitions["clair-list"]), "relations"
    )

    assert (row["Agreement signed"], row["Recognised by the councils"]) == (signed, recognised)


@pytest.mark.django_db
def test_a_list_of_partnerships_is_in_the_order_that_its_definition_wants(
    perm: City, twins: Partnership
) -> None:
    for name, country in (("Qingdao", "CN"), ("Aachen", "DE")):
        ledger.partnership(perm, city(name, country=country), since="2007")

    rows = _rows(_sheet(perm, "clair-list"), "relations")

    assert [row["Country"] for row in rows] == ["China", "Germany", "United Kingdom"]


@pytest.mark.django_db
def test_visits_between_more_than_two_cities_are_told_from_the_side_of_the_sheet(
    perm: City, oxford: City, visited: Any
) -> None:
    ledger.partnership(perm, oxford, city("Bonn", country="DE"), since="1999")

    rows = _rows(_sheet(oxford, "sister-cities-award"), "partners")

    assert [
        (row["Partner"], row["Activities"], row["Visits received"], row["Visits made"])
        for row in rows
    ] == [
        ("Perm", "1", "0", "1"),
        ("Perm – Bonn", "1", "0", "1"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["clair-list", "freedom-of-information", "sister-cities-award"])
def test_a_list_of_three_partnerships_asks_no_more_than_that_of_one(
    perm: City, twins: Partnership, visited: Any, code: str
) -> None:
    theme = ledger.theme(slug="youth-work")
    visited.themes = [theme]
    visited.save()
    asked = []
    for more in ((), (city("Duisburg"), city("Kazan"))):
        for partner in more:
            ledger.partnership(perm, partner, since="2007")
            meeting = ledger.activity(perm, host=partner, when="2018")
            meeting.themes = [theme]
            meeting.save()
        with CaptureQueriesContext(connection) as found:
            _sheet(perm, code)
        asked.append(len(found))

    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_the_answer_to_a_request_names_offices_and_no_person(perm: City, visited: Any) -> None:
    rows = _rows(_sheet(perm, "freedom-of-information"), "journeys")

    assert [(row["From"], row["To"], row["People"], row["Offices and bodies"]) for row in rows] == [
        ("Oxford", "Perm", "at least 12", "Lord Mayor")
    ]
    assert "Ann Private" not in str(rows)


@pytest.mark.django_db
def test_money_of_several_partners_stands_with_each_and_once_in_all(
    perm: City, oxford: City, twins: Partnership, visited: Any
) -> None:
    duisburg = city("Duisburg", country="DE")
    ledger.partnership(perm, duisburg, since="2007")
    ledger.participation(visited, duisburg, role="guest", people=2)
    money.line(perm, "100", activity=visited)
    money.line(perm, "50", activity=visited, category="lodging")
    money.line(perm, "7", activity=visited, payer="grant")
    money.line(perm, "1000", activity=visited, is_in_kind=True)
    money.line(perm, "9000", activity=visited, stage="planned")
    money.line(oxford, "5000", activity=visited)

    sheet = _sheet(perm, "freedom-of-information")

    sums = ("€150", "€100", "€50", "€7")
    assert [tuple(row.values()) for row in _rows(sheet, "cost")] == [
        ("Oxford", *sums),
        ("Duisburg", *sums),
        ("All together, each line once", *sums),
    ]
    assert [row["Paid by the city"] for row in _rows(sheet, "journeys")] == ["€150", "told above"]


@pytest.mark.django_db
def test_money_of_three_partners_asks_no_more_than_that_of_one(
    perm: City, oxford: City, twins: Partnership, visited: Any
) -> None:
    subject, definition = Subject(2018, city=perm), known().definitions["freedom-of-information"]
    money.line(perm, "100", activity=visited)

    def rows() -> int:
        return len(list(spent.rows(subject, definition, ())))

    with CaptureQueriesContext(connection) as few:
        alone = rows()
    for name in ("Duisburg", "Kazan"):
        one = ledger.partnership(perm, city(name), since="2007")
        money.line(perm, "100", partnership=one, when="2018")
    with CaptureQueriesContext(connection) as many:
        three = rows()

    assert (alone, three) == (2, 4)
    assert len(many) == len(few)


@pytest.mark.django_db
def test_a_sum_opens_the_lines_in_the_books_that_it_is_of(
    client: Client, perm: City, twins: Partnership
) -> None:
    money.line(perm, "100", partnership=twins, when="2018", receipt="HERE")
    for values in ({"category": "lodging"}, {"payer": "grant"}, {"is_in_kind": True}):
        money.line(perm, "1", partnership=twins, when="2018", receipt="NOT", **values)
    money.line(perm, "1", partnership=twins, when="2017", receipt="NOT")
    client.force_login(member(Role.REGISTRAR, perm))
    sheet = _sheet(perm, "freedom-of-information")
    (table,) = (part.table for part in sheet.parts if part.code == "cost")
    assert table is not None

    travel = table.rows[0][2]
    page = client.get(travel.url).content.decode()

    assert (travel.words, travel.number) == ("€100", 100)
    assert ("€100" in page, "€1<" in page, "€1," in page) == (True, False, False)


@pytest.mark.django_db
def test_an_entry_for_the_rgre_has_sides_category_actors_and_projects(
    perm: City, oxford: City, twins: Partnership
) -> None:
    ledger.state(twins, perm, "active", when="1995")
    project = ledger.activity(
        perm, oxford, kind="joint-project", when="2017/2019", title={"en": "Maps of two towns"}
    )

    sheet = sheet_of_year(Subject(2018, partnership=twins), known().definitions["rgre-partnership"])

    assert (sheet.title, _lines(sheet, "partnership")) == (
        "Perm – Oxford, 2018",
        {
            "Municipality": "Oxford, Oxfordshire, United Kingdom",
            "State for Perm": "active, 1995",
            "Kind": "Twin cities",
            "Category": "P (partnership)",
            "Since": "1995",
        },
    )
    assert list(_lines(sheet, "projects")) == ["Maps of two towns"]
    assert project.get_absolute_url() in {line.url for line in sheet.parts[3].lines}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "perm_sees", "oxford_sees"),
    [
        (2000, "active, 1995", None),
        (2018, "active, 1995", "active, 2007"),
        (2022, "suspended, 1 March 2022", "active, 2007"),
        (2023, "suspended, 1 March 2022", "ended, 2023"),
    ],
)
def test_an_entry_for_the_rgre_tells_the_states_of_its_year(
    perm: City,
    oxford: City,
    twins: Partnership,
    year: int,
    perm_sees: str,
    oxford_sees: str | None,
) -> None:
    for side, state, when in (
        (perm, "suspended", "2022-03-01"),
        (perm, "active", "1995"),
        (oxford, "ended", "2023"),
        (oxford, "active", "2007"),
    ):
        ledger.state(twins, side, state, when=when)

    sheet = sheet_of_year(Subject(year, partnership=twins), known().definitions["rgre-partnership"])
    told = _lines(sheet, "partnership")

    assert (told["State for Perm"], told.get("State for Oxford")) == (perm_sees, oxford_sees)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "decided"),
    [
        (2018, "Perm, 1995: Council 12"),
        (2022, "Perm, 1995: Council 12; Perm, 1 March 2022: Council 99"),
    ],
)
def test_an_answer_to_a_request_names_no_decision_of_a_later_year(
    perm: City, twins: Partnership, year: int, decided: str
) -> None:
    ledger.state(twins, perm, "active", when="1995", decision={"en": "Council 12"})
    ledger.state(twins, perm, "suspended", when="2022-03-01", decision={"en": "Council 99"})

    sheet = sheet_of_year(Subject(year, city=perm), known().definitions["freedom-of-information"])
    cells = {
        cell.words for part in sheet.parts if part.table for row in part.table.rows for cell in row
    }

    assert {words for words in cells if "Council" in words} == {decided}


@pytest.mark.django_db
@pytest.mark.parametrize("code", OF_YEARS)
def test_each_sheet_that_comes_with_the_site_is_given_out_as_page_and_files(
    client: Client, perm: City, visited: Any, twins: Partnership, code: str
) -> None:
    about = known().definitions[code].about
    of = twins.slug if about == About.PARTNERSHIP else perm.slug
    base = f"/admin/funders/{about}/{of}/2018/{code}/"
    client.force_login(member(Role.REGISTRAR, perm))

    page = client.get(base)
    book = load_workbook(io.BytesIO(client.get(f"{base}file/xlsx/").content)).active
    paper = client.get(f"{base}file/pdf/")

    assert "not the official form" in page.content.decode()
    assert (book["A1"].value, book["B1"].value) == (
        str(known().definitions[code].name),
        page.context["sheet"].title,
    )
    assert {cell.data_type for row in book.iter_rows() for cell in row} <= {"s", "n"}
    assert paper.content.startswith(b"%PDF")
    assert client.get(f"{base}file/exe/").status_code == 404


@pytest.mark.django_db
def test_an_assumption_is_told_in_the_address_and_what_is_wrong_beside_the_field(
    client: Client, perm: City, visited: Any
) -> None:
    client.force_login(member(Role.REGISTRAR, perm))
    address = "/admin/funders/city/perm/2018/sister-cities-impact/"

    usual, own, wrong = (
        client.get(f"{address}{query}") for query in ("", "?per_night=10", "?per_night=-1")
    )

    spent = [
        _lines(page.context["sheet"], "money")["What inbound visitors spent"]
        for page in (usual, own, wrong)
    ]
    assert [words.partition(":")[0] for words in spent] == [
        "at least $5,400",
        "at least $360",
        "at least $5,400",
    ]
    assert own.context["files"]["pdf"] == f"{address}file/pdf/?per_night=10.0"
    assert wrong.context["form"].errors == {
        "per_night": ["Ensure this value is greater than or equal to 0."]
    }


@pytest.mark.django_db
def test_sheets_of_a_city_are_for_its_own_office_and_those_of_a_partnership_for_both(
    client: Client, perm: City, oxford: City, twins: Partnership
) -> None:
    pages = [
        "/admin/funders/city/perm/2018/freedom-of-information/",
        "/admin/funders/city/perm/2018/freedom-of-information/file/xlsx/",
        f"/admin/funders/partnership/{twins.slug}/2018/rgre-partnership/",
        "/admin/funders/?city=perm&year=2018",
    ]

    client.force_login(member(Role.REGISTRAR, oxford))
    theirs = [client.get(page) for page in pages]
    client.force_login(member(Role.AUTHOR, perm))
    nobody = [client.get(page).headers.get("Location") for page in pages]
    client.force_login(member(Role.REGISTRAR, perm))
    own = [client.get(page) for page in pages]

    assert [page.headers.get("Location") for page in theirs] == ["/admin/", "/admin/", None, None]
    assert "city" in theirs[3].context["form"].errors
    assert nobody == ["/admin/"] * 4
    assert [page.status_code for page in own] == [200] * 4
    assert "Perm – Oxford" in own[3].content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "city/perm/2018/eu-town-twinning/",
        "city/perm/2018/rgre-partnership/",
        "city/nowhere/2018/clair-list/",
        "city/perm/9999/clair-list/",
        "country/perm/2018/clair-list/",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, perm: City, path: str) -> None:
    client.force_login(member(Role.REGISTRAR, perm))

    assert client.get(f"/admin/funders/{path}").status_code == 404


def _section(**changed: Any) -> dict[str, Any]:
    return {"sections": [{"code": "numbers", "name": {"en": "Numbers"}} | changed]}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"about": "country"}, "about: “country” should be one of these: event, city, partnership"),
        ({"parts": ["genders"]}, "parts: there is no “genders”. There are: city, results, blanks"),
        (
            {"checks": [{"figure": "I14", "least": 1}]},
            "check 1, figure: there is no figure “I14”, or nothing is counted for it.",
        ),
        ({"members": ["DE"]}, "members: this means nothing here."),
        (
            {"bands": [{"code": "size", "up_to": [9, 5]}]},
            "band size, up_to: write a list of whole numbers that grow.",
        ),
        (
            {"assumptions": [{"code": "each", "name": {"en": "x"}, "value": -1}]},
            "assumption each, value: write a number from 0 to a million million.",
        ),
        (_section(), "section numbers: write lines or a table, one of them."),
        (
            _section(table="spent", columns=["since"]),
            "section numbers, columns: there is no “since”. There are: partner, paid, travel",
        ),
        (
            _section(lines=[{"figure": "I99"}]),
            "section numbers, line 1, figure: there is no figure “I99”",
        ),
        (
            _section(lines=[{"figure": "I11", "where": {"kind": ["party"]}}]),
            "section numbers, line 1, where, kind: there is no “party”. There are: exchange",
        ),
        (
            _section(lines=[{"figure": "I11", "where": {"ends": "later"}}]),
            "section numbers, line 1, where: write some of these, each with a list of values: "
            "kind, theme.",
        ),
        (
            _section(lines=[{"times": "each", "name": {"en": "x"}}]),
            "section numbers, line 1, times: name the figure of which this is for one.",
        ),
        (
            {"about": "partnership", "checks": [{"figure": "I19-planned", "least": 1}]},
            "check 1, figure: figure “I19-planned” is for one office alone, and this sheet is for "
            "both.",
        ),
        (
            {"about": "partnership"} | _section(table="journeys", columns=["paid"]),
            "section numbers, columns: there is no “paid”.",
        ),
        (
            _section(table="fields", order=["field"]),
            "section numbers, order: only partnerships can be put in an order.",
        ),
        (
            {"categories": [{"kinds": ["marriage"], "name": {"en": "M"}}]},
            "category of partnerships 1, kinds: there is no “marriage”.",
        ),
    ],
)
def test_a_fault_of_a_sheet_of_a_year_is_told_with_its_place(
    changed: dict[str, Any], fault: str
) -> None:
    with pytest.raises(FaultsError, match=re.escape(fault)):
        _read(**changed)
