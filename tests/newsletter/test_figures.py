"""What the office sees of its readers in numbers; each opens those whom it counts."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from citytocity.newsletter.actions import issues, readers
from citytocity.newsletter.actions.silence import attend_to_the_silent
from citytocity.newsletter.enums import DeliveryState, ReaderState, Turn
from citytocity.newsletter.models import Delivery, Question, Reader, SignUp, Wish
from citytocity.newsletter.queries import asked_silent, counts, delivered, growth
from citytocity.newsletter.sending import stop_writing_to
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.ledger import theme
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story

A_PAGE = 50
pytestmark = pytest.mark.django_db
READERS = "/admin/newsletter/readers/"
LONG_AGO = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def officer() -> User:
    newsletter()
    return user(officer=True)


def _rows(page: str) -> list[str]:
    return re.findall(r'<td class="title">([^<]+)</td>', page)


def _counted(page: str) -> list[tuple[str, int]]:
    """The addresses of the lists that figures open, each with its figure."""
    found = re.findall(
        r'href="(/admin/newsletter/readers/\?[^"]+)"[^>]*>(?:<span.*?</span>)?(\d+)<', page
    )
    return [(url.replace("&amp;", "&"), int(number)) for url, number in found]


def test_every_figure_of_readers_opens_the_readers_whom_it_counts(
    client: Client, officer: User
) -> None:
    perm, sport = city("Perm"), theme("sport")
    reader(cities=[perm], language="ru")
    reader(cities=[perm], topics=[sport], rhythm="monthly")
    reader(left=True, language="ru")
    for heard in (LONG_AGO, LONG_AGO, LONG_AGO):
        reader(heard=heard)
    attend_to_the_silent()
    first, second, _third = Question.objects.order_by("pk")
    now, day = timezone.now(), timezone.localdate()
    Question.objects.filter(pk__in=(first.pk, second.pk)).update(asked=now, answer_by=day)
    Question.objects.filter(pk=second.pk).update(reminded=now)
    client.force_login(officer)

    page = client.get(READERS).content.decode()

    figures = _counted(page)
    assert len(figures) == 13
    for url, number in figures:
        assert len(_rows(client.get(url).content.decode())) == number, url
    assert list(asked_silent().values()) == [1, 1, 1]


@pytest.mark.parametrize("typed", ["Anna@Почта.example", "почта.example", "anna", "@xn--80a1acny"])
def test_a_reader_is_found_by_her_address_as_people_write_it(
    client: Client, officer: User, typed: str
) -> None:
    reader(email="anna@xn--80a1acny.example")
    reader()
    client.force_login(officer)

    answer = client.post(READERS, {"q": typed}, follow=True)

    assert len(_rows(answer.content.decode())) == 1


def test_what_the_office_looks_for_stands_in_no_address(client: Client, officer: User) -> None:
    for number in range(A_PAGE + 1):
        reader(email=f"anna{number}@example.org", language="ru")
    reader(email="anna@example.org")
    reader(email="boris@example.org", language="ru")
    client.force_login(officer)

    found = client.post(READERS, {"q": "anna", "language": "ru", "state": "reading"}, follow=True)

    (address, _status), *_more = found.redirect_chain
    page = found.content.decode()
    links = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert "anna" not in address
    assert [link for link in links if "anna" in link] == []
    assert re.findall(r'<form method="(\w+)" action="/admin/newsletter/readers/"', page) == ["post"]
    assert 'name="q" value="anna"' in page
    second = next(link for link in links if "p=2" in link).replace("&amp;", "&")
    rows = [*_rows(page), *_rows(client.get(second).content.decode())]
    assert len(rows) == A_PAGE + 1


def test_a_search_is_kept_for_who_made_it_alone_and_nothing_typed_is_no_search(
    client: Client, officer: User
) -> None:
    reader(email="anna@example.org")
    reader(email="boris@example.org")
    other = Client()
    for one in (client, other):
        one.force_login(officer)

    address = client.post(READERS, {"q": "anna"})["Location"]
    nothing = client.post(READERS, {"q": " ", "rhythm": "each"})["Location"]

    assert len(_rows(client.get(address).content.decode())) == 1
    assert _rows(other.get(address).content.decode()) == []
    assert len(_rows(client.get(READERS, {"q": "anna"}).content.decode())) == 2
    assert nothing == f"{READERS}?rhythm=each#list"


def test_the_last_twenty_searches_are_kept(client: Client, officer: User) -> None:
    reader(email="anna@example.org")
    client.force_login(officer)

    addresses = [client.post(READERS, {"q": f"no{n}"})["Location"] for n in range(21)]

    pages = [client.get(one).content.decode() for one in addresses]
    assert ["This search is over" in page for page in pages] == [True, *[False] * 20]
    assert [_rows(page) for page in pages] == [[]] * 21


def test_what_an_address_asks_that_is_not_there_narrows_nothing(
    client: Client, officer: User
) -> None:
    reader()
    client.force_login(officer)

    page = client.get(f"{READERS}?city=x&topic=99999999999999&silent=x&issue=7&delivery=z")

    assert len(_rows(page.content.decode())) == 1


def test_of_each_issue_is_told_what_was_delivered(
    client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        reader()
    perm = city("Perm")
    made = issues.release(issue(story("A", of=perm)), seen=1, by=officer)
    other = issues.release(issue(story("B", of=perm)), seen=1, by=officer)
    first, second, _third = Delivery.objects.filter(issue=made).order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.HANDED, handed=timezone.now())
    Delivery.objects.filter(pk=second.pk).update(state=DeliveryState.REFUSED)
    client.force_login(officer)

    with django_assert_num_queries(2):
        told = delivered([made, other])
    page = client.get("/admin/newsletter/figures/").content.decode()

    assert told[0].by_state == {"due": 1, "leased": 0, "handed": 1, "refused": 1, "dropped": 0}
    assert (told[0].letters, told[1].letters, told[0].clicks) == (3, 3, None)
    refused = f"{READERS}?issue={made.pk}&delivery=refused#list"
    figures = _counted(page)
    assert (refused, 1) in figures
    for url, number in figures:
        assert len(_rows(client.get(url).content.decode())) == number, url
    assert _rows(client.get(refused).content.decode()) == [second.reader.email]


def test_growth_is_counted_when_it_happens_and_stays_when_readers_are_forgotten(
    officer: User,
) -> None:
    for email in ("a@example.org", "b@example.org", "c@example.org", "d@example.org"):
        asked = SignUp.objects.create(
            email=email, language="en", wish=Wish.of(), words="Yes.", page="/en/newsletter/"
        )
        readers.confirm(asked)
    leaves, bounces, erased, returns = Reader.objects.order_by("pk")

    for _ in range(2):
        readers.leave(leaves)
        stop_writing_to(bounces.pk)
        readers.leave(returns)
    readers.come_back(returns, page="/en/newsletter/back/")
    readers.erase(erased)
    readers.forget_old()
    Reader.objects.exclude(pk=returns.pk).delete()

    ((month, counted),) = growth()
    assert month == timezone.localdate().replace(day=1)
    assert counted == {
        Turn.CAME: 4,
        Turn.BACK: 1,
        Turn.LEFT: 2,
        Turn.BOUNCED: 1,
        Turn.SILENT: 0,
        Turn.ERASED: 1,
    }


def test_readers_are_counted_by_what_they_chose_in_two_queries(
    django_assert_num_queries: Any,
) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    for chosen in ((perm,), (perm, oxford), ()):
        reader(cities=chosen)
    reader(left=True, language="ru")

    with django_assert_num_queries(2):
        counted = counts()

    assert counted.readers == 3
    assert counted.by_language == {"en": 3}
    assert counted.by_city == {perm.pk: 2, oxford.pk: 1, None: 1}
    assert ReaderState.LEFT not in counted.by_rhythm
