"""Notices as mail servers write them."""

import pytest

from citytocity.mail.enums import Returned
from citytocity.mail.notices import Notice, read

REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: bounces@cities.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={type}; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Увы.
--b
Content-Type: message/{type}

{fields}
--b
Content-Type: message/rfc822

Subject: Twinned Cities
From: news@cities.example.org

Hello.
--b--
"""


def delivery(*recipients: str) -> bytes:
    fields = "\n\n".join(["Reporting-MTA: dns; mx.example.org", *recipients])
    return REPORT.format(type="delivery-status", fields=fields).encode()


def recipient(action: str, status: str, said: str = "") -> str:
    told = f"Final-Recipient: rfc822; anna@example.org\nAction: {action}\nStatus: {status}"
    return f"{told}\nDiagnostic-Code: smtp; {said}" if said else told


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (recipient("failed", "5.1.1"), Returned.BOUNCED),
        (recipient("failed (bad)", "5.1.1 (no such mailbox)"), Returned.BOUNCED),
        (recipient("failed", "5.1.10", "550 5.1.10 not found"), Returned.BOUNCED),
        (recipient("failed", "5.2.1", "550 5.2.1 disabled"), Returned.BOUNCED),
        (recipient("failed", "5.0.0", "550 5.1.1 User unknown"), Returned.BOUNCED),
        (recipient("failed", "5.0.0", "550 User unknown"), Returned.BOUNCED),
        (recipient("failed", "5.0.0", "550 Your server is blocked"), Returned.FAILED),
        (recipient("failed", "5.2.2", "552 5.2.2 mailbox full"), Returned.FAILED),
        (recipient("failed", "5.7.1", "554 5.7.1 spam"), Returned.FAILED),
        (recipient("failed", "5.1.8", "550 5.1.8 bad sender"), Returned.FAILED),
        (recipient("failed", "4.4.1", "connection timed out"), Returned.FAILED),
        (recipient("delayed", "4.4.1"), None),
        (recipient("relayed", "2.0.0"), None),
        (recipient("delivered", "2.0.0"), None),
    ],
)
def test_a_report_says_whether_the_mailbox_is_there(told: str, kind: Returned | None) -> None:
    assert read(delivery(told)).kind is kind


def test_the_worst_of_several_recipients_counts() -> None:
    told = delivery(recipient("delivered", "2.0.0"), recipient("failed", "5.1.1", "550 gone"))

    assert read(told) == Notice(Returned.BOUNCED, "5.1.1 550 gone")


def test_what_is_kept_of_a_report_names_nobody() -> None:
    told = delivery(recipient("failed", "5.1.1", "550 5.1.1 <anna@example.org> unknown"))

    assert read(told).words == "5.1.1 550 5.1.1 <…@…> unknown"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("abuse", Returned.COMPLAINED),
        ("Fraud", Returned.COMPLAINED),
        ("not-spam", None),
        ("auth-failure", None),
    ],
)
def test_a_complaint_is_told_from_other_feedback(kind: str, said: Returned | None) -> None:
    fields = f"Feedback-Type: {kind}\nUser-Agent: Mail/1.0\nVersion: 1"

    assert read(REPORT.format(type="feedback-report", fields=fields).encode()).kind is said


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: I am on holiday\nAuto-Submitted: auto-replied\n\nBack on Monday.\n",
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts",
        delivery(),
        delivery("Action:\nStatus:"),
        b"Content-Type: message/feedback-report\n\n\xd0\n",
    ],
)
def test_nothing_follows_from_what_is_no_notice(raw: bytes) -> None:
    assert read(raw) == Notice(None)
