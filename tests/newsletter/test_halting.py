"""Where the mail server takes nothing, everything waits, nothing is lost, and the page says why."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.test import Client
from django.utils import timezone

from citytocity.mail.actions import suppress
from citytocity.mail.enums import Reason
from citytocity.newsletter import asking, sending
from citytocity.newsletter.actions import halting, issues
from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.asking import ask_due
from citytocity.newsletter.enums import DeliveryState, Hindrance, IssueState, ReaderState
from citytocity.newsletter.models import Delivery, Halt, Issue, Question, Reader, Wave
from citytocity.newsletter.sending import TRIED_FOR, send_due
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import member
from tests.factories.stories import story
from tests.mail.servers import at_the_server

pytestmark = pytest.mark.django_db
READERS = 7


class Server:
    def __init__(self) -> None:
        self.to_sender: Callable[[], str] = lambda: "250 OK"
        self.after_the_dot = "250 taken"
        self.refuses = "@nobody.example"
        self.taken: list[str] = []

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.to_sender()
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.endswith(self.refuses):
            return "550 5.7.1 blocked"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.after_the_dot.startswith("250"):
            self.taken += envelope.rcpt_tos
        return self.after_the_dot


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with at_the_server(Server(), settings) as told:
        yield told


@pytest.fixture
def released(officer: User) -> Issue:
    newsletter()
    for _ in range(READERS):
        reader()
    made = issue(story("The river", of=city("Perm", host=True)))
    return issues.release(made, seen=1, by=officer)


def _states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def _time_passes() -> None:
    """Until the next try."""
    Halt.objects.update(until=timezone.now())
    Delivery.objects.filter(state=DeliveryState.DUE).update(not_before=timezone.now())


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("to_sender", "550 5.7.1 You are closed out"),
        ("after_the_dot", "550 5.7.1 You are closed out"),
    ],
)
def test_a_server_that_refuses_everything_costs_nobody_her_letter(
    server: Server, released: Issue, officer: User, client: Client, where: str, answer: str
) -> None:
    setattr(server, where, (lambda: answer) if where == "to_sender" else answer)

    send_due(seconds=20)
    first = Halt.objects.get()
    at_once_again = send_due(seconds=20)
    _time_passes()
    send_due(seconds=20)
    second = Halt.objects.get()
    client.force_login(officer)
    page = client.get(f"/admin/newsletter/{released.pk}/").content.decode()

    assert at_once_again is False
    assert _states() == {DeliveryState.DUE}
    assert first.kind == Hindrance.STOPPED
    assert (second.since, second.heard > first.heard) == (first.since, True)
    assert "The mail server takes no letters from this site." in page
    assert "550 5.7.1 You are closed out" in page
    assert "Try it now" in page
    server.to_sender, server.after_the_dot = (lambda: "250 OK"), "250 taken"
    halting.try_again(released, by=officer)
    send_due(seconds=20)
    assert len(set(server.taken)) == len(server.taken) == READERS
    assert not Halt.objects.exists()
    assert Issue.objects.get().state == IssueState.SENT
    with pytest.raises(ChangedError):
        halting.try_again(released, by=officer)


def test_after_three_days_what_is_refused_stays_refused(server: Server, released: Issue) -> None:
    server.after_the_dot = "550 5.7.1 You are closed out"
    Wave.objects.update(moment=timezone.now() - TRIED_FOR - datetime.timedelta(hours=1))

    for _ in range(READERS):
        send_due(seconds=20)
        _time_passes()

    assert _states() == {DeliveryState.REFUSED}


@pytest.mark.parametrize("blocked", [5, 30])  # within a batch, and more
@pytest.mark.parametrize("is_pressed", [False, True])
def test_a_domain_that_refuses_all_holds_up_nobody_else(
    server: Server, officer: User, blocked: int, is_pressed: bool
) -> None:
    newsletter()
    for number in range(blocked):
        reader(email=f"anna{number}@blocked.example")
    good = [reader(email=f"boris{number}@example.org").email for number in range(2)]
    made = issues.release(issue(story("The river", of=city("Perm"))), seen=1, by=officer)
    server.refuses = "@blocked.example"

    send_due(seconds=20)
    taken_at_once = list(server.taken)
    later = datetime.timedelta(minutes=10)
    if is_pressed:
        halting.try_again(made, by=officer)
    else:
        Halt.objects.update(until=F("until") - later)
        Delivery.objects.update(not_before=F("not_before") - later)
    send_due(seconds=20)

    assert (taken_at_once, server.taken) == ([], good)
    refused = Delivery.objects.filter(reader__email__endswith=server.refuses)
    assert set(refused.values_list("state", flat=True)) == {DeliveryState.DUE}


@pytest.mark.parametrize(
    ("spoil", "kind", "said"),
    [
        ({"EMAIL_PORT": 1}, Hindrance.SILENT, "does not answer"),
        ({"EMAIL_PACE": "wind"}, Hindrance.SETTINGS, "With these settings"),
    ],
)
def test_the_page_says_what_else_holds_it_up(
    released: Issue,
    officer: User,
    client: Client,
    settings: Any,
    spoil: dict[str, Any],
    kind: str,
    said: str,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    for name, value in spoil.items():
        setattr(settings, name, value)
    client.force_login(officer)

    send_due(seconds=20)
    page = client.get(f"/admin/newsletter/{released.pk}/").content.decode()
    listed = client.get("/admin/newsletter/").content.decode()

    assert Halt.objects.get().kind == kind
    assert _states() == {DeliveryState.DUE}
    assert said in page
    assert said in listed


def test_an_old_halt_is_of_another_time_and_told_nowhere_without_an_issue(
    server: Server, released: Issue, officer: User, client: Client
) -> None:
    old = timezone.now() - datetime.timedelta(days=3)
    Halt.objects.create(kind=Hindrance.STOPPED, since=old, heard=old, until=old)
    server.to_sender = lambda: "550 5.7.1 You are closed out"
    client.force_login(officer)

    send_due(seconds=20)
    since = Halt.objects.get().since
    issues.cancel(released, by=officer)
    listed = client.get("/admin/newsletter/").content.decode()

    assert since > old
    assert "takes no letters" not in listed


def test_an_editor_does_not_try_again(released: Issue) -> None:
    with pytest.raises(PermissionDenied):
        halting.try_again(released, by=member(Role.EDITOR, city("Oxford")))


@pytest.mark.parametrize(
    ("reason", "state"),
    [(Reason.BOUNCED, ReaderState.STOPPED), (Reason.COMPLAINED, ReaderState.LEFT)],
)
def test_nothing_goes_to_an_address_that_another_letter_came_back_from(
    server: Server, released: Issue, reason: Reason, state: str
) -> None:
    first, *others = Reader.objects.order_by("pk")
    suppress(first.email, reason=reason)
    Question.objects.create(reader=others[0])
    suppress(others[0].email, reason=reason)

    ask_due(seconds=20)
    send_due(seconds=20)

    assert len(server.taken) == READERS - 2
    assert {one.email for one in Reader.objects.filter(state=state)} == {
        first.email,
        others[0].email,
    }
    assert Delivery.objects.get(reader=first).state == DeliveryState.DROPPED


@pytest.mark.parametrize("worker", [sending, asking])
def test_a_worker_that_slept_longer_than_its_lease_leaves_the_rest_to_others(
    server: Server, released: Issue, monkeypatch: pytest.MonkeyPatch, worker: Any
) -> None:
    if worker is asking:
        Delivery.objects.all().delete()
        Question.objects.bulk_create(Question(reader=one) for one in Reader.objects.all())
    send = {sending: sending.send_due, asking: asking.ask_due}[worker]
    take_down, wakes = worker._take_down, timezone.now() + sending.LEASE * 2

    def sleeps(*given: Any) -> None:
        take_down(*given)
        monkeypatch.setattr(worker, "_take_down", take_down)
        monkeypatch.setattr("django.utils.timezone.now", lambda: wakes)
        send(seconds=20)  # another worker, while this one sleeps

    monkeypatch.setattr(worker, "_take_down", sleeps)

    send(seconds=20)

    assert len(set(server.taken)) == len(server.taken) == READERS


def test_while_the_newsletter_is_switched_off_nothing_goes_and_the_page_says_so(
    server: Server, released: Issue, officer: User, client: Client
) -> None:
    newsletter(is_on=False)
    client.force_login(officer)

    more = send_due(seconds=20)
    page = client.get(f"/admin/newsletter/{released.pk}/").content.decode()
    while_off = list(server.taken)
    newsletter(is_on=True)
    send_due(seconds=20)

    assert (more, while_off) == (False, [])
    assert "The newsletter is switched off" in page
    assert len(server.taken) == READERS
