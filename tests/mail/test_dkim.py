"""dkimpy, which we did not write, verifies what we sign."""

import base64
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from citytocity.mail.dkim import (
    KEY_FILE,
    DkimError,
    Key,
    Signer,
    canonical_body,
    configured_signer,
    new_key,
    signed,
)

RSA = rsa.generate_private_key(65_537, 2048)
ED25519 = Ed25519PrivateKey.generate()
PEM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def signer(key: Key = RSA) -> Signer:
    return Signer("cities.example.org", "letters", key)


def letter(text: str = "Dear reader,\n\nthe choir came.\n") -> bytes:
    message = EmailMessage()
    message["From"] = "Twinned Cities <news@cities.example.org>"
    message["To"] = "Анна Иванова <anna@example.org>"
    message["Subject"] = "Города-побратимы: хор приехал, и ещё много новостей этого месяца"
    message["Date"] = "Thu, 26 Nov 2026 12:00:00 +0000"
    message["Message-ID"] = "<1@cities.example.org>"
    message["List-Unsubscribe"] = "<https://cities.example.org/u/1>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte="8bit")
    message.add_alternative("<p>Хор  приехал.</p>", subtype="html")
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def is_verified(message: bytes, by: Signer) -> bool:
    name, record = by.dns_record()
    records = {f"{name}.".encode(): record.encode()}
    return dkim.verify(message, dnsfunc=lambda name, timeout=5: records.get(name))


@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
def test_others_verify_what_we_sign(key: Key) -> None:
    assert is_verified(signer(key).signed(letter()), signer(key))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "one \t  two\t\n",
        "ends in a space \n \n\t\n",
        "no end",
        " .\n..two dots\n",
        "東京 и Пермь\n" * 400,
    ],
)
def test_a_body_of_any_shape_is_verified(text: str) -> None:
    assert is_verified(signer().signed(letter(text)), signer())


def test_a_message_without_a_body_is_verified() -> None:
    bare = b"From: news@cities.example.org\r\nSubject:  two   spaces\t\r\n folded\r\n\r\n"

    assert is_verified(signer().signed(bare), signer())


def test_lines_that_end_as_on_unix_are_signed_as_they_go_out() -> None:
    message = signer().signed(letter().replace(b"\r\n", b"\n"))

    assert message.count(b"\n") == message.count(b"\r\n")
    assert is_verified(message, signer())


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.replace(b"the choir came", b"the choir went"),
        lambda m: m.replace(b"/u/1>", b"/u/2>"),
        lambda m: m.replace(b"One-Click", b"Two-Click"),
        lambda m: b"From: mayor@cities.example.org\r\n" + m,
        lambda m: b"Subject: Send money\r\n" + m,
    ],
    ids=["body", "link", "one click", "a second sender", "a second subject"],
)
def test_what_was_changed_on_the_way_is_not_verified(change: Callable[[bytes], bytes]) -> None:
    assert not is_verified(change(signer().signed(letter())), signer())


def test_spaces_that_mail_servers_change_do_no_harm() -> None:
    message = signer().signed(letter())

    changed = message.replace(b"List-Unsubscribe-Post: ", b"list-unsubscribe-post:   ")

    assert changed != message
    assert is_verified(changed, signer())


def test_no_line_of_the_signature_is_longer_than_mail_has() -> None:
    head = signer().signed(letter()).partition(b"\r\nFrom:")[0]

    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def test_a_body_of_empty_lines_is_none() -> None:
    assert canonical_body(b"\r\n \r\n\t\r\n") == b""


def test_nothing_is_signed_without_a_selector() -> None:
    assert configured_signer() is None
    assert signed(b"A: b\r\n\r\n") == b"A: b\r\n\r\n"


def test_the_key_comes_from_the_data_folder(settings, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text(new_key())
    settings.DATA_DIR, settings.DKIM_SELECTOR = tmp_path, "letters"
    settings.DEFAULT_FROM_EMAIL = "Города <news@пермь.рф>"

    found = configured_signer()

    assert found is not None
    name, record = found.dns_record()
    assert name == "letters._domainkey.xn--e1aohf5d.xn--p1ai"
    assert record.startswith("v=DKIM1; k=rsa; p=")
    assert is_verified(signed(letter()), found)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "Run `citytocity dkim`"),
        ("no key", "no private key in PEM"),
        (
            rsa.generate_private_key(65_537, 1024).private_bytes(*PEM).decode(),  # noqa: S505
            "RSA of 2048 bits",
        ),
    ],
    ids=["none", "nonsense", "short"],
)
def test_a_key_that_will_not_do_is_refused_in_words(settings, tmp_path, key, words) -> None:
    settings.DATA_DIR, settings.DKIM_SELECTOR, settings.DKIM_KEY = tmp_path, "letters", key

    with pytest.raises(DkimError, match=words):
        configured_signer()


def test_a_key_of_ed25519_is_published_as_its_32_bytes() -> None:
    _name, record = signer(ED25519).dns_record()

    assert len(base64.b64decode(record.rpartition("p=")[2])) == 32
