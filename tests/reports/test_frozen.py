"""Reports that were handed in: complete, quick to open, and closed where readers may not look."""

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.readings.models import Reading
from citytocity.reports import files
from citytocity.reports.exporting import on_paper
from citytocity.reports.files import made_once
from citytocity.reports.models import Frozen, FrozenFigure, Report
from citytocity.reports.models.frozen import digest_of
from citytocity.reports.presentation import reading
from citytocity.reports.told import Annual, Number
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.money import line, open_books
from tests.factories.people import member
from tests.factories.protocol import gift
from tests.factories.reports import handed_in, report
from tests.factories.stories import story
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


@pytest.fixture
def made(sides: list[City], registrar: User) -> Report:
    return report(city=sides[0], by=registrar, published=True)


def test_the_original_language_of_a_title_stays_the_first(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    visit(sides[1], to=sides[0], title={"ru": "Праздник", "en": "Feast"})
    frozen = Frozen.objects.get(pk=handed_in(made, by=registrar).pk)

    with translation.override("de"):
        page = client.get(frozen.get_absolute_url())
    entry = next(one for one in frozen.annual.parts if one.code == "visits").lists["visits"][0]

    assert list(entry.ref.title) == ["ru", "en"]
    assert list(frozen.records.get(model="activity").title) == ["ru", "en"]
    assert (frozen.is_as_it_was, "Feast" in page.text) == (True, False)
    assert '<span lang="ru">Праздник</span>' in page.text


def test_a_record_without_a_name_is_called_by_what_it_is_for(
    sides: list[City], registrar: User, made: Report
) -> None:
    open_books(sides[0], ledger.partnership(*sides))
    line(sides[0], activity=visit(sides[1], to=sides[0], title={"en": "Mayors"}).activity)
    with translation.override("ru"):
        frozen = handed_in(made, by=registrar)

    assert frozen.records.get(model="moneyline").title == {"en": "Mayors"}


def test_pressing_the_button_twice_hands_in_once(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    client.force_login(registrar)
    for to in ("Duma", "Duma", "Ministry"):
        client.post(f"/admin/annual-reports/{made.pk}/hand-in/", {"to": to})
    first = Frozen.objects.get(number=1)
    Frozen.objects.filter(number=2).update(handed_in=timezone.now() - timedelta(minutes=2))
    client.post(f"/admin/annual-reports/{made.pk}/hand-in/", {"to": "Ministry"})

    assert [one.to for one in made.frozen.order_by("number")] == ["Duma", "Ministry", "Ministry"]
    assert FrozenFigure.objects.filter(frozen=first).count() == first.figures.count()


def test_each_figure_is_the_sum_of_the_records_kept_with_it(
    sides: list[City], registrar: User, made: Report
) -> None:
    for day, people in (("2017-05-01", 9), *(("2018-05-01", many) for many in (12, 30, 5))):
        came = visit(sides[1], to=sides[0], when=day)
        came.activity.participations.filter(city=sides[1]).update(people=people)
    frozen = handed_in(made, by=registrar)
    numbers = _numbers(frozen.annual)

    kept = {f"{one.code} {one.narrowed}".rstrip(): one.parts for one in frozen.figures.all()}

    assert {key: len(parts) for key, parts in kept.items()} == {
        key: number.records for key, number in numbers.items() if number.records
    }
    sums = {key: sum(int(part or 0) for _key, part, _of in parts) for key, parts in kept.items()}
    assert (sums["I05-in"], sums["I05-in year=2017"]) == (47, 9)
    assert "I11 kind=visit" in sums
    heads = {key: numbers[key].value or 0 for key in sums if key.startswith("I08")}
    assert {key for key in heads if heads[key] != sums[key]} == set()
    assert [many for key, many in heads.items() if "country=" in key] != []


@pytest.mark.parametrize("changed", ["parts", "title", "list", "record"])
def test_a_record_changed_by_other_means_is_found_out(
    client: Client, sides: list[City], registrar: User, made: Report, changed: str
) -> None:
    ledger.activity(sides[1], host=sides[0])
    frozen = handed_in(made, by=registrar)
    address = f"{frozen.get_absolute_url()}I11/"
    before = client.get(address).context["is_as_it_was"]
    if changed == "parts":
        figure = frozen.figures.get(code="I11", narrowed="")
        frozen.figures.filter(pk=figure.pk).update(parts=[[figure.parts[0][0], "2", None]])
    elif changed == "list":
        frozen.figures.filter(code="I11").delete()
    elif changed == "record":
        frozen.records.filter(model="activity").delete()
    else:
        frozen.records.filter(model="activity").update(title={"en": "Another"})

    assert (before, client.get(address).context["is_as_it_was"]) == (True, False)


@pytest.mark.parametrize("page", ["x", "99"])
def test_there_is_no_page_beyond_the_last(
    client: Client, sides: list[City], registrar: User, made: Report, page: str
) -> None:
    ledger.activity(sides[1], host=sides[0])
    frozen = handed_in(made, by=registrar)

    assert client.get(f"{frozen.get_absolute_url()}I11/?page={page}").status_code == 404


def test_more_records_take_no_more_questions(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    asked = []
    for number in (1, 2):
        for _n in range(number):
            visit(sides[1], to=sides[0])
            gift(sides[0], sides[1], hall=True)
        frozen = handed_in(made, by=registrar)
        addresses = (frozen.get_absolute_url(), f"{frozen.get_absolute_url()}I08/")
        asked.append([_questions(client, address) for address in addresses])

    assert asked[0] == asked[1]
    assert asked[1][0] <= 30


def test_what_was_handed_in_opens_no_list_of_the_living_register(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    for when in ("2017-05-01", "2018-05-01"):
        ledger.activity(sides[1], host=sides[0], when=when, kind="festival")
    frozen = handed_in(made, by=registrar)
    addresses = [frozen.get_absolute_url()]
    addresses += [f"{frozen.get_absolute_url()}report.{kind}" for kind in ("csv", "xlsx")]

    page, *texts = [_words(client.get(address)) for address in addresses]
    links = set(re.findall(r'href="([^"]*/I11/[^"]*)"', page))
    rows = [row.split(",") for row in texts[0].splitlines() if row.startswith("I11,")]
    listed = {url: [str(row.title) for row in client.get(url).context["rows"]] for url in links}

    below = f"{frozen.get_absolute_url()}I11/"
    assert links == {f"{below}?year={year}" for year in range(2014, 2019)} | {
        f"{below}?kind=festival"
    }
    assert [len(listed[f"{below}?year={year}"]) for year in range(2014, 2019)] == [0, 0, 0, 1, 1]
    assert listed[f"{below}?kind=festival"] == listed[f"{below}?year=2018"]
    assert ["/figures/I" in text for text in (page, *texts)] == [False] * 3
    assert [bool(row[-1]) for row in rows] == [True] * 5
    with translation.override("es"):
        told = on_paper(reading(frozen.annual))
    assert [gap for gap in told["gaps"] if "<" in gap or "&" in gap] == []


@pytest.mark.parametrize(
    "query", ["year=2013", "year=x", "year=2018%C2%B2", "kind=forum", "theme=sport&year=1"]
)
def test_a_list_that_the_report_has_not_is_not_there(
    client: Client, sides: list[City], registrar: User, made: Report, query: str
) -> None:
    ledger.activity(sides[1], host=sides[0], kind="festival")
    frozen = handed_in(made, by=registrar)

    found = [client.get(f"{frozen.get_absolute_url()}I11/?{q}") for q in ("kind=festival", query)]

    assert [one.status_code for one in found] == [200, 404]


def test_a_report_of_an_older_version_opens_the_lists_that_it_kept(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    ledger.activity(sides[1], host=sides[0], kind="festival")
    frozen = handed_in(made, by=registrar)
    marks = {key: mark for key, mark in frozen.annual.marks.items() if "?" not in key}
    told = frozen.told | {"marks": marks}
    Frozen.objects.filter(pk=frozen.pk).update(told=told, digest=digest_of(told))
    FrozenFigure.objects.exclude(narrowed="").delete()

    page = client.get(frozen.get_absolute_url())

    links = set(re.findall(r'href="([^"]*/I11/[^"]*)"', page.text))
    assert links == {f"{frozen.get_absolute_url()}I11/"}
    assert client.get(links.pop()).context["is_as_it_was"]


@pytest.mark.parametrize("kept", [0, 1])
def test_readings_that_are_forgotten_by_rule_are_no_change(
    client: Client, sides: list[City], registrar: User, made: Report, kept: int
) -> None:
    for day in ("2018-05-01", "2018-05-02"):
        Reading.objects.create(path=f"cities/{sides[0].slug}/", language="en", day=day, times=7)
    frozen = handed_in(made, by=registrar)
    number = frozen.annual.measured["I24"].numbers[2018].value
    Reading.objects.filter(pk__in=Reading.objects.order_by("day").values("pk")[: 2 - kept]).delete()

    page = client.get(frozen.get_absolute_url())

    assert number == 14
    assert page.context["differences"] == []
    assert (page.context["gone"]["rows"], page.context["is_the_same"]) == ([], True)


# --- what readers may not see any more ---


def test_what_is_no_longer_open_is_told_to_its_makers_alone(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    told = story("Hidden story", of=sides[0], cities=[sides[0]], dated="2018-05-01")
    frozen = handed_in(made, by=registrar)
    before = client.get(frozen.get_absolute_url()).text
    told.live = False
    told.save()
    addresses = [f"{frozen.get_absolute_url()}{end}" for end in ("", "I21/", "report.xlsx")]

    seen = [_words(client.get(address)) for address in addresses]
    client.force_login(registrar)
    by_makers = [_words(client.get(address)) for address in addresses]

    assert ["Hidden story" in words for words in (before, *seen)] == [True, False, False, False]
    assert "What it is about." not in seen[0]
    assert ["Hidden story" in words for words in by_makers] == [True, True, False]


def test_a_story_taken_out_is_not_told_either(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    told = story("Hidden story", of=sides[0], cities=[sides[0]], dated="2018-05-01")
    frozen = handed_in(made, by=registrar)
    told.delete()

    page = client.get(frozen.get_absolute_url())

    assert "Hidden story" not in page.text
    assert page.context["closed"] == ["Stories: 1"]


def test_of_books_that_were_closed_again_no_amount_is_told(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    books = open_books(sides[0], ledger.partnership(*sides))
    came = visit(sides[1], to=sides[0]).activity
    line(sides[0], "77777.5", activity=came, currency="RUB")
    line(sides[0], "3.5", activity=came, currency="RUB")
    frozen = handed_in(made, by=registrar)
    addresses = [
        f"{frozen.get_absolute_url()}{end}" for end in ("", "I19/", "report.xlsx", "report.csv")
    ]
    amounts = re.compile(r"77[,.\s]?777\D|The city\b")
    before = [bool(amounts.search(_words(client.get(address)))) for address in addresses]
    books.delete()

    after = [bool(amounts.search(_words(client.get(address)))) for address in addresses]
    book = load_workbook(BytesIO(client.get(addresses[2]).content))
    sums = {row[0].value: row[7].value for row in book.worksheets[0].iter_rows()}

    assert (before, after) == ([True, True, True, False], [False] * 4)
    assert sums["I19"] == 77781


def test_costs_paid_in_another_year_are_not_left_open(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    """Only what is kept with the report can be closed: so it tells nothing else."""
    books = open_books(sides[0], ledger.partnership(*sides))
    came = visit(sides[1], to=sides[0]).activity
    line(sides[0], "77777", activity=came, when="2019-01-15")
    line(sides[0], "55555", activity=came, when="2018-09-15")
    frozen = handed_in(made, by=registrar)
    before = _words(client.get(frozen.get_absolute_url()))
    books.delete()

    after = _words(client.get(frozen.get_absolute_url()))

    amounts = ("77,777", "55,555")
    told = [tuple(one in words for one in amounts) for words in (before, after)]
    assert told == [(False, True), (False, False)]


def test_the_amount_of_a_closed_line_cannot_be_worked_out(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    third = city("Duisburg")
    for other, amount in ((sides[1], "777"), (third, "55")):
        books = open_books(sides[0], ledger.partnership(sides[0], other))
        line(sides[0], amount, activity=visit(other, to=sides[0]).activity, when="2018-09-15")
    frozen = handed_in(made, by=registrar)
    address = f"{frozen.get_absolute_url()}I19/"
    before = [row.detail for row in client.get(address).context["rows"]]
    books.delete()

    after = [row.detail for row in client.get(address).context["rows"]]
    book = load_workbook(BytesIO(client.get(f"{frozen.get_absolute_url()}report.xlsx").content))
    parts = [row[4].value for row in book["Records"].iter_rows() if row[0].value == "I19"]

    assert [bool(detail) for detail in before] == [True, True]
    assert sorted(after) == ["", ""]
    assert parts == [None, None]


def test_a_number_of_a_year_before_that_is_another_now_is_told(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    festival = ledger.activity(host=sides[0], when="2017-05-01")
    group = ledger.participation(festival, sides[1], role="guest", people=5)
    frozen = handed_in(made, by=registrar)
    group.people = 900
    group.save()

    page = client.get(frozen.get_absolute_url())

    told = [(str(one["name"]), one["then"], one["now"]) for one in page.context["differences"]]
    assert ("Participants, 2017", "at least 5", "at least 900") in told


# --- files ---


def test_a_russian_workbook_says_in_russian_of_what_kind_and_how_sure(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    visit(sides[1], to=sides[0])
    address = made.get_absolute_url().replace("/en/", "/ru/")

    book = load_workbook(BytesIO(client.get(f"{address}report.xlsx").content))
    figures, records = ([*sheet.iter_rows(values_only=True)] for sheet in book.worksheets[:2])
    sure = figures[0].index("Насколько точно")

    year = figures[0].index("2018")
    assert {row[sure] for row in figures[1:] if row[year] is not None} == {"Подсчитано"}
    assert {row[sure] for row in figures[1:] if row[year] is None} == {"не записано"}
    assert [row[1] for row in records if row[0] == "I11"] == ["Событие"]


def test_a_file_is_made_once_for_all_who_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "connection", SimpleNamespace(in_atomic_block=False))
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"file")
        return made[-1]

    key = ("a report", str(timezone.now()))
    found = [made_once(key, make), made_once(key, make), made_once((*key, 2), make)]

    assert (found, len(made)) == ([b"file"] * 3, 2)


def _numbers(told: Annual) -> dict[str, Number]:
    """Every number of a report by what its list is called."""
    whole = {
        code if year == told.year else f"{code} year={year}": number
        for code, one in told.measured.items()
        for year, number in one.numbers.items()
    }
    parts = {
        f"{one.code} {by}={one.value}": one.numbers[told.year]
        for part in told.parts
        for by, found in part.breakdowns.items()
        for one in found
    }
    return whole | parts


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def _words(answer: Any) -> str:
    """All that a page or a workbook says."""
    if answer["Content-Type"].startswith("text/"):
        return answer.text
    book = load_workbook(BytesIO(answer.content))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return " ".join(str(cell) for cell in cells)
