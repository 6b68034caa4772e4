import pytest

from citytocity.mail.addresses import (
    KEY_LENGTH,
    AddressError,
    deliverable,
    key_of,
    named,
    normalised,
    sender,
    without_addresses,
)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("anna@пермь.рф", "anna@xn--e1aohf5d.xn--p1ai"),
        ("anna@ПЕРМЬ.РФ", "anna@xn--e1aohf5d.xn--p1ai"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
        ("анна@пермь.рф", "анна@xn--e1aohf5d.xn--p1ai"),
        ("a+b.c@example.org", "a+b.c@example.org"),
    ],
)
def test_an_address_is_the_same_however_it_is_written(written: str, same: str) -> None:
    assert normalised(written) == same
    assert key_of(written) == key_of(same)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@-example.org",
        "anna ivanova@example.org",
        "a@b@example.org",
        ".anna@example.org",
        "an..na@example.org",
        '"anna"@example.org',
        "anna@example.org\r\nBcc: all@example.org",
        "anna@exa mple.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.org",
        "anna@example.org>",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(AddressError):
        normalised(written)


def test_a_letter_goes_to_the_mailbox_as_it_was_written() -> None:
    assert deliverable(" Anna@Пермь.рф") == "Anna@xn--e1aohf5d.xn--p1ai"


def test_our_own_address_is_that_of_the_sender(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Города <news@пермь.рф>"

    assert sender() == "news@xn--e1aohf5d.xn--p1ai"


def test_a_key_tells_nobody_the_address_and_changes_with_the_secret(settings) -> None:
    before = key_of("anna@example.org")
    settings.MAIL_SECRET = "another"

    assert len(before) == KEY_LENGTH
    assert before.isalnum()
    assert key_of("anna@example.org") != before
    assert key_of("boris@example.org") != key_of("anna@example.org")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("", "anna@example.org"),
        ("Anna Ivanova", "Anna Ivanova <anna@example.org>"),
        ("Ivanova, Anna", '"Ivanova, Anna" <anna@example.org>'),
        ('An"na <x@y.org>', '"An\\"na <x@y.org>" <anna@example.org>'),
        ("Анна", "=?utf-8?b?0JDQvdC90LA=?= <anna@example.org>"),
        (
            "Anna\r\nBcc: all@example.org",
            '"Anna Bcc: all@example.org" <anna@example.org>',
        ),
        ("\x00\r\n", "anna@example.org"),
    ],
)
def test_a_name_adds_no_header_and_no_address(name: str, header: str) -> None:
    assert named(name, "anna@example.org") == header


def test_a_long_name_is_folded_as_mail_has_it() -> None:
    header = named("Международный отдел " * 8, "anna@example.org")

    lines = header.split("\r\n")
    assert max(len(line) for line in lines) <= 100
    assert all(line.startswith(" ") for line in lines[1:])


def test_what_is_kept_of_a_servers_words_names_nobody() -> None:
    assert without_addresses("<anna@example.org>: no such user") == "<…@…>: no such user"
