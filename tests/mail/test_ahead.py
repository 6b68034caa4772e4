"""Letters signed before their turn are as good as others, whatever becomes of who helps."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from citytocity.mail import ahead
from citytocity.mail.ahead import WORTH_IT, Ahead
from citytocity.mail.dkim import Key, Signer, canonical_body, digest_of
from citytocity.mail.line import Parcel
from tests.mail.test_dkim import is_verified

RSA = rsa.generate_private_key(65_537, 2048)
BODY = b"Dear reader,\r\n\r\nthe choir  came.\r\n"


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ahead]:
    """On a machine with two processors, wherever the tests run."""
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    opened = Ahead(signer())
    yield opened
    opened.close()


def signer(key: Key = RSA) -> Signer:
    return Signer("cities.example.org", "letters", key)


def parcels(number: int = WORTH_IT, *, first: int = 0) -> list[Parcel]:
    return [
        Parcel(
            "news@cities.example.org",
            "anna@example.org",
            b"From: news@cities.example.org\r\nMessage-ID: <%d@c>\r\n\r\n%s" % (one, BODY),
            body_digest=digest_of(canonical_body(BODY)),
        )
        for one in range(first, first + number)
    ]


def are_right(signed: list[Parcel], *, of: list[Parcel]) -> bool:
    ends = [one.content.endswith(before.content) for one, before in zip(signed, of, strict=True)]
    return all(ends) and all(one.is_signed and is_verified(one.content, signer()) for one in signed)


def test_the_letters_of_a_batch_are_signed_in_their_order_by_a_helper(signing: Ahead) -> None:
    given = parcels()

    assert are_right(list(signing.signed(given)), of=given)
    assert signing.helper is not None


def test_what_is_skipped_of_a_batch_does_not_get_into_the_next(signing: Ahead) -> None:
    next(signing.signed(parcels()))
    given = parcels(first=100)

    assert are_right(list(signing.signed(given)), of=given)


def test_letters_are_signed_though_the_helper_dies_between_them(signing: Ahead) -> None:
    given = parcels()
    signed = signing.signed(given)
    first = next(signed)
    assert signing.helper is not None
    signing.helper.process.kill()
    signing.helper.process.wait()

    assert are_right([first, *signed], of=given)
    assert are_right(list(signing.signed(given)), of=given)
    assert signing.helper is None


def test_letters_are_signed_though_no_helper_can_be_begun(signing: Ahead, monkeypatch) -> None:
    monkeypatch.setattr(ahead, "COMMAND", ("/no/such/program",))
    given = parcels()

    assert are_right(list(signing.signed(given)), of=given)
    assert signing.helper is None


def test_few_letters_are_signed_without_a_helper(signing: Ahead) -> None:
    given = parcels(WORTH_IT - 1)

    assert are_right(list(signing.signed(given)), of=given)
    assert signing.helper is None


def test_a_key_that_is_quick_wants_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    by = Ahead(signer(Ed25519PrivateKey.generate()))

    signed = list(by.signed(parcels()))

    assert all(one.is_signed for one in signed)
    assert by.helper is None


def test_nothing_is_signed_where_nobody_signs() -> None:
    given = parcels()

    assert list(Ahead(None).signed(given)) == given


def test_the_helper_ends_with_who_began_it(signing: Ahead) -> None:
    list(signing.signed(parcels()))
    assert signing.helper is not None
    process = signing.helper.process

    signing.close()

    assert process.returncode == 0
