import io
import stat
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection

from citytocity.mail.actions import note_bounce
from citytocity.mail.dkim import KEY_FILE, configured_signer, signed
from citytocity.mail.queries import is_suppressed
from citytocity.operations.command import DONE, PROBLEM, main
from citytocity.operations.letters import TRY_AGAIN
from tests.mail.test_coming_back import ANNA, come_back
from tests.mail.test_dkim import is_verified, letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bounces(settings) -> None:
    settings.EMAIL_BOUNCES = "bounces@cities.example.org"


def hand_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return main(["bounces"])


def test_a_mail_server_hands_in_what_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hand_in(monkeypatch, come_back()) == DONE
    assert is_suppressed(ANNA)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"Subject: Hello\n\nHello.\n"])
def test_a_mail_that_is_no_notice_is_no_fault(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    assert hand_in(monkeypatch, raw) == DONE


def test_a_mail_server_keeps_the_mail_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_suppression RENAME TO elsewhere")

    assert hand_in(monkeypatch, come_back()) == TRY_AGAIN
    assert capsys.readouterr().err == (
        "citytocity: The database does not answer. Try again later.\n"
    )


def test_a_maildir_is_taken_in_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("new", "cur"):
        (tmp_path / part).mkdir()
    (tmp_path / "new/1").write_bytes(come_back())

    assert main(["bounces", "--maildir", str(tmp_path)]) == DONE
    assert capsys.readouterr().out == (
        "1 noted. 0 from which nothing follows. 0 about no letter of ours.\n"
    )


def test_a_folder_that_is_no_maildir_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bounces", "--maildir", str(tmp_path)]) == PROBLEM
    assert "is no Maildir" in capsys.readouterr().err


def test_a_key_is_made_once_and_its_record_said_each_time(
    settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR, settings.DKIM_SELECTOR = tmp_path, "letters"
    settings.DEFAULT_FROM_EMAIL = "News <news@cities.example.org>"

    assert [main(["dkim"]), main(["dkim"])] == [DONE, DONE]

    first, *lines = capsys.readouterr().out.splitlines()
    assert first == f"Made a key and kept it in {tmp_path / KEY_FILE}."
    assert lines[:2] == lines[2:]
    assert lines[1].startswith(
        'letters._domainkey.cities.example.org. IN TXT ( "v=DKIM1; k=rsa; p='
    )
    assert max(len(string) for string in lines[1].split('"')[1::2]) <= 255
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert is_verified(signed(letter()), configured_signer())


def test_a_key_wants_a_name_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dkim"]) == PROBLEM
    assert "CITYTOCITY_DKIM_SELECTOR=letters" in capsys.readouterr().err
    assert not (site.DATA_DIR / KEY_FILE).exists()


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        (ANNA, DONE, "Letters go there again."),
        ("boris@example.org", DONE, "Nothing was in the way of letters there."),
        ("boris", PROBLEM, "citytocity: boris is no address: It is not written as name@domain."),
    ],
)
def test_who_asks_is_written_to_again(
    address: str, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    note_bounce(ANNA)

    assert main(["write-again", address]) == code
    assert is_suppressed(ANNA) is (address != ANNA)
    said = capsys.readouterr()
    assert (said.out + said.err).strip() == words
