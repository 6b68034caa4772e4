"""The board in the admin."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from citytocity.newsroom import actions
from citytocity.newsroom.enums import CheckKind, CheckState
from citytocity.newsroom.forms import CorrectionForm
from citytocity.newsroom.models import Check, Correction, Reminder
from citytocity.people.enums import Role
from citytocity.readings.actions import keep
from citytocity.stories.models import CitiesPage, StoryPage
from citytocity.translation.models import Job
from tests.factories.cities import cities, city
from tests.factories.people import member, user
from tests.factories.stories import translation
from tests.factories.translation import on_the_desk, written

pytestmark = pytest.mark.django_db
BOARD = "/admin/newsroom/"


def test_the_board_shows_drafts_of_the_own_city_and_who_waits_for_whom(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    editor = member(Role.EDITOR, duisburg)
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    written("A secret", "Words.", of=oxford, language="en", draft=True)
    actions.ask_for_checks(story, kinds=[CheckKind.FACTS], by=editor)
    client.force_login(editor)

    page = client.get(BOARD).text

    assert "Eine Brücke" in page
    assert "for a check: facts" in page
    assert "A secret" not in page
    assert client.get(f"{BOARD}?city=oxford")["Location"] == "/admin/"


def test_the_first_page_says_what_waits_for_a_person_and_for_nobody_else(client: Client) -> None:
    duisburg = city("Duisburg")
    checker = member(Role.CHECKER, duisburg)
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    editor = member(Role.EDITOR, duisburg)
    actions.ask_for_checks(story, kinds=[CheckKind.FACTS], by=editor)

    told = {}
    for person in (checker, member(Role.TRANSLATOR, pair="de ru")):
        client.force_login(person)
        told[person] = client.get("/admin/").text

    assert ["Duisburg: 1 check" in page for page in told.values()] == [True, False]
    assert ["Nothing waits for you now." in page for page in told.values()] == [False, True]


def test_the_host_office_begins_with_its_own_city(client: Client) -> None:
    city("Agrigento")
    city("Perm", host=True)
    client.force_login(user(officer=True))

    assert client.get(BOARD).context["city"].slug == "perm"


def test_a_story_passes_from_draft_over_checks_to_published(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    editor, checker = member(Role.EDITOR, duisburg), member(Role.CHECKER, duisburg)
    publish = f"/admin/pages/{story.pk}/edit/"

    client.force_login(editor)
    client.post(f"{BOARD}story/{story.pk}/ask/", {"kinds": ["facts"]})
    refused = client.post(publish, _form(story) | {"action-publish": "1"})
    client.force_login(checker)
    client.post(f"{BOARD}check/{Check.objects.get().pk}/confirm/")
    client.force_login(editor)
    client.post(publish, _form(story) | {"action-publish": "1"})

    story.refresh_from_db()
    assert refused["Location"] == f"{BOARD}story/{story.pk}/"
    assert Check.objects.get().state == CheckState.CONFIRMED
    assert story.live


def test_a_storys_page_says_how_often_it_was_read_and_opens_the_list_by_day(
    client: Client,
) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg)
    russian = translation(story, "Мост", language="ru", slug="most")
    paths = [f"cities/duisburg/{page.slug}/" for page in (story, russian)]
    keep({("de", paths[0]): 3, ("ru", paths[1]): 2, ("en", "cities/duisburg/"): 9})
    draft = written("Noch nicht", "Absatz.", of=duisburg, draft=True)
    client.force_login(member(Role.CHECKER, duisburg))

    page = client.get(f"{BOARD}story/{story.pk}/").text
    listed = client.get(f"{BOARD}story/{story.pk}/readings/")

    assert "Read 5 times in the last 30 days" in page
    assert f'href="{BOARD}story/{story.pk}/readings/"' in page
    assert listed.context["names"] == ["Deutsch", "Русский"]
    (row,) = listed.context["rows"]
    assert (row["times"], row["total"]) == ([3, 2], 5)
    assert "in the last 30 days" not in client.get(f"{BOARD}story/{draft.pk}/").text


def _form(story: StoryPage) -> dict[str, str]:
    empty = {
        f"{rows}-{count}": "0"
        for rows in ("body", "credits", "comments")
        for count in ("count", "TOTAL_FORMS", "INITIAL_FORMS")
    }
    told = {"title": story.title, "slug": story.slug, "standfirst": "Kurz.", "dated": "2018-09-14"}
    return empty | told


def test_a_draft_is_given_to_translators_from_its_page(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    client.force_login(member(Role.EDITOR, duisburg))
    before = client.get(f"{BOARD}story/{story.pk}/").text

    client.post(f"{BOARD}story/{story.pk}/translate/")

    after = client.get(f"{BOARD}story/{story.pk}/").text
    assert "Give it to translators now" in before
    assert "Give translators the newest draft" in after
    assert list(Job.objects.filter(language="ru").values_list("total", "done")) == [(3, 0)]


def test_the_board_leads_to_cities_that_have_pages(client: Client) -> None:
    perm, _oxford = cities("Perm", "Oxford")
    written("Мост", "Абзац.", of=perm, language="ru", draft=True)
    written("Brücke", "Absatz.", of=city("Duisburg"), draft=True)
    client.force_login(member(Role.HOST))

    page = client.get(BOARD).text

    assert "?city=perm" in page
    assert "?city=duisburg" in page
    assert "?city=oxford" not in page


def test_taking_back_in_the_editor_asks_for_the_reason(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg)
    client.force_login(member(Role.EDITOR, duisburg))

    answer = client.post(f"/admin/pages/{story.pk}/unpublish/")
    client.post(f"{BOARD}story/{story.pk}/withdraw/", {"reason": "A picture without consent."})

    story.refresh_from_db()
    assert answer["Location"] == f"{BOARD}story/{story.pk}/#withdraw"
    assert not story.live


def test_a_correction_is_published_from_the_storys_page(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg)
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"text__de": "Es war 1956.", "text__original": "de", "dated": "2026-11-24"}

    client.post(f"{BOARD}story/{story.pk}/correct/", told)

    assert Correction.objects.get().text.data == {"de": "Es war 1956."}


def test_a_correction_with_a_fault_comes_back_with_its_words(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg)
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"text__de": "Es war 1956.", "text__original": "de", "dated": "gestern"}

    page = client.post(f"{BOARD}story/{story.pk}/correct/", told)

    assert set(page.context["correction_form"].errors) == {"dated"}
    assert "Es war 1956." in page.text
    assert not Correction.objects.exists()


def test_another_citys_story_cannot_be_opened(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    story = written("A secret", "Words.", of=oxford, language="en", draft=True)
    client.force_login(member(Role.EDITOR, duisburg))

    for path in ("", "ask/", "withdraw/", "correct/"):
        answer = client.post(f"{BOARD}story/{story.pk}/{path}")
        assert answer["Location"] == "/admin/", path


def test_a_story_under_no_citys_page_is_opened_by_the_host_office_alone(client: Client) -> None:
    duisburg = city("Duisburg")
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    story.move(CitiesPage.objects.get(locale=story.locale), pos="last-child")
    path = f"{BOARD}story/{story.pk}/"

    client.force_login(member(Role.EDITOR, duisburg))
    assert client.get(path)["Location"] == "/admin/"
    client.force_login(user(officer=True))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REGISTRAR])
def test_other_roles_have_no_board(client: Client, role: Role) -> None:
    client.force_login(member(role, city("Duisburg")))

    assert client.get(BOARD)["Location"] == "/admin/"


def test_people_choose_how_often_they_are_told(client: Client) -> None:
    editor = member(Role.EDITOR, city("Duisburg"))
    client.force_login(editor)

    client.post(f"{BOARD}reminder/", {"rhythm": "never"})

    assert Reminder.objects.get(user=editor).rhythm == "never"


def test_the_board_asks_as_much_for_one_story_as_for_three(client: Client) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.EDITOR, duisburg))
    on_the_desk(written("Eins", "Absatz.", of=duisburg, draft=True), out=False)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as one:
        client.get(BOARD)
    for title in ("Zwei", "Drei"):
        on_the_desk(written(title, "Absatz.", of=duisburg, draft=True), out=False)

    with CaptureQueriesContext(connection) as three:
        client.get(BOARD)

    assert len(one) == len(three) <= 25


@pytest.mark.parametrize(("action", "draft"), [("publish", True), ("unpublish", False)])
def test_nothing_passes_by_the_checks_in_bulk(client: Client, action: str, draft: bool) -> None:
    duisburg = city("Duisburg")
    editor = member(Role.EDITOR, duisburg)
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=draft)
    actions.ask_for_checks(story, kinds=[CheckKind.FACTS], by=editor)
    client.force_login(editor)

    client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={story.pk}")

    story.refresh_from_db()
    assert story.live is not draft


def test_a_checker_sees_the_drafts_that_wait_for_her_and_no_others(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    editor, checker = member(Role.EDITOR, duisburg), member(Role.CHECKER, duisburg)
    ours = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    own = written("Von mir", "Absatz.", of=duisburg, draft=True, owner=checker)
    done = written("Fertig", "Absatz.", of=duisburg, draft=True)
    theirs = written("A secret", "Words.", of=oxford, language="en", draft=True)
    for story in (ours, own, done):
        actions.ask_for_checks(story, kinds=[CheckKind.FACTS], by=editor)
    actions.ask_for_checks(ours, kinds=[CheckKind.CONSENT], by=editor)
    actions.confirm(Check.objects.get(story=done), by=checker)
    officer = member(Role.EDITOR, oxford)
    actions.ask_for_checks(theirs, kinds=[CheckKind.FACTS], by=officer)
    client.force_login(checker)

    rows = client.get(f"{BOARD}checks/").context["rows"]

    assert [(row["first"].story, row["kinds"]) for row in rows] == [
        (ours, ["facts", "consent of the people shown"])
    ]


def test_who_checks_nothing_has_no_list_of_checks(client: Client) -> None:
    client.force_login(member(Role.AUTHOR, city("Duisburg")))

    assert client.get(f"{BOARD}checks/")["Location"] == "/admin/"


def test_an_editor_sets_the_minute_by_the_clocks_of_a_city(client: Client) -> None:
    perm = city("Perm", time_zone="Asia/Yekaterinburg")
    duisburg = city("Duisburg", time_zone="Europe/Berlin")
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True, cities=[duisburg, perm])
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"day": "2031-05-12", "time": "10:00", "zone": "Asia/Yekaterinburg"}

    client.post(f"{BOARD}story/{story.pk}/embargo/", told)

    told_by_our_clocks = "comes out 12 May 2031, 07:00 (Berlin, UTC+2)"
    assert told_by_our_clocks in client.get(f"{BOARD}story/{story.pk}/").text
    assert told_by_our_clocks in client.get(BOARD).text
    client.post(f"{BOARD}story/{story.pk}/lift/")
    assert told_by_our_clocks not in client.get(BOARD).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": "2031-02-30"}, "Enter a valid date"),
        ({"day": "0001-01-01", "time": "00:00"}, "greater than or equal to"),
        ({"day": "9999-12-31", "time": "23:59"}, "less than or equal to"),
        ({"time": "half past"}, "Enter a valid time"),
        ({"zone": "Europe/Moon"}, "Select a valid choice"),
        ({"day": "2031-03-30", "time": "02:30"}, "this time is left out"),
    ],
)
def test_a_minute_that_cannot_be_is_told_beside_its_field(
    client: Client, typed: dict[str, str], told: str
) -> None:
    duisburg = city("Duisburg", time_zone="Europe/Berlin")
    story = written("Eine Brücke", "Absatz.", of=duisburg, draft=True)
    client.force_login(member(Role.EDITOR, duisburg))
    right = {"day": "2031-05-12", "time": "10:00", "zone": "Europe/Berlin"}

    page = client.post(f"{BOARD}story/{story.pk}/embargo/", right | typed)

    assert told in page.text
    for name, value in (right | typed).items():
        assert name == "zone" or f'value="{value}"' in page.text


def test_the_day_of_a_correction_is_written_as_browsers_read_it() -> None:
    with override("ru"):
        box = str(CorrectionForm(initial={"dated": datetime.date(2018, 11, 5)})["dated"])

    assert 'value="2018-11-05"' in box
