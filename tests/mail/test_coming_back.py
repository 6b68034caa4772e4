from pathlib import Path

import pytest

from citytocity.mail.coming_back import Taken, take_in, take_in_all, take_in_maildir
from citytocity.mail.queries import is_suppressed
from citytocity.mail.verp import bounce_address
from tests.mail.test_notices import delivery, recipient

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"
GONE = recipient("failed", "5.1.1", "550 5.1.1 <anna@example.org> unknown")


@pytest.fixture(autouse=True)
def bounces(settings) -> None:
    settings.EMAIL_BOUNCES = "bounces@cities.example.org"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def come_back(told: str = GONE, *, to: str = "") -> bytes:
    address = to or bounce_address(ANNA, reference="z9")
    return delivery(told).replace(b"bounces@cities.example.org", address.encode())


def test_a_notice_to_the_letters_own_address_ends_the_writing() -> None:
    assert take_in(come_back()) is Taken.NOTED
    assert is_suppressed(ANNA)


def test_the_same_notice_twice_is_as_good_as_once() -> None:
    assert [take_in(come_back()), take_in(come_back())] == [Taken.NOTED, Taken.NOTED]
    assert is_suppressed(ANNA)


@pytest.mark.parametrize(
    "raw",
    [
        lambda: come_back(to="bounces@cities.example.org"),
        lambda: come_back(to=bounce_address(ANNA).replace("+", "+1")),
        lambda: b"",
        lambda: b"Subject: Buy\n\nAction: failed anna@example.org",
    ],
    ids=["without a token", "forged", "empty", "spam"],
)
def test_a_notice_that_anybody_could_have_written_counts_for_nothing(raw) -> None:
    assert take_in(raw()) is Taken.NOT_OURS
    assert not is_suppressed(ANNA)


def test_an_answer_of_who_is_on_holiday_counts_for_nothing() -> None:
    away = f"To: {bounce_address(ANNA)}\nAuto-Submitted: auto-replied\n\nI am away.\n"

    assert take_in(away.encode()) is Taken.NOTHING
    assert not is_suppressed(ANNA)


def test_a_maildir_keeps_what_a_person_has_to_read_and_no_more(settings, maildir: Path) -> None:
    (maildir / "new/1.host").write_bytes(come_back())
    (maildir / "new/2.host").write_bytes(b"Subject: A question\n\nWhen is the festival?\n")
    settings.EMAIL_BOUNCES_MAILDIR = str(maildir)

    take_in_maildir()

    assert is_suppressed(ANNA)
    assert [path.name for path in maildir.rglob("*") if path.is_file()] == ["2.host:2,S"]
    assert take_in_all(maildir) == dict.fromkeys(Taken, 0)
