"""Two see an issue before it goes: handed over, sent back with remarks, released by another."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import registry

from citytocity.cities.models import City
from citytocity.newsletter.actions import issues, looking
from citytocity.newsletter.actions.issues import ChangedError, OtherWordsError, Placed
from citytocity.newsletter.actions.setting_up import set_up
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.fingerprints import fingerprint
from citytocity.newsletter.gathering import mark_of
from citytocity.newsletter.models import Issue, Newsletter
from citytocity.newsletter.readiness import NotReadyError
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import member, user
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter(is_looked_at=True)


@pytest.fixture
def maker() -> User:
    return user(officer=True)


@pytest.fixture
def other(maker: User) -> User:
    return user(officer=True)


@pytest.fixture
def made(maker: User, perm: City) -> Issue:
    return issue(story("The river", of=perm), changed_by=maker)


def _letters() -> list[dict[str, str]]:
    rows = DBTaskResult.objects.filter(task_path__endswith="deliver").order_by("enqueued_at")
    return [row.args_kwargs["kwargs"] for row in rows]


def _steps(made: Issue) -> list[str]:
    entries = registry.get_logs_for_instance(made)
    return [entry.action.partition(".")[2] for entry in entries][::-1]


def _release(made: Issue, by: User, **more: Any) -> Issue:
    told = {"seen": made.version, "shown": fingerprint(made)}
    return issues.release(made, **told | more, by=by)


def test_an_issue_goes_from_its_maker_to_another_who_releases_it(
    made: Issue, maker: User, other: User, django_capture_on_commit_callbacks: Any
) -> None:
    reader()

    with django_capture_on_commit_callbacks(execute=True):
        looking.hand_over(made, seen=1, note="Mind the title.", by=maker)
        looking.hand_over(made, seen=1, by=maker)
        made.refresh_from_db()
        waits = made.standing
        _release(made, other)

    made.refresh_from_db()
    asked, told = _letters()
    assert waits == "waits for a second look"
    assert (asked["to"], told["to"]) == (other.email, maker.email)
    assert "Mind the title." in asked["text"]
    assert f"/admin/newsletter/{made.pk}/release/" in asked["text"]
    assert told["subject"].startswith("Released: Twinned Cities")
    assert (made.state, made.released_by, made.is_by_one) == (IssueState.SENDING, other, False)
    assert _steps(made) == ["hand_over", "release"]


def test_nobody_hands_over_what_another_works_on(made: Issue, maker: User, other: User) -> None:
    """She could release it then, unfinished, and alone."""
    with pytest.raises(NotReadyError, match="changed it last"):
        looking.hand_over(made, seen=1, by=other)
    maker.is_active = False
    maker.save()
    user(officer=True)  # who may look at it

    looking.hand_over(made, seen=1, by=other)

    made.refresh_from_db()
    assert made.handed_by == other


def test_remarks_bring_it_back_and_go_to_who_handed_it_over(
    made: Issue, maker: User, other: User, django_capture_on_commit_callbacks: Any
) -> None:
    looking.hand_over(made, seen=1, by=maker)

    with django_capture_on_commit_callbacks(execute=True):
        looking.send_back(made, remarks="Too long.\n\nNo picture.", by=other)

    made.refresh_from_db()
    (letter,) = _letters()
    assert (made.handed, made.remarks) == (None, "Too long.\n\nNo picture.")
    assert letter["to"] == maker.email
    assert "No picture." in letter["text"]
    assert registry.get_logs_for_instance(made).first().data["words"] == made.remarks
    with pytest.raises(ChangedError):
        looking.send_back(made, remarks="Again.", by=other)
    looking.hand_over(made, seen=1, by=maker)
    made.refresh_from_db()
    assert made.remarks == ""


@pytest.mark.parametrize(
    ("handed", "by_maker", "said"),
    [
        (False, False, "waits for nobody’s second look"),
        (False, True, "You changed it last"),
        (True, True, "You changed it last"),
    ],
)
def test_nobody_releases_it_alone_where_two_have_to_see_it(
    made: Issue, maker: User, other: User, handed: bool, by_maker: bool, said: str
) -> None:
    if handed:
        looking.hand_over(made, seen=1, by=maker)

    with pytest.raises(NotReadyError, match=said):
        _release(made, maker if by_maker else other)

    assert Issue.objects.get().state == IssueState.DRAFT


def test_what_is_changed_after_it_was_handed_over_is_looked_at_again(
    made: Issue, maker: User, other: User
) -> None:
    looking.hand_over(made, seen=1, by=maker)
    placed = [Placed(mark_of(item)) for item in made.items.all()]

    issues.arrange(made, words={}, placed=placed, seen=1, by=other)
    made.refresh_from_db()
    still_waits = made.handed
    issues.arrange(made, words={"opening": {"en": "Dear all"}}, placed=placed, seen=1, by=other)

    made.refresh_from_db()
    assert still_waits is not None
    assert (made.handed, made.changed_by) == (None, other)
    looking.hand_over(made, seen=2, by=other)
    made.refresh_from_db()
    with pytest.raises(NotReadyError, match="You changed it last"):
        _release(made, other)
    assert _release(made, maker).state == IssueState.SENT  # nobody reads it


@pytest.mark.parametrize("what", ["story", "settings", "nothing shown"])
def test_what_was_looked_at_is_what_goes_out(
    made: Issue, maker: User, other: User, what: str
) -> None:
    looking.hand_over(made, seen=1, by=maker)
    shown = fingerprint(made)
    if what == "story":
        page = made.items.get().record
        page.title = "The rivers"
        page.save_revision().publish()
    elif what == "settings":
        newsletter(is_looked_at=True, imprint={"en": "Another office"})
    else:
        shown = ""

    with pytest.raises(OtherWordsError):
        _release(made, other, shown=shown)

    assert Issue.objects.get().state == IssueState.DRAFT


def test_who_works_alone_switches_it_off_and_the_record_says_so(
    client: Client, made: Issue, maker: User
) -> None:
    with pytest.raises(NotReadyError, match="Nobody else sends the newsletter"):
        looking.hand_over(made, seen=1, by=maker)
    told = Newsletter.objects.get()
    told.is_looked_at = False

    set_up(told, by=maker)
    _release(made, maker)

    made.refresh_from_db()
    client.force_login(maker)
    page = client.get(f"/admin/newsletter/{made.pk}/").content.decode()
    assert made.is_by_one is True
    assert registry.get_logs_for_instance(told).get().action == "newsletter.look_off"
    assert "Released by the person who made it, without a second look" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.update(is_by_one=False)


def test_an_editor_hands_over_and_sends_back_no_issue(made: Issue, perm: City) -> None:
    editor = member(Role.EDITOR, perm)

    for verb in (
        lambda: looking.hand_over(made, seen=1, by=editor),
        lambda: looking.send_back(made, remarks="No.", by=editor),
        lambda: issues.call_back(made, by=editor),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_the_office_hands_it_over_and_looks_at_it_in_its_pages(
    client: Client, made: Issue, maker: User, other: User
) -> None:
    reader()
    address = f"/admin/newsletter/{made.pk}/"
    client.force_login(maker)

    alone = client.get(f"{address}release/").content.decode()
    client.post(f"{address}hand-over/", {"seen": 1, "note": "Please."})
    client.force_login(other)
    look = client.get(f"{address}release/").content.decode()
    empty = client.post(f"{address}send-back/", {"remarks": " "}).content.decode()
    client.post(f"{address}send-back/", {"remarks": "Shorter!"})
    back = client.get(address).content.decode()

    assert "You changed it last" in alone
    assert "Hand it over for a second look" in alone
    assert "Send it to" not in alone
    assert "handed it over for a second look" in look
    assert "Send it to 1 reader" in look
    assert "Say what should be different." in empty
    assert "Shorter!" in back
