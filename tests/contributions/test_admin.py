"""The inbox: each city's own, with what an editor has to know, and nothing of another city's."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.contributions.enums import Kind, State
from citytocity.contributions.models import Contribution
from citytocity.people.enums import Role
from tests.factories.cities import cities, city
from tests.factories.contributions import contribution, correction, picture, received
from tests.factories.ledger import activity
from tests.factories.people import member, user
from tests.factories.stories import city_page, story

pytestmark = pytest.mark.django_db

INBOX = "/admin/contribution/"
VERBS = ("take", "ask", "accept", "refuse", "spam", "correct")


def _signed_in(role: Role, at: City | None = None) -> Client:
    client = Client()
    client.force_login(member(role, at))
    return client


def test_an_editor_sees_what_lies_with_the_own_city_and_the_host_office_all() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    contribution(duisburg, title="From the harbour")
    contribution(oxford, title="From the river")
    contribution(title="From nowhere")
    contribution(duisburg, title="Not confirmed", state=State.SENT)

    editors = _signed_in(Role.EDITOR, duisburg).get(INBOX).content.decode()
    hosts = _signed_in(Role.HOST).get(INBOX).content.decode()

    titles = ("From the harbour", "From the river", "From nowhere", "Not confirmed")
    assert [title in editors for title in titles] == [True, False, False, False]
    assert [title in hosts for title in titles] == [True, True, True, False]


def test_an_administrator_without_a_role_sees_all() -> None:
    client = Client()
    client.force_login(user(admin=True))
    contribution(title="From nowhere")

    assert "From nowhere" in client.get(INBOX).content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR])
def test_who_does_not_sort_finds_no_inbox(role: Role) -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg, pictures=1)
    client = _signed_in(role, duisburg)

    assert client.get(INBOX)["Location"] == "/admin/"
    assert client.get(f"{INBOX}inspect/{made.pk}/", follow=True).status_code == 404
    assert "/admin/contribution/" not in client.get("/admin/").content.decode()
    editors = _signed_in(Role.EDITOR, duisburg)
    assert "/admin/contribution/" in editors.get("/admin/").content.decode()


def test_another_citys_editor_opens_guesses_and_changes_nothing() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    made = contribution(duisburg, pictures=1)
    shown = made.pictures.get()
    client = _signed_in(Role.EDITOR, oxford)

    opened, missing = (
        [
            client.get(f"{INBOX}inspect/{key}/", follow=True).status_code,
            client.get(f"{INBOX}picture/{key}/{shown.pk}/", follow=True).status_code,
            *(client.post(f"{INBOX}{verb}/{key}/", follow=True).status_code for verb in VERBS),
        ]
        for key in (made.pk, made.pk + 1)
    )

    assert opened == missing == [404] * 8
    assert "The choir" not in client.get(f"{INBOX}?q=choir").content.decode()
    assert f'value="{duisburg.pk}"' not in client.get(INBOX).content.decode()
    assert Contribution.objects.get().state == State.NEW


def test_somebody_who_is_not_signed_in_is_led_to_the_door() -> None:
    made = contribution(city("Duisburg"), pictures=1)
    paths = ("", f"inspect/{made.pk}/", f"picture/{made.pk}/{made.pictures.get().pk}/")

    answers = [Client().get(f"{INBOX}{path}") for path in paths]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/en/account/login/"}


def test_a_contribution_is_shown_with_all_that_has_to_be_known() -> None:
    duisburg = city("Duisburg")
    received(duisburg, title="Once before")
    made = received(duisburg, is_proved=False, written_in="de", language="en")
    picture(made)

    page = _signed_in(Role.EDITOR, duisburg).get(f"{INBOX}inspect/{made.pk}/").content.decode()

    for words in (
        "Every spring the choir of the harbour packs its music",
        "Anna of the harbour",
        "anna@example.org",
        "+1 sent without the browser&#x27;s own small calculation",
        "100 %: ",
        "Once before",
        "whoever made it gave me permission",
        "grown-ups, and all of them agreed",
        "Deutsch (letters in English)",
    ):
        assert words in page


def test_what_another_city_got_too_is_told_without_its_title() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    received(oxford, title="A secret of Oxford")
    made = received(duisburg)

    page = _signed_in(Role.EDITOR, duisburg).get(f"{INBOX}inspect/{made.pk}/").content.decode()

    assert "something in another city&#x27;s inbox" in page
    assert "A secret of Oxford" not in page


def test_a_picture_is_shown_to_those_who_sort() -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg, pictures=1)
    other = picture(contribution(city("Oxford")))
    client = _signed_in(Role.EDITOR, duisburg)

    answer = client.get(f"{INBOX}picture/{made.pk}/{made.pictures.get().pk}/?whole")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store, max-age=0, no-cache, must-revalidate"
    assert client.get(f"{INBOX}picture/{made.pk}/{other.pk}/", follow=True).status_code == 404


def test_decisions_are_made_from_the_page_and_what_is_missing_is_asked_there() -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg)
    client = _signed_in(Role.EDITOR, duisburg)

    empty = client.post(f"{INBOX}ask/{made.pk}/", {"words": ""})
    client.post(f"{INBOX}ask/{made.pk}/", {"words": "When?"})
    client.post(f"{INBOX}refuse/{made.pk}/", {"reason": "known", "words": "In 2017."})
    late = client.post(f"{INBOX}accept/{made.pk}/", follow=True)

    made.refresh_from_db()
    assert "This field is required." in empty.content.decode()
    assert (made.state, made.reason_words) == (State.REFUSED, "In 2017.")
    assert "is decided already: refused." in late.content.decode()


def test_a_decision_is_never_made_by_opening_an_address() -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg)
    client = _signed_in(Role.EDITOR, duisburg)

    for verb in VERBS:
        assert client.get(f"{INBOX}{verb}/{made.pk}/")["Location"] == f"{INBOX}inspect/{made.pk}/"

    assert Contribution.objects.get().state == State.NEW


def test_the_host_office_gives_a_city_to_what_has_none() -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    made = contribution()
    client = _signed_in(Role.HOST)

    client.post(f"{INBOX}accept/{made.pk}/", {"city": duisburg.pk})

    made.refresh_from_db()
    assert (made.state, list(made.cities.all())) == (State.ACCEPTED, [duisburg])


def test_whoever_edits_a_record_or_a_story_is_told_of_corrections_that_wait() -> None:
    duisburg = city("Duisburg")
    record = activity(duisburg)
    told = story("The choir", of=duisburg)
    for about in (record, told):
        correction(about, duisburg, state=State.ACCEPTED, text="It was 1990.")
    client = _signed_in(Role.HOST)

    pages = [
        client.get(f"/admin/snippets/ledger/activity/edit/{record.pk}/").content.decode(),
        client.get(f"/admin/pages/{told.pk}/edit/").content.decode(),
    ]

    assert ["A correction waits: “It was 1990.”" in page for page in pages] == [True, True]


def test_the_list_is_narrowed_by_kind_state_language_and_city() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    contribution(duisburg, title="A German story", written_in="de")
    contribution(oxford, title="An old memory", kind=Kind.MEMORY, state=State.REFUSED)
    client = _signed_in(Role.HOST)

    for query in ("kind=story", "state=new", "written_in=de", f"cities={duisburg.pk}", "q=German"):
        page = client.get(f"{INBOX}?{query}").content.decode()
        assert ["A German story" in page, "An old memory" in page] == [True, False], query


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_any_length_asks_the_same_questions(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    duisburg = city("Duisburg")
    client = _signed_in(Role.EDITOR, duisburg)
    for _time in range(count):
        received(duisburg)
    client.get(INBOX)

    with django_assert_num_queries(13):
        client.get(INBOX)
