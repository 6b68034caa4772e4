"""Each field of a letter's head, one after the other, as the standards want it."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import dkim
import pytest
from django.test import Client
from django.utils import timezone

from citytocity.mail.addresses import sender
from citytocity.mail.dkim import configured_signer, new_key
from citytocity.newsletter.actions import issues
from citytocity.newsletter.composing import sheet_of
from citytocity.newsletter.enums import ReaderState
from citytocity.newsletter.models import Delivery, Edition, Reader
from citytocity.newsletter.sending import send_due
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story
from tests.mail.servers import Server, running

pytestmark = pytest.mark.django_db
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
DOT_ATOM = rf"{ATOM}(?:\.{ATOM})*"
MESSAGE_ID = re.compile(rf"<{DOT_ATOM}@{DOT_ATOM}>")  # RFC 5322, 3.6.4
FIELD_NAME = re.compile(rb"[!-9;-~]+")  # RFC 5322, 2.2
ENCODED = re.compile(rb"=\?utf-8\?[bq]\?[^?]*\?=")
LIST_ADDRESS = re.compile(r"<https?://[!-;=?-~]+>")  # RFC 2369, 2
DATE = re.compile(r"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")  # RFC 5322, 3.3


@pytest.fixture
def letter(settings: Any) -> tuple[bytes, EmailMessage]:
    """The bytes that a mail server got, signed, and what they say; names in Cyrillic, as they
    make most of a head."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "letters@perm.example"
    settings.DKIM_SELECTOR, settings.DKIM_KEY = "letters", new_key()
    settings.BASE_URL = "https://perm.example"
    newsletter()
    reader(language="ru", email="anna@example.org")
    long = "Города-побратимы: хор приехал, мост открыт, и ещё много новостей этого месяца"
    made = issue(story(long, of=city("Perm"), standfirst=".\n..Две строки."))
    issues.release(made, seen=1, by=user(officer=True))
    server = Server()
    with running(server) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        send_due(seconds=20)
    (_sender, _to, content) = server.taken[0]
    return content, message_from_bytes(content, policy=policy.default)  # type: ignore[misc]


@pytest.fixture
def parsed(letter: tuple[bytes, EmailMessage]) -> EmailMessage:
    return letter[1]


def test_lines_and_names_of_fields_are_those_of_rfc_5322(letter: Any) -> None:
    content, _parsed = letter
    head = content.partition(b"\r\n\r\n")[0]
    fields = re.split(rb"\r\n(?![ \t])", head)

    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")  # 2.3
    assert max(map(len, content.split(b"\r\n"))) <= 998  # 2.1.1
    assert head.isascii()
    assert [f for f in fields if not FIELD_NAME.fullmatch(f.partition(b":")[0])] == []
    assert [line for line in head.split(b"\r\n") if not line.strip()] == []  # 3.2.2


def test_every_field_stands_there_once(parsed: EmailMessage) -> None:
    names = sorted(name.lower() for name in parsed)

    assert names == [
        "content-language", "content-type", "date", "dkim-signature", "feedback-id", "from",
        "list-archive", "list-id", "list-unsubscribe", "list-unsubscribe-post", "message-id",
        "mime-version", "precedence", "subject", "to",
    ]  # fmt: skip


def test_date_sender_reader_and_number_are_those_of_rfc_5322(letter: Any) -> None:
    content, parsed = letter
    author, to, date = parsed["From"], parsed["To"], parsed["Date"]
    assert isinstance(author, AddressHeader)
    assert isinstance(to, AddressHeader)
    assert isinstance(date, DateHeader)

    assert DATE.fullmatch(str(date))
    assert abs((timezone.now() - date.datetime).total_seconds()) < 60
    assert [str(one) for one in author.addresses] == ["Города-побратимы <letters@perm.example>"]
    assert [str(one) for one in to.addresses] == ["anna@example.org"]
    assert MESSAGE_ID.fullmatch(parsed["Message-ID"])
    assert parsed["Message-ID"].startswith(f"<letter.{Delivery.objects.get().pk}.")
    assert not [part for part in (author, to, date) if part.defects]
    assert max(map(len, ENCODED.findall(content))) <= 75  # RFC 2047, 2
    assert str(parsed["Subject"]).startswith("Города-побратимы: хор приехал")


@pytest.mark.parametrize(
    "words",
    [
        "Мост " * 30,
        "Q" * 150,
        "Partnerschaftsjubiläum " * 6,
        "友好城市" * 37,
        "=?utf-8?q?Send_money?=",
        "Perm, Oxford & friends",
        "👩\u200d👧 at the river " * 6,
    ],
)
def test_names_and_subjects_come_out_as_they_went_in_on_lines_that_are_short(words: str) -> None:
    words = " ".join(words.split())[:150]
    newsletter(name={"en": words})
    made = issue(story("A story", of=city("Perm")))
    edition = Edition(issue=made, language="en", subject=words, html="h", text="t")

    head = sheet_of(edition).head

    told = message_from_bytes(head, policy=policy.default)
    said = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    name, address = parseaddr(BytesParser().parsebytes(head)["From"])
    assert str(told["Subject"]) == said
    assert (str(make_header(decode_header(name))), address) == (said, sender())
    assert max(map(len, ENCODED.findall(head)), default=0) <= 75  # RFC 2047, 2


def test_fields_of_the_list_are_those_of_rfc_2369_and_2919(parsed: EmailMessage) -> None:
    assert LIST_ADDRESS.fullmatch(parsed["List-Archive"])
    assert LIST_ADDRESS.fullmatch(parsed["List-Unsubscribe"])
    assert re.fullmatch(rf"<{DOT_ATOM}\.{DOT_ATOM}>", parsed["List-Id"])  # RFC 2919, 2
    assert len(parsed["List-Id"]) < 255


def test_one_post_without_cookies_ends_it_as_in_rfc_8058(parsed: EmailMessage) -> None:
    """The address is HTTPS, opaque and alone; who posts is not sent anywhere else."""
    address = urlsplit(parsed["List-Unsubscribe"].strip("<>"))

    answer = Client(enforce_csrf_checks=True).post(
        address.path,
        parsed["List-Unsubscribe-Post"],
        content_type="application/x-www-form-urlencoded",
    )

    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # 3.1
    assert address.scheme == "https"
    assert "anna" not in address.path
    assert answer.status_code == 200
    assert Reader.objects.get().state == ReaderState.LEFT


def test_the_signature_covers_what_ends_it_and_others_verify_it(letter: Any) -> None:
    """RFC 8058, 4: without that a mail program shows no button."""
    content, parsed = letter
    signer = configured_signer()
    assert signer is not None
    name, record = signer.dns_record()
    listed = re.search(r"h=([^;]+);", parsed["DKIM-Signature"])
    covered = set(re.sub(r"\s", "", listed[1]).split(":")) if listed else set()

    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "message-id"} <= covered
    assert dkim.verify(content, dnsfunc=lambda asked, timeout=5: {
        f"{name}.".encode(): record.encode()
    }.get(asked))  # fmt: skip


def test_fields_of_other_standards_are_as_they_want_them(parsed: EmailMessage) -> None:
    assert parsed["MIME-Version"] == "1.0"  # RFC 2045, 4
    assert parsed["Content-Language"] == "ru"  # RFC 3282
    assert parsed["Precedence"] == "bulk"
    assert re.fullmatch(r"issue\d+:ru:newsletter:perm\.example", parsed["Feedback-ID"])
    assert parsed.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in parsed.iter_parts()] == ["text/plain", "text/html"]


def test_a_line_as_between_the_parts_ends_no_part() -> None:
    newsletter()
    reader()
    words = "Dear reader\n\n--part-of-the-letter--\n\nMore"
    made = issue(story("River", of=city("Perm")), opening={"en": words})
    issues.release(made, seen=1, by=user(officer=True))

    sheet = sheet_of(Edition.objects.get())

    letter = sheet.letter(to="a@b.org", key=1, token="x", now=timezone.now())
    parts = list(message_from_bytes(letter, policy=policy.default).iter_parts())  # type: ignore[attr-defined]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all("\n--part-of-the-letter--" in part.get_content() for part in parts[:1])
