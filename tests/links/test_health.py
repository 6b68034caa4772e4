"""Are our links alive? Signs, Monday's letter, web addresses that no longer answer."""

import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership
from citytocity.links import actions
from citytocity.links.addresses import named_addresses
from citytocity.links.enums import Matter
from citytocity.links.health import health, months_in_words, months_since
from citytocity.links.models import Digest, OutsideLink, Place
from citytocity.links.signs import stage
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.people.permissions import memberships
from tests.factories import ledger, sources
from tests.factories.cities import cities, city, organisation
from tests.factories.contacts import contact
from tests.factories.people import member
from tests.factories.protocol import promise
from tests.factories.visits import visit
from tests.wire.servers import answer, serving

pytestmark = pytest.mark.django_db
PAGE = "/admin/health-of-links/"
TODAY = datetime.date(2018, 12, 3)  # a Monday


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def twins(sides: list[City]) -> Partnership:
    return ledger.partnership(*sides, since="1995")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


def _matters(user: User) -> list[Matter]:
    return [sign.matter for one in health(user, TODAY) for sign in one.signs]


def _anywhere(address: str) -> bool:
    """Tests' servers stand on this machine."""
    return True


def test_a_link_of_which_nothing_is_known_has_every_sign_of_silence(
    twins: Partnership, registrar: User
) -> None:
    assert _matters(registrar) == [
        Matter.NO_CONTACT, Matter.SILENT, Matter.NO_PLAN, Matter.NO_VISIT, Matter.NO_RESULT,
        Matter.ANNIVERSARY,
    ]  # fmt: skip


def test_a_link_that_lives_has_none(twins: Partnership, sides: list[City], registrar: User) -> None:
    perm, oxford = sides
    visit = ledger.activity(oxford, host=perm, when="2018-09-14")
    ledger.activity(perm, host=oxford, when="2019-05")
    ledger.result(activity=visit, when="")
    deputy = contact(twins, perm, confirmed=TODAY, office={"en": "Deputy"}, together=True)
    first = contact(twins, perm, confirmed=TODAY, deputy=deputy)
    deputy.deputy = first
    deputy.save()

    (link,) = health(registrar, TODAY)

    assert (link.last.contact, link.last.visit, link.last.result) == (
        datetime.date(2018, 9, 14),
    ) * 3
    assert [sign.matter for sign in link.signs] == [Matter.ANNIVERSARY]
    assert (link.weight, "25 years" in link.signs[0].words) == (0, True)
    assert "start of the partnership" in link.signs[0].words


@pytest.mark.parametrize(
    ("state", "matters"),
    [("suspended", [Matter.NO_CONTACT, Matter.ANNIVERSARY]), ("ended", [])],
)
def test_a_link_that_rests_is_left_in_peace_and_one_that_ended_is_gone(
    twins: Partnership, sides: list[City], registrar: User, state: str, matters: list[Matter]
) -> None:
    ledger.state(twins, sides[1], state, when="2017")

    assert _matters(registrar) == matters


def test_papers_and_contacts_are_told_with_the_page_that_mends_them(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    ledger.agreement(twins, valid="2007/2019-06", title={"en": "Treaty"})
    old = contact(twins, sides[0], confirmed=datetime.date(2017, 1, 1))
    contact(twins, sides[1])  # theirs to see to

    (link,) = health(registrar, TODAY)
    told = {sign.matter: (sign.words, sign.url) for sign in link.signs}

    assert told[Matter.ENDING][0] == "Treaty ends on 30 June 2019."
    assert told[Matter.UNCONFIRMED] == (
        "“Head of the international office” was last confirmed on 1 January 2017.",
        f"/admin/contacts/edit/{old.pk}/",
    )
    assert Matter.NO_SUCCESSOR in told


def test_promises_and_visits_owed_are_told_with_the_page_that_mends_them(
    client: Client, twins: Partnership, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    alley = promise(oxford, perm, due="2018-11")
    promise(perm, oxford, title={"en": "A hall"}, due="2030")
    promise(perm, oxford, state="kept", settled="2018")
    promise(oxford, city("Duisburg"))
    came = visit(oxford, to=perm, return_owed=True, return_until="2018-06-30")
    visit(oxford, to=perm, return_owed=True, status="cancelled")

    (link,) = health(registrar, TODAY)
    told = [sign for sign in link.signs if sign.matter in {Matter.VISIT_OWED, Matter.PROMISE_OPEN}]

    assert [(sign.words, sign.is_news) for sign in told] == [
        ("“Visit”: a visit in return was owed until 30 June 2018.", False),
        ("Oxford promised: To plant an alley. It was due: November 2018.", False),
        ("Perm promised: A hall. It is due: 2030.", True),
    ]
    assert [sign.url for sign in told[:2]] == [
        f"{came.get_absolute_url()}#return",
        f"/admin/snippets/protocol/promise/edit/{alley.pk}/",
    ]
    client.force_login(registrar)
    for sign in told:
        assert client.get(sign.url).status_code == 200
    assert "#return" in client.get(PAGE, {"matter": "visit-owed"}).text


def test_the_other_side_of_a_link_that_rests_is_not_reminded(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    promise(*sides)
    visit(sides[1], to=sides[0], return_owed=True)
    ledger.state(twins, sides[1], "suspended", when="2018")

    assert {Matter.VISIT_OWED, Matter.PROMISE_OPEN} & set(_matters(registrar)) == set()


def test_a_link_that_only_begins_is_told_what_is_promised_and_owed_but_not_of_silence(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    promise(*sides)
    visit(sides[1], to=sides[0], return_owed=True)
    ledger.state(twins, sides[1], "proposed", when="2018")

    assert _matters(registrar) == [
        Matter.NO_CONTACT, Matter.VISIT_OWED, Matter.PROMISE_OPEN, Matter.ANNIVERSARY,
    ]  # fmt: skip


def test_of_two_links_of_the_same_cities_the_oldest_at_work_tells_what_they_owe(
    twins: Partnership, sides: list[City], registrar: User
) -> None:
    oldest = ledger.partnership(*sides, since="1990", slug="oldest")
    ledger.partnership(*sides, since="2001", slug="youngest")
    ledger.state(oldest, sides[1], "dormant", when="2017")
    promise(*sides)
    visit(sides[1], to=sides[0], return_owed=True)
    owed = {Matter.VISIT_OWED, Matter.PROMISE_OPEN}

    told = [sign for one in health(registrar, TODAY) for sign in one.signs if sign.matter in owed]

    assert [sign.partnership for sign in told] == [twins.pk] * 2


def test_between_three_cities_any_two_keep_the_link_alive(registrar: User) -> None:
    perm = City.objects.get(slug="perm")
    duisburg, qingdao = cities("Duisburg", "Qingdao")
    ledger.partnership(perm, duisburg, qingdao)
    ledger.activity(qingdao, host=duisburg, when="2018-10")
    together = ledger.activity(perm, qingdao, when="2018-11-02")
    ledger.activity(perm, duisburg, when="2018-12-01", status="cancelled")

    (link,) = health(registrar, TODAY)

    assert link.last.contact == together.when_first


@pytest.mark.parametrize(
    ("day", "months", "words"),
    [
        (None, None, "never on record"),
        (datetime.date(2018, 11, 30), 0, "this month"),
        (datetime.date(2017, 12, 4), 11, "11 months ago"),
        (datetime.date(2016, 12, 3), 24, "2 years ago"),
    ],
)
def test_months_are_whole(day: datetime.date | None, months: int | None, words: str) -> None:
    assert (months_since(day, TODAY), months_in_words(day, TODAY)) == (months, words)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("role", "most"), [(Role.REGISTRAR, 14), (Role.HOST, 15)])
def test_the_whole_page_asks_fifteen_questions_however_many_links_there_are(
    client: Client,
    sides: list[City],
    role: Role,
    most: int,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(number):
        other = city(f"Town {place}")
        pair = ledger.partnership(sides[0], other)
        ledger.agreement(pair, valid="2007/2027")
        contact(pair, sides[0])
        promise(other, sides[0])
        visit(other, to=sides[0], return_owed=True)
    officer = member(role, None if role == Role.HOST else sides[0])
    client.force_login(officer)
    client.get(PAGE)  # what a session asks once
    memberships(officer)

    with django_assert_num_queries(9):
        health(officer, TODAY)
    with django_assert_num_queries(most):
        page = client.get(PAGE)
    assert len(page.context["rows"]) == number


def test_one_matter_can_be_looked_at_alone(
    client: Client, twins: Partnership, registrar: User
) -> None:
    client.force_login(registrar)

    page = client.get(PAGE, {"matter": "no-plan"})

    assert page.context["rows"][0]["partnership"] == twins
    assert [sign.matter for sign in page.context["rows"][0]["signs"]] == [Matter.NO_PLAN]


def test_links_of_other_cities_and_other_roles_see_nothing(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    stranger = member(Role.REGISTRAR, city("Duisburg"))
    editor = member(Role.EDITOR, sides[0])

    assert health(stranger, TODAY) == []
    client.force_login(editor)
    assert client.get(PAGE)["Location"] == "/admin/"
    with pytest.raises(PermissionDenied):
        actions.switch_digest(editor, is_on=True)


def _letters(to: str) -> list[str]:
    rows = [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]
    return [row["text"] for row in rows if row["to"] == to]


def test_the_digest_comes_on_mondays_with_what_is_new_and_else_not_at_all(
    twins: Partnership, sides: list[City], registrar: User, django_capture_on_commit_callbacks: Any
) -> None:
    week = datetime.timedelta(days=7)
    with django_capture_on_commit_callbacks(execute=True):
        sent = [
            actions.send_digests(today=day)
            for day in (TODAY - datetime.timedelta(days=1), TODAY, TODAY, TODAY + week)
        ]
        ledger.agreement(twins, valid="2007/2019-06", title={"en": "Treaty"})
        sent.append(actions.send_digests(today=TODAY + 2 * week))
        actions.switch_digest(registrar, is_on=False)
        contact(twins, sides[0])
        sent.append(actions.send_digests(today=TODAY + 3 * week))

    assert sent == [0, 1, 0, 0, 1, 0]
    first, second = _letters(registrar.email)
    assert "Nothing is planned with this city." in first
    assert ("Treaty ends" in second, "Nothing is planned" in second) == (True, False)


def test_what_is_due_is_told_far_ahead_within_a_year_and_when_it_is_past(
    twins: Partnership, sides: list[City], registrar: User, django_capture_on_commit_callbacks: Any
) -> None:
    perm, oxford = sides
    promise(perm, oxford, due="2021-03-30")
    visit(oxford, to=perm, return_owed=True, return_until="2021-03-30")
    mondays = [TODAY, "2018-12-10", "2020-03-30", "2020-04-06", "2021-03-29", "2021-04-05"]

    with django_capture_on_commit_callbacks(execute=True):
        for monday in map(str, mondays):
            actions.send_digests(today=datetime.date.fromisoformat(monday))

    told = [
        (text.count("It is due"), text.count("It was due"), text.count("is owed until"),
         text.count("was owed until"))
        for text in _letters(registrar.email)
    ]  # fmt: skip
    owing = [counts for counts in told if any(counts)]
    assert owing == [(1, 0, 1, 0), (1, 0, 1, 0), (0, 1, 0, 1)]


@pytest.mark.parametrize(
    ("first", "last", "near"),
    [
        (None, None, "some-day"),
        ("2019-12-04", "2019-12-31", "ahead"),
        ("2019-12-03", "2019-12-31", "soon"),
        ("2018-01-01", None, "soon"),
        (None, "2030-12-31", "ahead"),
        ("2018-01-01", "2018-12-03", "soon"),
        (None, "2018-12-02", "overdue"),
    ],
)
def test_the_stage_of_what_is_due(first: str | None, last: str | None, near: str) -> None:
    days = [datetime.date.fromisoformat(day) if day else None for day in (first, last)]

    assert stage(*days, TODAY) == near


def test_an_officer_switches_the_letter_off(
    client: Client, twins: Partnership, registrar: User
) -> None:
    client.force_login(registrar)

    client.post(f"{PAGE}letter/", {"on": "0"})

    assert Digest.objects.get(user=registrar).is_on is False
    assert client.get(PAGE).context["is_on"] is False


def test_the_addresses_of_a_partnership_are_gathered_and_forgotten_with_their_places(
    twins: Partnership,
) -> None:
    source = sources.source(url="https://example.org/one")
    sources.cite(twins, by=source)
    proven = ledger.result(partnership=twins, evidenced=True)

    counts = [actions.gather_links() for _twice in range(2)]
    places = set(Place.objects.values_list("link__url", "noun", "key"))
    proven.evidence.all().delete()
    actions.gather_links()

    assert counts == [2, 2]
    assert places == {
        ("https://example.org/one", "source", source.pk),
        ("https://example.org/book", "result", proven.pk),
    }
    assert [link.url for link in OutsideLink.objects.all()] == ["https://example.org/one"]


def test_whatever_two_sides_have_a_part_in_has_its_addresses_looked_at(
    twins: Partnership, sides: list[City]
) -> None:
    perm, oxford = sides
    programme = ledger.programme()
    visit = ledger.activity(oxford, host=perm, programme=programme)
    alone = ledger.activity(perm)
    came = ledger.result(activity=visit, evidenced=True)
    told = {
        name: sources.source(url=f"https://example.org/{name}")
        for name in ("visit", "programme", "award", "result", "travelled", "state", "group")
    }
    sources.cite(visit, by=told["visit"])
    sources.cite(programme, by=told["programme"])
    sources.cite(ledger.recognition(activity=visit, city=perm), by=told["award"])
    sources.cite(came, by=told["result"])
    sources.cite(ledger.practice(perm, oxford), by=told["travelled"])
    sources.cite(alone, by=sources.source(url="https://example.org/alone"))
    ledger.state(twins, perm, "active", source=told["state"])
    visit.participations.filter(city=oxford).update(source=told["group"])

    actions.gather_links()

    found = set(Place.objects.values_list("partnership", "link__url", "noun", "key"))
    assert found == {
        *((twins.pk, source.url, "source", source.pk) for source in told.values()),
        (twins.pk, "https://example.org/book", "result", came.pk),
    }


@pytest.mark.parametrize("number", [1, 3])
def test_gathering_asks_as_much_for_three_activities_as_for_one(
    twins: Partnership,
    sides: list[City],
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _place in range(number):
        sources.cite(ledger.activity(*sides), by=sources.source(url="https://example.org/"))

    with django_assert_num_queries(14):
        assert len(list(named_addresses())) == number


def test_a_dead_address_of_a_city_or_its_body_is_told_once(
    sides: list[City], twins: Partnership, registrar: User
) -> None:
    perm, oxford = sides
    second = ledger.partnership(perm, city("Duisburg"))
    sources.cite(perm, by=sources.source(url="https://example.org/perm"))
    sources.cite(organisation(of=oxford), by=sources.source(url="https://example.org/choir"))

    actions.gather_links()
    OutsideLink.objects.update(failures=2, checked=timezone.now())

    assert set(Place.objects.values_list("partnership", "link__url")) == {
        (twins.pk, "https://example.org/perm"), (second.pk, "https://example.org/perm"),
        (twins.pk, "https://example.org/choir"),
    }  # fmt: skip
    assert _matters(registrar).count(Matter.DEAD_LINK) == 2


def test_hosts_have_their_turn_one_after_the_other_however_many_they_are() -> None:
    now = timezone.now()
    hosts = actions.AT_A_TIME + 5
    OutsideLink.objects.bulk_create(
        OutsideLink(url=f"http://127.0.0.{host}/{number}", checked=_asked(host, number, now))
        for host in range(1, hosts + 1)
        for number in range(3)
    )

    first = {actions._host(link.url) for link in actions._one_of_each_host()}

    assert len(first) == actions.AT_A_TIME
    assert {f"127.0.0.{host}" for host in range(hosts - 4, hosts + 1)} <= first
    assert actions.check_links() == actions.AT_A_TIME


def _asked(host: int, number: int, now: datetime.datetime) -> datetime.datetime | None:
    """The early hosts have two addresses that were never looked at, and one that just was."""
    has_just_been = host <= actions.AT_A_TIME and number == 0
    return now if has_just_been else None


def test_a_server_with_many_addresses_keeps_no_other_from_its_turn() -> None:
    many = (OutsideLink(url=f"http://127.0.0.1/{number}") for number in range(301))
    OutsideLink.objects.bulk_create(many)
    other = OutsideLink.objects.create(url="http://127.0.0.2/")

    asked = actions.check_links()

    other.refresh_from_db()
    assert (asked, other.fault) == (2, "It leads to a private address.")


def test_an_address_is_dead_when_it_failed_twice_a_week_apart(
    twins: Partnership, registrar: User
) -> None:
    with serving(answer(b"", status=404)) as url:
        sources.cite(twins, by=sources.source(url=url))
        actions.gather_links()
        asked = [actions.check_links(allowed=_anywhere) for _twice in range(2)]
        once = _matters(registrar)
        OutsideLink.objects.update(checked=timezone.now() - datetime.timedelta(days=8))
        asked.append(actions.check_links(allowed=_anywhere))

    assert asked == [1, 0, 1]
    assert (Matter.DEAD_LINK in once, Matter.DEAD_LINK in _matters(registrar)) == (False, True)


@pytest.mark.parametrize(("status", "failures"), [(200, 0), (403, 0), (429, 0), (503, 3)])
def test_a_refusal_is_an_answer_too(status: int, failures: int) -> None:
    with serving(answer(b"", status=status)) as url:
        OutsideLink.objects.create(url=url, failures=2, checked=timezone.now() - actions.AGAIN)
        actions.check_links(allowed=_anywhere)

    assert OutsideLink.objects.get().failures == failures


def test_of_each_server_one_address_is_asked_at_a_time() -> None:
    asked: list[str] = []

    def serve(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        answer(b"")(request)

    with serving(serve) as url:
        OutsideLink.objects.bulk_create(OutsideLink(url=f"{url}/{n}") for n in range(3))
        actions.check_links(allowed=_anywhere)

    assert len(asked) == 1


def test_an_address_in_our_own_house_is_not_asked() -> None:
    asked: list[object] = []

    with serving(asked.append) as url:
        OutsideLink.objects.create(url=url)
        actions.check_links()

    assert (asked, OutsideLink.objects.get().fault) == ([], "It leads to a private address.")
