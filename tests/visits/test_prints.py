"""What the papers tell, in the languages that were asked for."""

import re

import pytest

from citytocity.cities.models import City
from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from citytocity.visits.models import Traveller, Visit
from citytocity.visits.prints import ROOMS, paper, told
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member, user
from tests.factories.protocol import given, promise
from tests.factories.visits import item, traveller, visit

pytestmark = pytest.mark.django_db
BOTH = ("ru", "en")


@pytest.fixture
def folder() -> Visit:
    perm, oxford = cities("Perm", "Oxford")
    ledger.partnership(perm, oxford, since="1995")
    visit(perm, to=oxford, when="2017-05", title={"en": "Choirs"}, lessons="Two interpreters")
    made = visit(
        oxford,
        to=perm,
        title={"ru": "Визит", "en": "Visit"},
        talking_points={"ru": "Хор\nФутбол", "en": "The choir"},
    )
    traveller(made, oxford, "BO", role="member")
    spoken = {"spoken_name": {"ru": "Энна"}, "languages": "en, zh-hans"}
    traveller(made, oxford, "ANNA", role="head", **spoken)
    item(made, "2018-06-12 10:00", "2018-06-12 11:30", interpreter=True)
    return made


def pages(made: bytes) -> int:
    """How many the PDF says it has."""
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_the_brief_tells_who_comes_the_head_first_and_what_was_last_time(folder: Visit) -> None:
    brief = told("brief", folder, BOTH, by=user(officer=True))

    assert [one["text"] for one in brief["title"]] == ["Визит", "Visit"]
    assert [one["name"] for one in brief["people"]] == ["ANNA", "BO"]
    assert brief["people"][0]["spoken"][0] == {"text": "Энна", "lang": "ru"}
    assert [one["text"] for one in brief["people"][0]["speaks"]] == [
        "английский, китайский",
        "English, Chinese",
    ]
    parts = {columns[0]["heading"]: columns for columns in brief["parts"]}
    assert [column["lines"] for column in parts["О чём говорить"]] == [
        ["Хор", "Футбол"],
        ["The choir"],
    ]
    assert parts["Прошлый визит"][1]["lines"] == ["Choirs, May 2017", "Two interpreters"]
    assert parts["Годовщина"][1]["lines"] == ["Perm – Oxford: 23 years in 2018, counted from 1995"]


def test_the_brief_tells_what_they_were_shown_before(folder: Visit) -> None:
    (guest,) = folder.guests.values()
    before = visit(guest, to=folder.activity.host, when="2016")
    item(before, "2016-06-12 10:00", sight=True, title={"en": "The gallery", "ru": "Галерея"})

    brief = told("brief", folder, ("en",), by=user(officer=True))

    shown = {columns[0]["heading"]: columns[0]["lines"] for columns in brief["parts"]}
    assert shown["Sights shown to them before"] == ["The gallery, 2016"]


def test_the_brief_keeps_what_was_learnt_from_who_may_not_open_that_folder() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    visit(oxford, to=perm, when="2017", title={"en": "Choirs"}, lessons="Ask Oxford")
    folder = visit(perm, to=oxford)
    ledger.participation(folder.activity, duisburg, role="partner")

    def told_to(city: City) -> list[list[str]]:
        brief = told("brief", folder, ("en",), by=member(Role.REGISTRAR, city))
        return [columns[0]["lines"] for columns in brief["parts"]]

    assert told_to(perm) == [["Choirs, 2017", "Ask Oxford"]]
    assert told_to(duisburg) == [["Choirs, 2017"]]


def test_the_brief_tells_what_was_promised_and_what_was_given_before(folder: Visit) -> None:
    perm, oxford = folder.sides
    last = Activity.objects.get(title__contains="Choirs")
    promise(perm, oxford, activity=last, state="kept", settled="2018-05", title={"en": "A visa"})
    promise(oxford, perm, when="2016", due="2019", title={"en": "An alley"})
    promise(perm, oxford, when="2016", state="withdrawn", settled="2017", title={"en": "A hall"})
    promise(perm, oxford, when="2019", title={"en": "Something later"})
    given(perm, oxford, when="2016", person={"en": "Энна"}, office={"en": "mayor"})
    given(perm, oxford, when="2017", title={"en": "A bear"})
    given(oxford, perm, title={"en": "A book"})

    brief = told("brief", folder, BOTH, by=member(Role.REGISTRAR, perm))

    parts = {columns[1]["heading"]: columns[1]["lines"] for columns in brief["parts"]}
    assert parts["Promises so far"] == [
        "Oxford → Perm: An alley (open, due: 2019)",
        "Perm → Oxford: A visa (kept: May 2018)",
    ]
    assert parts["Gifts already given"] == [
        "A samovar → Энна, Oxford, 2016",
        "A bear → Oxford, 2017",
    ]
    assert ["Подарки, которые уже дарили" in str(one) for one in brief["parts"]].count(True) == 1


def test_of_a_large_delegation_heads_and_interpreters_are_named_and_the_brief_is_one_page() -> None:
    perm, oxford = cities("Perm", "Oxford")
    long = {
        "en": "\n".join(["A long talking point about our two cities and their choirs. " * 9] * 30)
    }
    folder = visit(oxford, to=perm, purpose=long, talking_points=long, title={"en": "A hundred"})
    roles = ["head", "interpreter", "interpreter", *["member"] * 95, *["guest"] * 2]
    Traveller.objects.bulk_create(
        Traveller(visit=folder, city=oxford, passport_name=f"TRAVELLER {place}", role=role)
        for place, role in enumerate(roles)
    )
    for place in range(30):
        promise(oxford, perm, when="2016", title={"en": f"Promise {place} " * 20})
        given(perm, oxford, when="2016", title={"en": f"Gift {place} " * 20})
    by = member(Role.REGISTRAR, perm)

    brief = told("brief", folder, BOTH, by=by)
    made = paper("brief", folder, BOTH, by=by)

    assert [one["name"] for one in brief["people"]] == [f"TRAVELLER {place}" for place in range(3)]
    assert brief["counted"] == [
        [
            {"text": "Oxford: 95 участников, 2 гостя", "lang": "ru"},
            {"text": "Oxford: 95 members, 2 guests", "lang": "en"},
        ]
    ]
    assert "and 24 more in the folder" in str(brief["parts"])
    assert pages(made) == 1


@pytest.mark.parametrize(
    "languages", [("ru", "en"), ("ru", "zh-hans"), ("en",), ("de", "ru")], ids="+".join
)
def test_the_brief_is_one_page_with_all_parts_full_and_everybody_named(
    languages: tuple[str, ...],
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    long = {
        code: f"{words} " * (180 // len(words))
        for code, words in {
            "en": "Head of international relations",
            "ru": "Начальник управления внешних связей",
            "de": "Leiterin der Auslandsabteilung",
            "zh-hans": "国际关系与友好城市事务部门负责人",
        }.items()
    }
    ledger.partnership(perm, oxford, since="1995")
    last = visit(oxford, to=perm, when="2017", title=long, lessons=f"{long['en']}\n" * 20)
    lines = {code: f"{words}\n" * 20 for code, words in long.items()}
    folder = visit(oxford, to=perm, title=long, purpose=lines, talking_points=lines,
                   asked_by_words=long["en"], interpreting="en, ru, de, zh")  # fmt: skip
    for place in range(ROOMS[0].named):
        traveller(folder, oxford, f"TRAVELLER {place} {long['en']}"[:200], spoken_name=long,
                  office=long, languages="en, ru, de")  # fmt: skip
    for place in range(8):
        promise(oxford, perm, when="2016", title=long)
        given(perm, oxford, when="2016", title=long)
        item(last, f"2017-06-1{place} 10:00", sight=True, title=long)
    by = member(Role.REGISTRAR, perm)

    made = paper("brief", folder, languages, by=by)

    assert len(told("brief", folder, languages, by=by)["parts"]) == 6
    assert pages(made) == 1


def test_the_programme_has_a_column_for_each_language(folder: Visit) -> None:
    programme = told("programme", folder, BOTH, by=user(officer=True))

    russian, english = programme["columns"]
    assert (russian["days"][0]["day"], english["days"][0]["day"]) == (
        "Вторник, 12 июня 2018",
        "Tuesday, 12 June 2018",
    )
    (row,) = russian["days"][0]["items"]
    assert (row["hours"], row["title"]) == ("10:00–11:30", {"text": "Приём", "lang": "ru"})
    assert row["interpreter"] == "с переводчиком"
    assert programme["zones"] == ["Asia/Yekaterinburg (UTC+5)"]


@pytest.mark.parametrize(
    ("languages", "hours", "is_folded"),
    [(("en",), 30, True), (("en", "ru"), 20, True), (("en", "ru"), 90, False)],
)
def test_the_programme_is_one_folded_sheet_or_says_that_it_is_a_booklet(
    languages: tuple[str, ...], hours: int, is_folded: bool
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)
    place, note = {"en": "Town hall", "ru": "Мэрия"}, {"en": "Smart dress", "ru": "Паспорт"}
    for one in range(hours):
        when = f"2018-06-{11 + one // 14:02d} {8 + one % 14:02d}:00"
        item(folder, when, place=place, note=note)

    made = paper("programme", folder, languages, by=user(admin=True))

    assert (pages(made) == 2) == is_folded
