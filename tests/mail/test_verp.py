from datetime import UTC, datetime

import pytest

from citytocity.mail.addresses import key_of
from citytocity.mail.verp import BouncesError, Origin, bounce_address, check_bounces, origin

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def bounces(settings) -> None:
    settings.EMAIL_BOUNCES = "bounces@cities.example.org"


def written(reference: str = "z9x") -> str:
    return bounce_address("anna@example.org", reference=reference, at=AT.timestamp())


@pytest.mark.parametrize("reference", ["", "7", "z9x8y7w6v5u4"])
def test_the_address_says_which_letter_came_back_and_from_whom(reference: str) -> None:
    address = written(reference)

    assert origin(f"To: <{address}>") == Origin(reference, key_of("anna@example.org"), AT)
    assert len(address.partition("@")[0]) <= 64
    assert "anna" not in address


@pytest.mark.parametrize(
    "around",
    ["{}", "rfc822;{}", "To: {},", "Delivered-To: {}\nTo: all", "To: <{}> (bounce)"],
)
def test_it_is_found_wherever_mail_servers_write_it(around: str) -> None:
    assert origin(around.format(written().upper())) is not None


@pytest.mark.parametrize(
    "forge",
    [
        lambda a: a.replace("z9x", "z9y"),
        lambda a: a.replace("bounces+", "bounces+a"),
        lambda a: a.replace("@cities.", "@cities.evil."),
        lambda a: f"x{a}",
        lambda a: f"{a}.evil.org",
        lambda a: (
            a[: a.index("@") - 1] + "7" + a[a.index("@") :]
            if a[a.index("@") - 1] != "7"
            else a.replace("7@", "6@")
        ),
        lambda a: "bounces@cities.example.org",
        lambda a: "",
    ],
)
def test_an_address_that_we_did_not_make_says_nothing(forge) -> None:
    assert origin(forge(written())) is None


def test_letters_come_from_our_usual_address_where_none_is_set(settings) -> None:
    settings.EMAIL_BOUNCES = ""
    settings.DEFAULT_FROM_EMAIL = "Twins <news@example.org>"

    assert bounce_address("anna@example.org", reference="1") == "news@example.org"
    assert origin("news@example.org") is None


@pytest.mark.parametrize("reference", ["Z9", "a-b", "1234567890123", "a b"])
def test_a_reference_is_short_and_plain(reference: str) -> None:
    with pytest.raises(ValueError, match="small letters and digits"):
        written(reference)


@pytest.mark.parametrize(
    ("setting", "words"),
    [("bounces", "write an address"), ("returned-letters@example.org", "at most 10 letters")],
)
def test_a_setting_that_will_not_do_is_told(settings, setting: str, words: str) -> None:
    settings.EMAIL_BOUNCES = setting

    with pytest.raises(BouncesError, match=words):
        check_bounces()
