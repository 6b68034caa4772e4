"""The register's lists in the admin, as an officer narrows, sorts and takes them with her."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.sources import source
from tests.ledger.officers import KINDS, listed, one_of_each, speaks, whole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ['"', "(", "AND", "a*b", "{x} : y", "😀"])
def test_signs_of_the_index_find_nothing_and_break_nothing(
    officer: Client, kind: str, typed: str
) -> None:
    assert listed(officer, kind, q=typed) == []


@pytest.mark.parametrize(
    "typed",
    ["фестивали", "Фестивалями", "фест", "молодежный", "молодёжн", "Оксфорде", "festivals"],
)
def test_an_activity_is_found_by_any_form_or_the_start_of_its_words(
    officer: Client, typed: str
) -> None:
    ledger.activity(title={"en": "A camp", "ru": "Лагерь"})
    ledger.activity(title={"en": "Festival", "ru": "Молодёжный фестиваль в Оксфорде"})

    assert listed(officer, "ledger/activity", q=typed) == ["Festival"]


def test_a_source_is_found_by_another_form_of_its_title(officer: Client) -> None:
    source("Городские фестивали", language="ru", publisher="")
    source("City news", publisher="")

    assert listed(officer, "sources/source", q="фестиваль") == ["Городские фестивали"]


def headings(client: Client, kind: str) -> list[str]:
    """What stands above the columns of the list, as it is in the page."""
    page = client.get(f"/admin/snippets/{kind}/results/").text
    cells = re.findall(r"<th[^>]*>(.*?)</th>", page, re.DOTALL)
    return [
        " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell, flags=re.DOTALL).split())
        for cell in cells
    ][1:]


@pytest.mark.parametrize(
    ("kind", "english", "russian"),
    [
        (
            "ledger/activity",
            "Activity Kind When Cities Status",
            "Событие Вид Когда Города Состояние",
        ),
        ("ledger/participation", "Participation Role People When", "Участие Роль Люди Когда"),
        (
            "ledger/result",
            "Result Kind When State How much",
            "Результат Вид Когда Состояние Сколько",
        ),
        ("ledger/recognition", "Recognition Kind When", "Признание Вид Когда"),
        (
            "ledger/partnership",
            "Partnership Kind Since Status",
            "Партнёрство Вид С какого времени Состояние",
        ),
        ("ledger/agreement", "Agreement Kind Signed", "Соглашение Вид Подписано"),
        ("ledger/programme", "Programme Kind", "Программа Вид"),
        ("cities/city", "City Country Population", "Город Страна Население"),
        ("cities/organisation", "Organisation Kind City", "Организация Вид Город"),
        ("sources/source", "Title Publisher Published", "Название Издатель Опубликовано"),
    ],
)
def test_each_column_has_a_heading_in_the_officers_language(
    officer: Client, kind: str, english: str, russian: str
) -> None:
    one_of_each("Perm")

    in_english = headings(officer, kind)
    speaks(officer, "ru")

    assert (" ".join(in_english), " ".join(headings(officer, kind))) == (english, russian)


def test_what_is_found_is_sorted_as_the_officer_asks(officer: Client) -> None:
    for country in ("RU", "DE", "GB"):
        city(f"Perm {country}", country=country)

    names = listed(officer, "cities/city", q="perm", ordering="-country")

    assert names == ["Perm RU", "Perm GB", "Perm DE"]


def test_activities_are_sorted_by_their_days_and_by_their_kinds(officer: Client) -> None:
    for kind, when in (("visit", "2018-09"), ("camp", "2007"), ("forum", "2012/2013")):
        ledger.activity(title={"en": kind}, kind=kind, when=when)

    by_day = listed(officer, "ledger/activity", ordering="when_first")
    by_kind = listed(officer, "ledger/activity", ordering="-kind")

    assert by_day == ["camp", "forum", "visit"]
    assert by_kind == ["visit", "forum", "camp"]


def test_the_list_of_partnerships_says_how_each_side_sees_it_now(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    partnership = ledger.partnership(perm, oxford)
    ledger.state(partnership, perm, "active", when="1995")
    ledger.state(partnership, oxford, "active", when="1995")
    ledger.state(partnership, oxford, "suspended", when="2022-03")

    page = officer.get("/admin/snippets/ledger/partnership/").text

    assert "Perm: active, Oxford: suspended" in page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("export", ["", "csv", "xlsx"])
def test_a_list_and_its_export_ask_as_little_for_three_records_as_for_one(
    officer: Client, kind: str, export: str
) -> None:
    address = f"/admin/snippets/{kind}/"
    query = {"export": export} if export else {}
    one_of_each("Perm")
    whole(officer.get(address, query))
    with CaptureQueriesContext(connection) as for_one:
        whole(officer.get(address, query))

    one_of_each("Oxford")
    one_of_each("Duisburg")
    with CaptureQueriesContext(connection) as for_three:
        whole(officer.get(address, query))

    assert len(for_three) == len(for_one)


@pytest.mark.parametrize(("language", "words"), [("en", "Activities: 51"), ("ru", "События: 51")])
def test_a_list_says_how_many_there_are_in_words_no_language_has_to_bend(
    officer: Client, language: str, words: str
) -> None:
    perm = city("Perm")
    for _number in range(51):
        ledger.activity(host=perm)
    speaks(officer, language)

    page = officer.get("/admin/snippets/ledger/activity/").text

    assert re.findall(r'<div class="pagination__end">\s*([^<]+?)\s*<', page) == [words]
