"""The folder in the admin: list, parts, rows of hours and people, papers; and who is kept out."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.documents.models import Document

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.visits import actions
from citytocity.visits.models import Traveller, Visit
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member
from tests.factories.visits import item, traveller, visit

pytestmark = pytest.mark.django_db
LANGUAGES = {"first": "ru", "second": "zh-hans"}


@pytest.fixture
def perm() -> City:
    made = cities("Perm")[0]
    City.objects.filter(pk=made.pk).update(time_zone="Asia/Yekaterinburg", is_host=True)
    return City.objects.get(pk=made.pk)


@pytest.fixture
def oxford() -> City:
    return cities("Oxford")[0]


@pytest.fixture
def office(client: Client, oxford: City) -> Client:
    """The registrar of Oxford at a browser."""
    client.force_login(member(Role.REGISTRAR, oxford))
    return client


def listed(client: Client, **asked: Any) -> list[str]:
    answer = client.get("/admin/visits/", asked)
    return [str(shown) for shown in answer.context["object_list"]]


def sent(formset: str, rows: list[dict[str, Any]], *, there: int = 0) -> dict[str, Any]:
    """What a browser sends of rows."""
    told = {f"{formset}-TOTAL_FORMS": len(rows), f"{formset}-INITIAL_FORMS": there}
    for number, row in enumerate(rows):
        told |= {f"{formset}-{number}-{name}": value for name, value in row.items()}
    return told


def errors(page: bytes) -> list[str]:
    found = BeautifulSoup(page, "html.parser").select(".error-message")
    return [" ".join(fault.get_text().split()) for fault in found]


HOUR = {"day": "2018-06-12", "begins": "10:00", "until": "11:30", "zone": "Asia/Yekaterinburg",
        "title__en": "Reception", "title__original": "en"}  # fmt: skip


def test_the_list_has_ones_own_folders_searched_and_narrowed(
    office: Client, perm: City, oxford: City
) -> None:
    duisburg = cities("Duisburg")[0]
    visit(duisburg, to=perm, title={"en": "Somebody else's"})
    visit(oxford, to=perm, when="2017", title={"en": "Choirs", "ru": "Хоры"}, return_owed=True)
    visit(perm, to=oxford, when="2018", title={"en": "Firemen"}, decision="accepted")

    assert listed(office) == ["Firemen", "Choirs"]
    assert listed(office, q="хора") == ["Choirs"]
    assert listed(office, year=2017) == ["Choirs"]
    assert listed(office, direction="incoming") == ["Choirs"]
    assert listed(office, direction="incoming", city=oxford.pk) == ["Firemen"]
    assert listed(office, lacks="decision") == ["Choirs"]
    assert listed(office, lacks="return") == ["Choirs"]
    assert listed(office, state="done") == ["Firemen", "Choirs"]
    assert listed(office, state="asked") == []


def test_the_list_of_three_asks_no_more_than_the_list_of_one(
    office: Client, perm: City, oxford: City
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert listed(office)
        return len(asked)

    visit(oxford, to=perm)
    listed(office)
    of_one = questions()
    visit(oxford, to=perm)
    visit(perm, to=oxford)

    assert questions() == of_one


def test_a_folder_is_opened_from_an_activity(office: Client, perm: City, oxford: City) -> None:
    journey = ledger.activity(oxford, host=perm, kind="delegation")
    festival, foreign = ledger.activity(host=oxford), ledger.activity(host=perm, kind="visit")

    wrong = office.post("/admin/visits/open/", {"activity": festival.pk})
    foreigns = office.post("/admin/visits/open/", {"activity": foreign.pk})
    right = office.post("/admin/visits/open/", {"activity": journey.pk})

    assert errors(wrong.content) == ["Only a visit, an exchange or a delegation has a folder."]
    assert errors(foreigns.content) == [
        "Your city takes no part in it: its folder is kept by those that do."
    ]
    assert right["Location"] == Visit.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("part", "given", "shown"),
    [
        ("request", {"kind": "sport", "asked_by_words": "The football school"},
         "The football school"),
        ("decision", {"decision": "accepted", "decided_by": "Mayor", "decided_on": "2018-05-02"},
         "2 May 2018"),
        ("return", {"return_owed": "on", "return_until": "31.12.2019"}, "31 December 2019"),
        ("stay", {"nights": "3", "interpreting": "ru, en"}, "Russian, English"),
        ("brief", {"talking_points__en": "The choir", "talking_points__original": "en"},
         "The choir"),
        ("report", {"report": "All came.", "lessons": "Two interpreters"}, "Two interpreters"),
    ],
)  # fmt: skip
def test_each_part_is_written_in_its_own_form(
    office: Client, perm: City, oxford: City, part: str, given: dict[str, str], shown: str
) -> None:
    address = visit(oxford, to=perm).get_absolute_url()

    answer = office.post(f"{address}{part}/", given)

    assert answer["Location"] == f"{address}#{part}"
    section = BeautifulSoup(office.get(address).content, "html.parser").find(id=part)
    assert section is not None
    assert shown.split()[-1] in section.get_text()


def test_what_is_wrong_in_a_part_is_told_beside_the_field(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    given = {"decision": "", "decided_by": "Mayor", "decided_on": ""}

    answer = office.post(f"{folder.get_absolute_url()}decision/", given)

    assert errors(answer.content) == ["Say what was decided, or leave out by whom and when."]
    assert b'value="Mayor"' in answer.content
    folder.refresh_from_db()
    assert folder.decided_by == ""


def test_what_is_wrong_with_a_field_of_another_part_is_told_above(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm, decision="accepted", decided_on="2018-05-02")

    answer = office.post(
        f"{folder.get_absolute_url()}request/", {"kind": "sport", "received": "2018-05-03"}
    )

    assert "It was decided before it was received." in answer.content.decode()
    folder.refresh_from_db()
    assert folder.received is None


def test_a_part_is_saved_though_the_register_has_changed_what_the_visit_answers(
    office: Client, perm: City, oxford: City
) -> None:
    first = visit(perm, to=oxford, when="2017")
    folder = visit(oxford, to=perm, answers=first)
    type(first.activity).objects.filter(pk=first.activity.pk).update(host=perm)
    type(first.activity).objects.filter(pk=folder.activity.pk).update(kind="festival")

    answer = office.post(f"{folder.get_absolute_url()}stay/", {"nights": "3"})
    again = office.post(f"{folder.get_absolute_url()}return/", {"answers": first.pk})

    assert answer["Location"] == f"{folder.get_absolute_url()}#stay"
    assert errors(again.content) == ["“Visit” did not go the other way between the same cities."]


def test_a_document_of_another_city_is_no_paper_of_ours(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    foreign = Document.objects.create(title="Secret minutes", file="secret.pdf")

    page = office.get(f"{folder.get_absolute_url()}decision/").content
    answer = office.post(
        f"{folder.get_absolute_url()}decision/", {"decision": "accepted", "paper": foreign.pk}
    )

    assert b"Secret minutes" not in page
    assert errors(answer.content) == ["Choose a document that is yours to use."]


def test_hours_are_written_row_by_row_and_the_next_begins_where_the_last_ended(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    address = f"{folder.get_absolute_url()}programme/"
    late = HOUR | {"begins": "22:00", "until": "00:30", "title__en": "Opera", "public": "on"}

    answer = office.post(address, sent("items", [HOUR, late]) | {"more": "1"})

    assert answer["Location"] == f"{address}#next"
    reception, opera = folder.items.all()
    assert [f"{one.begins:%d %H:%M}" for one in (reception, opera)] == ["12 10:00", "12 22:00"]
    assert f"{opera.finishes:%d %H:%M}" == "13 00:30"
    blank = office.get(address).context["formset"].extra_forms[0]
    assert (str(blank["day"].value()), str(blank["begins"].value())) == ("2018-06-13", "00:30:00")


def test_a_blank_row_is_no_item(office: Client, perm: City, oxford: City) -> None:
    folder = visit(oxford, to=perm)
    address = f"{folder.get_absolute_url()}programme/"
    formset = office.get(address).context["formset"]
    blank = [
        {name: form[name].value() or "" for name in ("day", "begins", "zone")}
        for form in formset.extra_forms
    ]

    blank[1] |= {"begins": "11:30"}  # as the script does when the row above has its end
    office.post(address, sent("items", blank))

    assert not folder.items.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"until": "09:00"}, "It must end after it begins."),
        ({"zone": "Mars/Olympus"}, "“Mars/Olympus” is no time zone."),
        ({"title__en": ""}, "Write it in one language at least."),
        ({"day": "tomorrow"}, "Write the day like 2018-09-14 or 14.09.2018."),
        ({"day": "0001-01-01"}, "Write a day between the years 1900 and 2199."),
        (
            {"day": "9999-12-31", "begins": "22:00", "until": "01:00"},
            "Write a day between the years 1900 and 2199.",
        ),
    ],
)
def test_a_wrong_row_is_told_and_no_row_is_kept(
    office: Client, perm: City, oxford: City, wrong: dict[str, str], told: str
) -> None:
    folder = visit(oxford, to=perm)

    answer = office.post(
        f"{folder.get_absolute_url()}programme/", sent("items", [HOUR, HOUR | wrong])
    )

    assert errors(answer.content) == [told]
    assert not folder.items.exists()


def test_what_overlaps_is_told_and_kept(office: Client, perm: City, oxford: City) -> None:
    folder = visit(oxford, to=perm)
    rows = [HOUR, HOUR | {"begins": "11:00", "until": "12:00", "title__en": "Lunch"}]

    page = office.post(
        f"{folder.get_absolute_url()}programme/", sent("items", rows), follow=True
    ).content.decode()

    assert page.count("“Lunch” begins before “Reception” is over.") == 2
    assert folder.items.count() == 2


def test_travellers_are_written_and_deleted_and_have_one_head(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    gone = traveller(folder, oxford, "GONE")
    address = f"{folder.get_absolute_url()}people/"
    head = {"passport_name": "ANNA", "role": "head", "city": oxford.pk}
    old = {"id": gone.pk, "passport_name": "GONE", "role": "member", "city": oxford.pk,
           "DELETE": "on"}  # fmt: skip

    twice = office.post(address, sent("people", [old, head, head], there=1))
    once = office.post(address, sent("people", [old, head], there=1))

    assert errors(twice.content) == ["The delegation of this city has a head already."]
    assert once["Location"] == f"{folder.get_absolute_url()}#people"
    assert list(Traveller.objects.values_list("passport_name", "role")) == [("ANNA", "head")]


def test_a_traveller_is_of_a_city_of_the_visit(office: Client, perm: City, oxford: City) -> None:
    folder = visit(oxford, to=perm)
    stranger = {"passport_name": "ANNA", "role": "member", "city": cities("Duisburg")[0].pk}

    answer = office.post(f"{folder.get_absolute_url()}people/", sent("people", [stranger]))

    assert len(errors(answer.content)) == 1
    assert not Traveller.objects.exists()


def test_who_saves_is_told_of_a_head_that_was_noted_meanwhile(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    traveller(folder, oxford, "BO", role="head")
    anna = {"passport_name": "ANNA", "role": "head", "city": oxford.pk}

    page = office.post(f"{folder.get_absolute_url()}people/", sent("people", [anna]), follow=True)

    assert "BO was noted meanwhile as head of the delegation of Oxford" in page.text


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31"])
def test_a_visit_at_the_ends_of_the_calendar_breaks_nothing(
    office: Client, perm: City, oxford: City, when: str
) -> None:
    ledger.partnership(perm, oxford, since=when)
    folder = visit(oxford, to=perm, when=when, return_owed=True, return_until=when)
    address = folder.get_absolute_url()

    for path in ("", "programme/", "return/", "programme.ics", "print/brief.pdf?first=en"):
        assert office.get(f"{address}{path}").status_code == 200
    for page in (
        "/admin/visits/",
        "/admin/health-of-links/",
        f"/en{folder.activity.get_absolute_url()[3:]}",
    ):
        assert office.get(page).status_code == 200
    assert actions.forget_travellers(today=timezone.localdate()) == 0


def test_visits_without_a_day_stand_at_the_end(office: Client, perm: City, oxford: City) -> None:
    for when in ("", "2017", "2018"):
        visit(oxford, to=perm, when=when, title={"en": f"In {when or 'no year'}"})

    assert listed(office) == ["In 2018", "In 2017", "In no year"]
    assert listed(office, ordering="activity__when_first") == ["In 2017", "In 2018", "In no year"]


def test_the_folder_says_that_a_cancelled_visit_is_no_answer(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm, when="2017", return_owed=True)
    visit(perm, to=oxford, answers=folder, status="cancelled", title={"en": "Choirs"})

    page = office.get(folder.get_absolute_url())

    assert "Choirs</a> (cancelled)" in page.text
    assert f"/activity/add/?host={oxford.pk}" in page.text


@pytest.mark.parametrize(
    ("values", "answered", "owed"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"status": "planned"}, False, False),
        ({"status": "cancelled"}, False, False),
    ],
)
def test_a_visit_in_return_is_offered_where_one_is_owed(
    office: Client, perm: City, oxford: City, values: dict[str, str], answered: bool, owed: bool
) -> None:
    folder = visit(oxford, to=perm, when="2017", return_owed=True, **values)
    if answered:
        visit(perm, to=oxford, answers=folder)

    page = office.get(folder.get_absolute_url())
    row = BeautifulSoup(
        office.get("/admin/visits/", {"direction": "incoming"}).content, "html.parser"
    )

    assert ("A visit in return is owed." in page.text) is owed
    assert (row.select("tbody td")[-1].get_text(strip=True) == "yes") is owed
    assert bool(listed(office, lacks="return")) is owed


def test_the_visit_in_return_is_recorded_and_its_folder_opened_as_the_answer(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm, when="2017", return_owed=True)
    page = BeautifulSoup(office.get(folder.get_absolute_url()).content, "html.parser")
    form = page.select_one('a[href*="/activity/add/"]')
    assert form is not None
    sent_to = office.get(str(form["href"])).context["action_url"]
    after = parse_qs(urlsplit(sent_to).query)["next"][0]
    back = ledger.activity(perm, host=oxford, kind="visit", when="2018")

    chosen = office.get(after)
    opened = office.post(after, {"activity": back.pk})

    assert chosen.context["form"]["activity"].value() == back.pk
    made = Visit.objects.get(activity=back)
    assert (opened["Location"], made.answers) == (made.get_absolute_url(), folder)


@pytest.mark.parametrize("when", ["2015", "2018"], ids=["before it", "the same way"])
def test_a_visit_that_is_no_answer_gets_no_folder_as_one(
    office: Client, perm: City, oxford: City, when: str
) -> None:
    folder = visit(oxford, to=perm, when="2017", return_owed=True)
    guest, host = (perm, oxford) if when == "2015" else (oxford, perm)
    wrong = ledger.activity(guest, host=host, kind="visit", when=when)

    answer = office.post(f"/admin/visits/open/?answers={folder.pk}", {"activity": wrong.pk})

    assert len(errors(answer.content)) == 1
    assert Visit.objects.get() == folder


def test_a_folder_of_others_is_not_named_as_answered(
    office: Client, perm: City, oxford: City
) -> None:
    closed = visit(perm, to=cities("Duisburg")[0], title={"en": "Closed talks"})

    page = office.get(f"/admin/visits/open/?answers={closed.pk}")

    assert page.context["answers"] is None
    assert "Closed talks" not in page.text


@pytest.mark.parametrize("paper", ["brief", "programme", "badges"])
@pytest.mark.parametrize("second", ["", "zh-hans"])
def test_papers_are_made_in_one_and_in_two_languages(
    office: Client, perm: City, oxford: City, paper: str, second: str
) -> None:
    folder = visit(oxford, to=perm, asked_by_words="The choir")
    item(folder, "2018-06-12 10:00", "2018-06-12 11:30")
    traveller(folder, oxford, "ANNA #panic() $x$ *bold*", languages="en")

    answer = office.get(
        f"{folder.get_absolute_url()}print/{paper}.pdf", {"first": "ru", "second": second}
    )

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("paper", ["brief", "programme", "badges"])
def test_papers_of_a_visit_without_a_host_are_made(
    office: Client, oxford: City, paper: str
) -> None:
    folder = visit(oxford, to=None)

    answer = office.get(f"{folder.get_absolute_url()}print/{paper}.pdf", {"first": "ru"})

    assert answer.content[:5] == b"%PDF-"


def test_a_paper_in_no_language_of_ours_is_told(office: Client, perm: City, oxford: City) -> None:
    address = visit(oxford, to=perm).get_absolute_url()

    answer = office.get(f"{address}print/brief.pdf", {"first": "tlh"})

    assert answer["Location"] == f"{address}#papers"


def test_the_whole_programme_goes_into_a_calendar_with_its_time_zone(
    office: Client, perm: City, oxford: City
) -> None:
    folder = visit(oxford, to=perm)
    item(folder, "2018-06-12 10:00", "2018-06-12 11:30", attends="Anna", place={"en": "Town hall"})

    answer = office.get(f"{folder.get_absolute_url()}programme.ics").content

    (event,) = Calendar.from_ical(answer).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("Reception", "Town hall")
    assert event["dtstart"].dt.isoformat() == "2018-06-12T10:00:00+05:00"
    assert b"TZID:Asia/Yekaterinburg" in answer
    assert b"Anna" not in answer


@pytest.mark.parametrize(
    "page", ["", "stay/", "programme/", "people/", "print/brief.pdf?first=ru", "programme.ics"]
)
def test_a_folder_of_others_is_closed(office: Client, perm: City, page: str) -> None:
    duisburg = cities("Duisburg")[0]
    folder = visit(duisburg, to=perm)
    traveller(folder, duisburg, "ANNA SECRET")

    answer = office.get(f"{folder.get_absolute_url()}{page}")

    assert answer.status_code == 302
    assert b"ANNA" not in answer.content


def test_numbers_are_taken_over_by_a_button(office: Client, perm: City, oxford: City) -> None:
    folder = visit(oxford, to=perm)
    traveller(folder, oxford, age=20)

    page = office.post(f"{folder.get_absolute_url()}counts/", follow=True).content.decode()

    assert "The register tells these numbers now." in page
    group = folder.activity.participations.get(city=oxford)
    assert (group.people, group.youth) == (1, 1)
