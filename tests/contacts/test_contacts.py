"""Who holds a link: kept by each side, asked once a year, handed on, forgotten in time."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.contacts import actions
from citytocity.contacts.enums import Answer, Cause, Sharing
from citytocity.contacts.handing import parts_of
from citytocity.contacts.models import ContactPoint, Erasure, Handover
from citytocity.contacts.permissions import seen_by
from citytocity.ledger.models import Partnership
from citytocity.mail.links import LinkError
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.contacts import contact, days_ago
from tests.factories.people import member
from tests.factories.protocol import promise
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
LIST = "/admin/contacts/"


@pytest.fixture
def sides() -> list[City]:
    return cities("Duisburg", "Perm")


@pytest.fixture
def twins(sides: list[City]) -> Partnership:
    return ledger.partnership(*sides)


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0], first_name="Ruth", last_name="Registrar")


@pytest.fixture
def post(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done inside it has its letters handed to the worker."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def _letters(to: str) -> list[dict[str, Any]]:
    rows = [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]
    return [row for row in rows if row["to"] == to]


def _posted(of: Partnership, city: City, **values: Any) -> dict[str, Any]:
    rows = {"languages-TOTAL_FORMS": "0", "languages-INITIAL_FORMS": "0"}
    told = {"office__en": "Mayor", "name": "Anna Invented", "sharing": "nothing"}
    return {"partnership": of.pk, "city": city.pk} | told | rows | values


def _office(text: str) -> dict[str, str]:
    return {"office__en": text}


def test_a_registrar_adds_a_contact_of_the_own_side(
    client: Client, twins: Partnership, sides: list[City], registrar: User
) -> None:
    client.force_login(registrar)
    spoken = {"languages-TOTAL_FORMS": "1", "languages-0-code": "ru", "languages-0-level": "b2"}

    answer = client.post(f"{LIST}new/", _posted(twins, sides[0], begins="2015", **spoken))

    assert answer.status_code == 302, answer.context["form"].errors
    made = ContactPoint.objects.get()
    assert (made.name, made.begins, [one.code for one in made.languages.all()]) == (
        "Anna Invented", "2015", ["ru"],
    )  # fmt: skip
    assert "Anna" not in "".join(ModelLogEntry.objects.values_list("label", flat=True))


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("ends", {"begins": "2015", "ends": "2014"}, "ends before it begins"),
        ("begins", {"begins": "2015/2018"}, "one day, month or year"),
        ("name", {"name": ""}, "Say who it is"),
        ("begins", {"begins": "2012", **_office("Head of the international office")}, "hold it"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    client: Client,
    twins: Partnership,
    sides: list[City],
    registrar: User,
    field: str,
    values: dict[str, Any],
    words: str,
) -> None:
    contact(twins, sides[0])
    client.force_login(registrar)

    answer = client.post(f"{LIST}new/", _posted(twins, sides[0], **values))

    assert words in str(answer.context["form"].errors[field])
    assert ContactPoint.objects.count() == 1


def test_two_hold_an_office_together_by_choice(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    contact(twins, sides[0])
    second = ContactPoint(
        partnership=twins, city=sides[0], name="Two", together=True,
        office={"de": "X", "en": "Head of the International Office"},
    )  # fmt: skip

    actions.keep(second, save=second.save, by=registrar)

    assert ContactPoint.objects.count() == 2


def test_nobody_keeps_the_contacts_of_the_other_side(
    client: Client, twins: Partnership, sides: list[City], registrar: User
) -> None:
    theirs = contact(twins, sides[1], sharing=Sharing.REACHABLE)
    client.force_login(registrar)

    answer = client.post(f"{LIST}new/", _posted(twins, sides[1]))

    assert "You keep no contacts" in str(answer.context["form"].errors["city"])
    assert client.get(f"{LIST}edit/{theirs.pk}/")["Location"] == "/admin/"
    with pytest.raises(PermissionDenied):
        actions.keep(theirs, save=theirs.save, by=registrar)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"ends": "2014", "begins": "2015"}, "contacts_term_ends_after_it_begins"),
        ({"name": ""}, "contacts_person_is_named_until_forgotten"),
    ],
)
def test_the_database_refuses_what_must_never_be(
    twins: Partnership, sides: list[City], values: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        contact(twins, sides[0], **values)


@pytest.mark.parametrize(
    ("sharing", "listed", "reached"),
    [
        (Sharing.NOTHING, False, False),
        (Sharing.NAMED, True, False),
        (Sharing.REACHABLE, True, True),
    ],
)
def test_the_other_side_is_seen_as_far_as_the_person_agreed(
    client: Client,
    twins: Partnership,
    sides: list[City],
    registrar: User,
    sharing: Sharing,
    listed: bool,
    reached: bool,
) -> None:
    theirs = contact(twins, sides[1], sharing=sharing)
    client.force_login(registrar)

    page = client.get(LIST)
    facts = client.get(f"{LIST}inspect/{theirs.pk}/")

    assert ("Vera Invented" in page.text) is listed
    assert facts.status_code == (200 if listed else 404)
    assert ("vera@example.org" in facts.text) is reached
    assert ("Vera" in client.get(f"{LIST}?q=vera").text.replace("q=vera", "")) is listed


def test_an_editor_finds_no_contacts_at_all(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    contact(twins, sides[0])
    editor = member(Role.EDITOR, sides[0])
    client.force_login(editor)

    assert client.get(LIST)["Location"] == "/admin/"
    assert "/admin/contacts/" not in client.get("/admin/").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client: Client,
    twins: Partnership,
    sides: list[City],
    registrar: User,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(number):
        contact(twins, sides[0], office={"en": f"Office {place}"})
    client.force_login(registrar)

    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_contact_is_asked_once_a_year_and_three_times_at_most(
    twins: Partnership, sides: list[City], post: Any
) -> None:
    held = contact(twins, sides[0])
    contact(twins, sides[1], ends="2011", email="gone@example.org")
    contact(twins, sides[1], email="")
    today = timezone.localdate()

    with post():
        sent = [actions.ask_for_confirmation(today=today) for _twice in range(2)]
        for _more in range(4):
            ContactPoint.objects.filter(pk=held.pk).update(
                asked=timezone.now() - datetime.timedelta(days=20)
            )
            sent.append(actions.ask_for_confirmation(today=today))

    assert sent == [1, 0, 1, 1, 0, 0]
    assert len(_letters("vera@example.org")) == 3
    assert "We do not ask again" in _letters("vera@example.org")[-1]["text"]
    assert _letters("gone@example.org") == []


def test_one_click_and_a_button_confirm(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    held = contact(twins, sides[0], asked=True)
    address = reverse("contacts:asked", args=[held.token])

    looked = client.get(address)
    before = ContactPoint.objects.get().confirmed
    client.post(address, {"answer": "same"})

    assert (looked.status_code, before) == (200, None)
    assert looked["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert ContactPoint.objects.get().confirmed == timezone.localdate()
    assert actions.ask_for_confirmation(today=timezone.localdate()) == 0


def test_who_says_that_something_is_different_says_what(
    client: Client, twins: Partnership, sides: list[City], registrar: User, post: Any
) -> None:
    held = contact(twins, sides[0], asked=True)
    address = reverse("contacts:asked", args=[held.token])

    refused = client.post(address, {"answer": "changed"})
    with post():
        client.post(address, {"answer": "changed", "words": "A new telephone"})

    assert (refused.status_code, "Write what is different." in refused.text) == (400, True)
    assert "A new telephone" in _letters(registrar.email)[0]["text"]


@pytest.mark.parametrize(("days", "asked_again"), [(20, 0), (364, 0), (366, 1)])
def test_who_said_that_something_is_different_is_left_in_peace_for_a_year(
    twins: Partnership, sides: list[City], days: int, asked_again: int
) -> None:
    held = contact(twins, sides[0], asked=True)
    actions.take_answer(held, Answer.CHANGED, words="A new telephone")
    ago = timezone.now() - datetime.timedelta(days=days)
    ContactPoint.objects.update(asked=ago - datetime.timedelta(days=30), answered=ago)

    sent = actions.ask_for_confirmation(today=timezone.localdate())

    held.refresh_from_db()
    assert sent == asked_again
    assert (held.words, held.times_asked) == ("A new telephone", 1)
    assert held.answer == ("" if asked_again else Answer.CHANGED)


@pytest.mark.parametrize("kind", ["forged", "replaced", "forgotten"])
def test_a_link_that_is_not_ours_any_more_opens_nothing(
    client: Client, twins: Partnership, sides: list[City], kind: str
) -> None:
    held = contact(twins, sides[0], asked=True)
    token = held.token
    if kind == "forged":
        token = f"{token[:-2]}xx"
    elif kind == "replaced":
        ContactPoint.objects.update(asked=timezone.now() + datetime.timedelta(seconds=5))
    else:
        ContactPoint.objects.update(
            forgotten=timezone.now(), name="", email="", phone="", language=""
        )

    with pytest.raises(LinkError):
        actions.contact_of(token)
    assert client.get(f"/en/contacts/{token}/").status_code == 404


def test_a_link_older_than_its_days_says_so(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    held = contact(twins, sides[0], asked=True)
    held.asked = timezone.now() - datetime.timedelta(days=61)
    held.save()

    assert client.get(reverse("contacts:asked", args=[held.token])).status_code == 410


def test_no_longer_ends_the_term_once_and_stays_said(
    twins: Partnership, sides: list[City], registrar: User, post: Any
) -> None:
    held = contact(twins, sides[0], asked=True)

    for answer in (Answer.GONE, Answer.GONE, Answer.SAME):
        with post():
            actions.take_answer(actions.contact_of(held.token), answer)

    held.refresh_from_db()
    assert (held.answer, held.ends) == (Answer.GONE, timezone.localdate().isoformat())
    assert Handover.objects.get().cause == Cause.SAID_SO
    assert len(_letters(registrar.email)) == 1


def test_no_longer_leaves_the_recorded_end_of_a_term_that_is_over(
    twins: Partnership, sides: list[City]
) -> None:
    held = contact(twins, sides[0], asked=True, ends=days_ago(10))

    actions.take_answer(actions.contact_of(held.token), Answer.GONE)

    held.refresh_from_db()
    assert (held.answer, held.ends) == (Answer.GONE, days_ago(10))
    assert Handover.objects.get().contact == held


def test_the_pack_orders_dates_by_days_and_says_what_is_overdue_and_owed_until_when(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    duisburg, perm = sides
    today = datetime.date(2018, 6, 1)
    promise(perm, duisburg, due="../2019-03", title={"en": "A bench"})
    promise(perm, duisburg, due="2017", title={"en": "An alley"})
    ledger.activity(perm, host=duisburg, title={"en": "Harbour days"}, when="2018-09")
    visit(perm, to=duisburg, when="2018-02", title={"en": "Firemen"}, return_owed=True,
          return_until=datetime.date(2019, 5, 1))  # fmt: skip

    with override("ru"):
        parts, _files = parts_of(twins, duisburg, user=registrar, today=today)

    told = {part.heading: part.lines for part in parts}
    assert [line.what for line in told["Предстоящие даты"]] == ["Harbour days", "Срок: A bench"]
    assert [(line.what, line.when) for line in told["Открытые обещания"]] == [
        ("An alley", "просрочено, срок был: 2017"),
        ("A bench", "срок: до марта 2019"),
    ]
    (owed,) = told["Визиты, на которые ещё нужно ответить"]
    assert owed.when == "февраль 2018"
    assert owed.more == ("Perm → Duisburg", "ответить до: 1 мая 2019")


def test_handing_over_twice_makes_one_successor_and_strangers_hand_over_nothing(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    deputy = contact(twins, sides[0], name="Dora", office={"en": "Deputy"})
    leaving = contact(twins, sides[0], ends=days_ago(1), deputy=deputy)
    handover = Handover.objects.create(contact=leaving, cause=Cause.TERM_OVER)
    stranger = contact(twins, sides[1])

    with pytest.raises(PermissionDenied):
        actions.hand_to(handover, deputy, by=member(Role.REGISTRAR, sides[1]))
    with pytest.raises(ValidationError):
        actions.hand_to(handover, stranger, by=registrar)
    made = [actions.hand_to(handover, deputy, by=registrar) for _twice in range(2)]

    assert made[0] == made[1]
    assert ContactPoint.objects.of_side(twins.pk, sides[0].pk).count() == 3


def test_a_year_after_the_term_the_person_is_forgotten_and_a_row_proves_it(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    over = contact(twins, sides[0], ends=days_ago(370), phone="123", speaks="ru")
    recent = contact(twins, sides[0], ends=days_ago(300), begins="2017", name="Still known")

    gone = [actions.forget_people(today=timezone.localdate()) for _twice in range(2)]

    over, recent = ContactPoint.objects.get(pk=over.pk), ContactPoint.objects.get(pk=recent.pk)
    assert gone == [1, 0]
    assert (over.name, over.email, over.phone, over.languages.count()) == ("", "", "", 0)
    assert (str(over.office), recent.name) == ("Head of the international office", "Still known")
    proof = Erasure.objects.get()
    assert (proof.what, proof.days_kept) == ("name, email, phone, language, languages", 365)
    assert not seen_by(member(Role.REGISTRAR, sides[1])).exists()


def test_who_is_on_record_stands_on_no_public_page(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    contact(twins, sides[0], sharing=Sharing.REACHABLE)

    for address in (twins.get_absolute_url(), sides[0].get_absolute_url(), "/en/search/?q=Vera"):
        page = client.get(address)
        assert (page.status_code, "Invented" in page.text) == (200, False)


def test_a_deputy_is_chosen_once_the_side_is_known(
    client: Client, registrar: User, twins: Partnership, sides: list[City]
) -> None:
    deputy = contact(twins, sides[0])
    client.force_login(registrar)

    bare = client.get(f"{LIST}new/").context["form"].fields["deputy"]
    known = client.get(f"{LIST}new/?partnership={twins.pk}&city={sides[0].pk}")

    assert str(bare.help_text).startswith("Save first")
    assert list(bare.queryset) == []
    assert list(known.context["form"].fields["deputy"].queryset) == [deputy]
