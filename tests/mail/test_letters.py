"""A letter says the same in text and in HTML, in the language of who gets it."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.translation import gettext as _

from citytocity.mail.letters import Button, Item, Letter, send

LETTER = Letter(
    subject="Confirm your text",
    paragraphs=("Thank you for “Two <rivers> & one sea”.", "It waits for you."),
    button=Button("Confirm", "https://example.org/en/c/?a=1&b=2"),
    items=(Item("Still we rise", "https://example.org/en/rise/"), Item("No address")),
    small=("You get this because you sent a text.",),
)


def _work() -> None:
    call_command("db_worker", "--backend", "jobs", "--batch", "--no-startup-delay", verbosity=0)


def test_the_plain_part_reads_like_a_letter() -> None:
    assert LETTER.as_text() == (
        "Thank you for “Two <rivers> & one sea”.\n\n"
        "It waits for you.\n\n"
        "- Still we rise\n  https://example.org/en/rise/\n"
        "- No address\n\n"
        "Confirm:\nhttps://example.org/en/c/?a=1&b=2\n\n"
        "-- \nCity to City\nYou get this because you sent a text.\n"
    )


def test_html_escapes_what_people_wrote() -> None:
    html = LETTER.as_html()

    assert "“Two &lt;rivers&gt; &amp; one sea”." in html
    assert 'href="https://example.org/en/c/?a=1&amp;b=2"' in html
    assert "<rivers>" not in html


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_out_by_the_worker_in_the_language_of_its_reader() -> None:
    send(lambda: Letter(_("Cities"), (_("Stories"),)), to="anna@example.org", language="ru")

    assert mail.outbox == []
    _work()
    letter = mail.outbox[0]
    assert (letter.subject, letter.to) == ("Города", ["anna@example.org"])
    assert letter.body.startswith("Истории\n")
    assert letter.extra_headers["Content-Language"] == "ru"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert 'lang="ru"' in letter.alternatives[0].content


@pytest.mark.django_db(transaction=True)
def test_a_name_with_a_line_break_adds_no_header() -> None:
    send(lambda: Letter("Hello\r\nBcc: all@example.org", ("x",)), to="a@example.org", language="en")

    _work()

    assert mail.outbox[0].subject == "Hello Bcc: all@example.org"
    assert "bcc" not in {name.lower() for name in mail.outbox[0].message()}
