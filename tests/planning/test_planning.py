"""The planning page: what a city might tell, and how it becomes a draft."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.newsroom import actions as newsroom
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.planning import actions
from citytocity.planning.enums import Reason
from citytocity.planning.models import DayToKnow, Plan
from citytocity.planning.presentation import title_of
from citytocity.planning.queries import Outlook, outlook
from citytocity.stories.models import StoryPage
from tests.factories import ledger, sources
from tests.factories.cities import cities, city
from tests.factories.people import member, user
from tests.factories.stories import city_page, story
from tests.factories.translation import written

pytestmark = pytest.mark.django_db
PLANNING = "/admin/planning/"
MARCH = datetime.date(2018, 3, 1)


@pytest.fixture
def duisburg() -> City:
    made = city("Duisburg", time_zone="Europe/Berlin")
    city_page(made, language="de")
    return made


def _seen(of: City, today: datetime.date = MARCH) -> Outlook:
    return outlook(of, today)


def _transactions(queries: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith("SAVEPOINT") for query in queries)


def _fields(page: str) -> dict[str, Any]:
    """What a browser sends of the form if nobody touches it."""
    sent: dict[str, Any] = {}
    for field in BeautifulSoup(page, "html.parser").select(".planning-form [name]"):
        if field.name == "select":
            chosen = [option["value"] for option in field.select("option[selected]")]
            sent.setdefault(field["name"], []).extend(chosen)
        else:
            is_area = field.name == "textarea"
            told = field.text.removeprefix("\n") if is_area else field.get("value", "")
            sent.setdefault(field["name"], []).append(told.replace("\n", "\r\n"))
    return sent


def test_activities_near_the_day_without_a_story_are_told_the_next_first(duisburg: City) -> None:
    early = ledger.activity(duisburg, when="2018-02-10", title={"en": "Just past"})
    soon = ledger.activity(duisburg, when="2018-04", title={"en": "Soon"}, status="planned")
    ledger.activity(duisburg, when="2018-05-01", status="cancelled")
    ledger.activity(duisburg, when="2017-05-01")
    told = ledger.activity(duisburg, when="2018-04-02")
    story("Told", of=duisburg, language="de").activities.through.objects.create(
        storypage=StoryPage.objects.get(title="Told"), activity=told
    )

    found = _seen(duisburg).activities

    assert [one.subject for one in found] == [early, soon]


def test_an_activity_with_our_own_draft_shows_it_and_tells_of_no_foreign_draft(
    duisburg: City,
) -> None:
    feast = ledger.activity(duisburg, when="2018-04-02")
    theirs = story("A secret", of=city("Oxford"), live=False)
    theirs.activities.through.objects.create(storypage=theirs, activity=feast)

    assert [one.story for one in _seen(duisburg).activities] == [None]
    ours = story("Unser Entwurf", of=duisburg, language="de", live=False)
    ours.activities.through.objects.create(storypage=ours, activity=feast)
    assert [one.story for one in _seen(duisburg).activities] == [ours]


def test_what_was_not_told_for_longest_stands_first(duisburg: City) -> None:
    perm = city("Perm")
    twins = ledger.partnership(duisburg, perm)
    sport, memory = ledger.theme("sport"), ledger.theme("memory")
    old, new = (
        story(title, of=duisburg, language="de", dated=datetime.date(2017, month, 1))
        for title, month in (("Alt", 1), ("Neu", 12))
    )
    for page in (old, new):
        page.cities.through.objects.create(storypage=page, city=duisburg)
    old.topics.through.objects.create(storypage=old, theme=sport)
    new.cities.through.objects.create(storypage=new, city=perm)

    found = _seen(duisburg).silent

    assert [(one.reason, one.subject, one.told) for one in found] == [
        (Reason.TOPIC, memory, None),
        (Reason.TOPIC, sport, datetime.date(2017, 1, 1)),
        (Reason.CITY, perm, datetime.date(2017, 12, 1)),
        (Reason.PAIR, twins, datetime.date(2017, 12, 1)),
    ]


def test_a_suggestion_becomes_a_draft_that_cites_the_register_with_its_sources(
    duisburg: City,
) -> None:
    perm = city("Perm")
    feast = ledger.activity(
        duisburg, perm, when="2018-04-02", title={"de": "Fest", "ru": "Праздник"}
    )
    report = sources.source(title="Report", url="https://example.org/report", publisher="Paper")
    sources.cite(feast, by=report)
    editor = member(Role.EDITOR, duisburg, first_name="Ute", last_name="Ruhr")
    (one,) = _seen(duisburg).activities

    begun = actions.begin(one, city=duisburg, by=editor)

    assert (begun.title, begun.live, begun.owner) == ("Fest", False, editor)
    assert list(begun.activities.all()) == [feast]
    assert list(begun.cities.all()) == [duisburg]
    assert [credit.name for credit in begun.credits.all()] == ["Ute Ruhr"]
    kinds = [block.block_type for block in begun.body]
    assert kinds == ["paragraph", "facts", "heading", "paragraph"]
    assert begun.body[1].value["activity"] == feast
    assert 'href="https://example.org/report"' in str(begun.body[3].value)
    assert begun.get_latest_revision().user == editor


@pytest.mark.parametrize("reason", ["anniversaries", "days", "silent"])
def test_every_kind_of_suggestion_becomes_a_draft_once(duisburg: City, reason: str) -> None:
    ledger.partnership(duisburg, city("Perm"), since="1998-05-01")
    ledger.theme("sport")
    editor = member(Role.EDITOR, duisburg)

    for one in getattr(_seen(duisburg), reason):
        first = actions.begin(one, city=duisburg, by=editor)
        second = actions.begin(one, city=duisburg, by=editor)
        assert first == second, one.key
        first.full_clean(exclude=["path", "depth"])

    drafts = [one.story for one in getattr(_seen(duisburg), reason)]
    assert None not in drafts
    assert len({draft.pk for draft in drafts}) == len(drafts) == StoryPage.objects.count()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"kind": "delegation"}, "visit"),
        ({"kind": "exhibition"}, "exhibition"),
        ({"kind": "festival"}, "news"),
        ({"kind": "festival", "status": "planned"}, "announcement"),
    ],
)
def test_the_draft_about_an_activity_is_of_the_kind_that_fits(
    duisburg: City, values: dict[str, str], kind: str
) -> None:
    feast = ledger.activity(duisburg, when="2018-04-02", **values)
    editor = member(Role.EDITOR, duisburg)
    planned = Plan.objects.create(city=duisburg, title="Fest", who=editor)
    planned.activities.add(feast)

    assert actions.begin_plan(planned, by=editor).kind == kind


def test_the_kind_of_a_story_about_several_things_is_left_to_its_author(duisburg: City) -> None:
    editor = member(Role.EDITOR, duisburg)
    planned = Plan.objects.create(city=duisburg, title="Ein Jahr", who=editor)
    planned.activities.add(ledger.activity(duisburg), ledger.activity(duisburg))

    assert actions.begin_plan(planned, by=editor).kind == ""


def test_a_draft_that_was_deleted_can_be_begun_again(duisburg: City) -> None:
    ledger.activity(duisburg, when="2018-04-02")
    editor = member(Role.EDITOR, duisburg)
    actions.begin(_seen(duisburg).activities[0], city=duisburg, by=editor).delete()

    (one,) = _seen(duisburg).activities
    again = actions.begin(one, city=duisburg, by=editor)

    assert one.story is None
    assert (StoryPage.objects.get(), Plan.objects.get().story) == (again, again)


def test_the_twin_cities_day_cites_all_partnerships(duisburg: City) -> None:
    twins = [ledger.partnership(duisburg, other) for other in cities("Perm", "Oxford")]
    (one,) = [one for one in _seen(duisburg).days if one.subject.key == "twin-cities-day"]

    begun = actions.begin(one, city=duisburg, by=member(Role.EDITOR, duisburg))

    assert (one.when, begun.title) == ("2018-04-29", "Tag der Partnerstädte 2018")
    assert list(begun.partnerships.all()) == twins
    assert begun.cities.count() == 3


def test_an_anniversary_says_how_many_years_and_since_when(duisburg: City) -> None:
    ledger.partnership(duisburg, city("Perm"), since="1998-05-01")

    (one,) = _seen(duisburg).anniversaries

    assert title_of(one, duisburg) == "20 years: Duisburg – Perm"
    begun = actions.begin(one, city=duisburg, by=member(Role.EDITOR, duisburg))
    assert begun.standfirst.endswith("1. Mai 1998")
    assert begun.title == "20 Jahre: Duisburg – Perm"


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR])
def test_who_does_not_edit_for_the_city_begins_nothing(duisburg: City, role: Role) -> None:
    one = _seen(duisburg).days[0]
    planned = Plan.objects.create(city=duisburg, title="Ein Plan")

    with pytest.raises(PermissionDenied):
        actions.begin(one, city=duisburg, by=member(role, duisburg))
    with pytest.raises(PermissionDenied):
        actions.begin_plan(planned, by=member(Role.EDITOR, city("Oxford")))

    assert StoryPage.objects.count() == 0


def test_the_page_shows_what_there_is_and_one_click_opens_a_draft(
    client: Client, duisburg: City
) -> None:
    ledger.activity(duisburg, when="2018-04-02", title={"en": "Feast"})
    client.force_login(member(Role.EDITOR, duisburg))

    page = client.get(f"{PLANNING}?from=2018-04")
    told = {"key": page.context["sections"][0]["rows"][0]["key"], "from": "2018-04"}
    answers = [client.post(f"{PLANNING}city/duisburg/begin/", told) for _click in range(2)]

    assert "Feast" in page.text
    assert "Twin Cities Day" in page.text
    begun = StoryPage.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/admin/pages/{begun.pk}/edit/"}
    assert client.get(f"/admin/pages/{begun.pk}/edit/").status_code == 200
    assert f"/admin/newsroom/story/{begun.pk}/" in client.get(f"{PLANNING}?from=2018-04").text


def test_a_suggestion_that_is_gone_is_told_so(client: Client, duisburg: City) -> None:
    client.force_login(member(Role.EDITOR, duisburg))

    told = {"key": "activity/no-such", "from": "2018-04"}
    page = client.post(f"{PLANNING}city/duisburg/begin/", told, follow=True)

    assert "This is no longer on the list" in page.text


def test_a_planned_story_is_kept_begun_and_deleted(client: Client, duisburg: City) -> None:
    feast = ledger.activity(duisburg, when="2018-04-02")
    editor = member(Role.EDITOR, duisburg)
    client.force_login(editor)
    told = {"title": "Ein Plan", "when": "2018-04-20", "who": editor.pk, "activities": [feast.pk]}

    client.post(f"{PLANNING}city/duisburg/add/", told)
    planned = Plan.objects.get()
    client.post(f"{PLANNING}plan/{planned.pk}/", told | {"note": "Anrufen."})
    client.post(f"{PLANNING}plan/{planned.pk}/begin/")
    page = client.get(f"{PLANNING}?from=2018-04&view=list").text
    client.post(f"{PLANNING}plan/{planned.pk}/delete/")

    begun = StoryPage.objects.get()
    assert list(begun.activities.all()) == [feast]
    assert page.count("Ein Plan") >= 2
    assert not Plan.objects.exists()


def test_a_draft_is_in_the_hands_of_who_is_to_write_it(client: Client, duisburg: City) -> None:
    author = member(Role.AUTHOR, duisburg, first_name="Ute")
    client.force_login(member(Role.EDITOR, duisburg))
    planned = Plan.objects.create(city=duisburg, title="Ein Plan", who=author)
    own = Plan.objects.create(city=duisburg, title="Ihr Plan", who=author)
    others = Plan.objects.create(city=duisburg, title="Kein Plan von ihr")

    client.post(f"{PLANNING}plan/{planned.pk}/begin/")
    client.force_login(author)
    client.post(f"{PLANNING}plan/{own.pk}/begin/")
    client.post(f"{PLANNING}plan/{others.pk}/begin/")

    begun = StoryPage.objects.order_by("title")
    assert [(story.title, story.owner) for story in begun] == [
        ("Ein Plan", author),
        ("Ihr Plan", author),
    ]
    assert client.get(f"/admin/pages/{begun[0].pk}/edit/").status_code == 200


def test_an_author_notes_an_idea_begins_it_and_finds_her_draft(
    client: Client, duisburg: City
) -> None:
    author = member(Role.AUTHOR, duisburg)
    Plan.objects.create(city=duisburg, title="Geheimer Plan")
    client.force_login(author)

    client.post(f"{PLANNING}city/duisburg/add/", {"title": "Der Kiosk", "note": "Fragen!"})
    plan = Plan.objects.get(who=author)
    listed = client.get(f"{PLANNING}mine/").text
    begun = client.post(f"{PLANNING}plan/{plan.pk}/begin/")
    again = client.get(f"{PLANNING}mine/").text

    draft = StoryPage.objects.get()
    assert (plan.title, plan.note, plan.city) == ("Der Kiosk", "Fragen!", duisburg)
    assert "Fragen!" in listed
    assert f"{PLANNING}plan/{plan.pk}/begin/" in listed
    assert "Geheimer Plan" not in listed
    assert begun["Location"] == f"/admin/pages/{draft.pk}/edit/"
    assert f"/admin/newsroom/story/{draft.pk}/" in again
    assert f"{PLANNING}plan/{plan.pk}/begin/" not in again


def test_an_author_changes_her_plan_alone_gives_it_to_nobody_and_leaves_it_to_others(
    client: Client, duisburg: City
) -> None:
    author, editor = member(Role.AUTHOR, duisburg), member(Role.EDITOR, duisburg)
    own = Plan.objects.create(city=duisburg, title="Ihr Plan", who=author)
    others = Plan.objects.create(city=duisburg, title="Kein Plan von ihr", who=editor)
    client.force_login(author)

    client.post(f"{PLANNING}plan/{own.pk}/", {"title": "Anders", "who": editor.pk})
    refused = [
        client.post(f"{PLANNING}plan/{others.pk}/", {"title": "Gekapert"}),
        client.post(f"{PLANNING}plan/{others.pk}/leave/"),
        client.post(f"{PLANNING}plan/{own.pk}/delete/"),
    ]
    own.refresh_from_db()
    kept = (own.title, own.who)
    left = client.post(f"{PLANNING}plan/{own.pk}/leave/")

    own.refresh_from_db()
    others.refresh_from_db()
    assert kept == ("Anders", author)
    assert [answer["Location"] for answer in refused] == ["/admin/"] * 3
    assert (others.title, others.who) == ("Kein Plan von ihr", editor)
    assert (left["Location"], own.who) == (f"{PLANNING}mine/", None)


def test_what_somebody_else_changed_meanwhile_stays_and_of_both_the_form_tells(
    client: Client, duisburg: City
) -> None:
    author, editor = member(Role.AUTHOR, duisburg), member(Role.EDITOR, duisburg)
    feast = ledger.activity(duisburg)
    plan = Plan.objects.create(city=duisburg, title="Plan", note="A\nB", who=author)
    address = f"{PLANNING}plan/{plan.pk}/"
    client.force_login(author)
    seen = _fields(client.get(address).text)
    Plan.objects.filter(pk=plan.pk).update(title="Ihr Plan", note="Theirs")
    plan.activities.add(feast)

    clash = client.post(address, seen | {"title": "Mein Plan", "when": "2018-05"})
    plan.refresh_from_db()
    kept = (plan.title, plan.when)
    again = client.post(address, _fields(clash.text) | {"title": "Mein Plan", "when": "2018-05"})

    plan.refresh_from_db()
    assert list(clash.context["form"].errors) == ["title"]
    assert "to: “Ihr Plan”. Save again" in clash.text
    assert kept == ("Ihr Plan", "")
    assert again.status_code == 302
    assert (plan.title, plan.note, plan.when, plan.who) == (
        "Mein Plan", "Theirs", "2018-05", author
    )  # fmt: skip
    assert list(plan.activities.all()) == [feast]
    Plan.objects.update(who=editor)
    assert client.post(address, seen | {"title": "Zu spät"})["Location"] == "/admin/"
    plan.refresh_from_db()
    assert (plan.title, plan.who) == ("Mein Plan", editor)


def test_two_editors_hear_of_each_other_whom_they_chose(client: Client, duisburg: City) -> None:
    first, second, third = (member(Role.AUTHOR, duisburg, first_name=name) for name in "ABC")
    plan = Plan.objects.create(city=duisburg, title="Plan", who=first)
    address = f"{PLANNING}plan/{plan.pk}/"
    client.force_login(member(Role.EDITOR, duisburg))
    seen = _fields(client.get(address).text)
    Plan.objects.update(who=second)

    untouched = client.post(address, seen | {"note": "Anrufen."})
    plan.refresh_from_db()
    kept = (plan.who, plan.note)
    clash = client.post(address, seen | {"who": str(third.pk)})
    Plan.objects.update(who=None)
    emptied = client.post(address, seen | {"who": str(third.pk)})

    assert (untouched.status_code, kept) == (302, (second, "Anrufen."))
    assert f"to: “{second.shown_name}”" in clash.text
    assert "Somebody has emptied this meanwhile." in emptied.text


def test_ones_own_plans_come_in_pages_and_what_is_out_stands_last(
    client: Client, duisburg: City
) -> None:
    city("Perm", host=True)
    officer = user(officer=True)
    out = written("Erzählt", "Absatz.", of=duisburg)
    Plan.objects.create(city=duisburg, title="Out", when="2001", who=officer, story=out)
    Plan.objects.bulk_create(
        Plan(city=duisburg, title=f"Plan {number}", who=officer) for number in range(40)
    )
    client.force_login(officer)

    first, second = (client.get(f"{PLANNING}mine/?p={number}") for number in (1, 2))
    idea = client.get(f"{PLANNING}mine/?city=duisburg")

    assert [len(page.context["plans"]) for page in (first, second)] == [40, 1]
    assert second.context["plans"][0]["plan"].title == "Out"
    assert "?p=2" in first.text
    assert idea["Location"] == f"{PLANNING}city/duisburg/add/"
    assert client.get(f"{PLANNING}mine/?city=nowhere").status_code == 404


def test_authors_have_their_plans_in_the_menu_and_editors_the_planning(
    client: Client, duisburg: City
) -> None:
    for role, address, other in (
        (Role.AUTHOR, f"{PLANNING}mine/", f'"{PLANNING}"'),
        (Role.EDITOR, f'"{PLANNING}"', f"{PLANNING}mine/"),
    ):
        client.force_login(member(role, duisburg))
        page = client.get("/admin/").text
        assert (address in page, other in page) == (True, False), role


def test_who_writes_for_the_city_no_more_gets_no_draft(duisburg: City) -> None:
    gone, editor = member(Role.AUTHOR, duisburg), member(Role.EDITOR, duisburg)
    planned = Plan.objects.create(city=duisburg, title="Ein Plan", who=gone)
    gone.memberships.all().delete()

    with pytest.raises(PermissionDenied):
        actions.begin_plan(planned, by=User.objects.get(pk=gone.pk))
    assert actions.begin_plan(planned, by=editor).owner == editor


@pytest.mark.parametrize(
    ("when", "told"),
    [("2018", [True] * 3), ("2018-22", [False, True, True]), ("2019", [False] * 3)],
)
def test_what_is_known_to_the_year_or_season_stands_in_each_of_its_months(
    client: Client, duisburg: City, when: str, told: list[bool]
) -> None:
    Plan.objects.create(city=duisburg, title="Ein Plan", when=when)
    ledger.activity(duisburg, when=when, title={"en": "Feast"})
    client.force_login(member(Role.EDITOR, duisburg))

    page = client.get(f"{PLANNING}?from=2018-05&view=list")

    for words in ("Ein Plan", "Feast"):
        months = [one["month"].sometime for one in page.context["months"]]
        assert [any(entry.words == words for entry in found) for found in months] == told


def test_a_plan_that_cannot_be_read_comes_back_with_its_faults(
    client: Client, duisburg: City
) -> None:
    client.force_login(member(Role.EDITOR, duisburg))
    stranger = member(Role.EDITOR, city("Oxford"))

    page = client.post(
        f"{PLANNING}city/duisburg/add/", {"title": "", "when": "some day", "who": stranger.pk}
    )

    form = page.context["form"]
    assert set(form.errors) == {"title", "when", "who"}
    assert "some day" in page.text
    assert not Plan.objects.exists()


def test_another_citys_planning_and_plans_cannot_be_opened(client: Client, duisburg: City) -> None:
    oxford = city("Oxford")
    theirs = Plan.objects.create(city=oxford, title="A secret")
    client.force_login(member(Role.EDITOR, duisburg))

    for path in ("?city=oxford", "city/oxford/add/", f"plan/{theirs.pk}/"):
        assert client.get(f"{PLANNING}{path}")["Location"] == "/admin/", path
    for path in ("city/oxford/begin/", f"plan/{theirs.pk}/begin/", f"plan/{theirs.pk}/delete/"):
        assert client.post(f"{PLANNING}{path}")["Location"] == "/admin/", path
    assert "A secret" not in client.get(PLANNING).text


def test_the_host_office_chooses_among_all_cities(client: Client, duisburg: City) -> None:
    Plan.objects.create(city=duisburg, title="Ein Plan")
    city("Perm", host=True)
    client.force_login(user(officer=True))

    assert client.get(PLANNING).context["city"].slug == "perm"
    assert "Ein Plan" in client.get(f"{PLANNING}?city=duisburg").text


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REGISTRAR])
def test_other_roles_have_no_planning(client: Client, duisburg: City, role: Role) -> None:
    client.force_login(member(role, duisburg))

    assert client.get(PLANNING)["Location"] == "/admin/"


@pytest.mark.parametrize(
    "asked", ["2018-13", "0000-01", "soon", "2018-04-01", "1899-12", "9999-01"]
)
def test_what_is_no_month_is_told_and_today_is_shown(
    client: Client, duisburg: City, asked: str
) -> None:
    client.force_login(member(Role.EDITOR, duisburg))

    page = client.get(PLANNING, {"from": asked})

    assert "is no month" in page.text
    assert page.context["today"] == timezone.localdate()


@pytest.mark.parametrize("asked", ["1900-01", "2199-12"])
def test_the_first_and_the_last_month_are_shown(client: Client, duisburg: City, asked: str) -> None:
    client.force_login(member(Role.EDITOR, duisburg))

    assert client.get(PLANNING, {"from": asked}).status_code == 200


def test_who_only_opens_a_plan_waits_for_nobody_who_writes(client: Client, duisburg: City) -> None:
    plan = Plan.objects.create(city=duisburg, title="Plan")
    address = f"{PLANNING}plan/{plan.pk}/"
    client.force_login(member(Role.EDITOR, duisburg))

    with CaptureQueriesContext(connection) as opened:
        seen = _fields(client.get(address).text)
        client.get(f"{PLANNING}city/duisburg/add/")
    with CaptureQueriesContext(connection) as sent:
        client.post(address, seen)

    assert (_transactions(opened), _transactions(sent)) == (0, 1)


def test_an_embargo_stands_in_the_calendar_by_the_citys_clocks(
    client: Client, duisburg: City
) -> None:
    editor = member(Role.EDITOR, duisburg)
    waiting = written("Geheim", "Absatz.", of=duisburg, draft=True)
    until = datetime.datetime(2031, 5, 11, 22, 30, tzinfo=datetime.UTC)
    newsroom.embargo(waiting, until=until, by=editor)
    client.force_login(editor)

    page = client.get(f"{PLANNING}?from=2031-05")

    (day,) = [
        day
        for week in page.context["months"][0]["month"].weeks
        for day in week
        if any(entry.kind == "embargo" for entry in day.entries)
    ]
    assert (day.date.day, day.entries[-1].words) == (12, "00:30 Geheim")


def test_the_page_asks_as_much_for_one_of_each_as_for_three(client: Client, duisburg: City) -> None:
    client.force_login(member(Role.EDITOR, duisburg))

    def fill(number: int) -> None:
        other = city(f"Twin {number}")
        ledger.agreement(ledger.partnership(duisburg, other, since="1998-05"), signed="2008-06-01")
        ledger.activity(
            duisburg, other, when="2018-04-02", programme=ledger.programme(), title={"en": "X"}
        )
        ledger.theme(f"theme-{number}")
        Plan.objects.create(
            city=duisburg, title="Plan", when="2018-04", who=member(Role.AUTHOR, duisburg)
        )
        actions.begin_plan(Plan.objects.latest("pk"), by=member(Role.EDITOR, duisburg))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PLANNING}?from=2018-04")
        return len(queries)

    fill(1)
    asked()
    one = asked()
    fill(2)
    fill(3)

    assert one == asked() <= 25  # one of them is remembered, but not inside a test's transaction


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"day": 3, "which": 1, "weekday": 0},
        {"which": 1},
        {"weekday": 3},
        {"day": 31, "month": 4},
        {"day": 30, "month": 2},
    ],
)
def test_a_day_to_know_needs_one_rule_that_can_be(rule: dict[str, int]) -> None:
    day = DayToKnow(**{"name": Words({"en": "A day"}), "month": 5} | rule)

    with pytest.raises(ValidationError) as told:
        day.full_clean()

    assert "day" in told.value.message_dict


def test_the_host_office_alone_keeps_days_to_know(client: Client, duisburg: City) -> None:
    told = {"name__en": "City Day", "name__original": "en", "month": "6", "day": "12"}
    client.force_login(member(Role.EDITOR, duisburg))
    refused = client.post("/admin/days-to-know/new/", told)
    client.force_login(user(officer=True))

    client.post("/admin/days-to-know/new/", told)

    assert refused["Location"] == "/admin/"
    assert [str(day) for day in DayToKnow.objects.all()] == ["City Day"]
    assert client.get("/admin/days-to-know/").status_code == 200


def test_the_menu_leads_to_days_to_know_for_who_keeps_them(client: Client, duisburg: City) -> None:
    client.force_login(member(Role.EDITOR, duisburg))
    editors = client.get(PLANNING).content.decode()
    client.force_login(user(officer=True))

    hosts = client.get(PLANNING).content.decode()

    assert "/admin/days-to-know/" in hosts
    assert "/admin/days-to-know/" not in editors
