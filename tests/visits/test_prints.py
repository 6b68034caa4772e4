"""What the papers tell, in the languages that were asked for; rooms may add to the brief."""

import pytest
from django.utils.translation import get_language
from wagtail import hooks

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.visits.models import Visit
from citytocity.visits.prints import BriefPart, told
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member, user
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
    traveller(made, oxford, "ANNA", role="head", spoken_name={"ru": "Энна"}, languages="en")
    item(made, "2018-06-12 10:00", "2018-06-12 11:30", interpreter=True)
    return made


def test_the_brief_tells_who_comes_the_head_first_and_what_was_last_time(folder: Visit) -> None:
    brief = told("brief", folder, BOTH, by=user(officer=True))

    assert [one["text"] for one in brief["title"]] == ["Визит", "Visit"]
    assert [one["name"] for one in brief["people"]] == ["ANNA", "BO"]
    assert brief["people"][0]["spoken"][0] == {"text": "Энна", "lang": "ru"}
    assert [one["text"] for one in brief["people"][0]["speaks"]] == ["английский", "English"]
    parts = {columns[0]["heading"]: columns for columns in brief["parts"]}
    assert [column["lines"] for column in parts["О чём говорить"]] == [
        ["Хор", "Футбол"],
        ["The choir"],
    ]
    assert parts["Прошлый визит"][1]["lines"] == ["Choirs, May 2017", "Two interpreters"]
    assert parts["Годовщина"][1]["lines"] == ["Perm – Oxford: 23 years in 2018, counted from 1995"]


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


def test_rooms_add_parts_to_the_brief_in_each_language(folder: Visit) -> None:
    def gifts(visit: Visit) -> list[BriefPart]:
        return [BriefPart("gifts", f"Gifts ({get_language()})", ("A bear",))]

    with hooks.register_temporarily("visits_brief_parts", gifts):
        brief = told("brief", folder, BOTH, by=user(officer=True))

    headings = [[column["heading"] for column in columns] for columns in brief["parts"]]
    assert ["Gifts (ru)", "Gifts (en)"] in headings


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
