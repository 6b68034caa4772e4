"""Lists of readers come in whole or not at all, and go out as they come in."""

import datetime
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from citytocity.mail.actions import suppress
from citytocity.mail.enums import Reason
from citytocity.newsletter.actions import readers
from citytocity.newsletter.admin.passing import brought_in_words
from citytocity.newsletter.enums import LeftOut, ReaderState, Rhythm, Way
from citytocity.newsletter.importing import Brought, ListRefusedError, bring_list
from citytocity.newsletter.models import Consent, Reader
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.newsletter import newsletter, reader
from tests.factories.people import member

pytestmark = pytest.mark.django_db
READERS = "/admin/newsletter/readers/"
WHAT_FOR = {"purpose": "Moving to another site"}
HEAD = "email,language,rhythm,cities,topics,consent_given,consent_proof\n"


def _list(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_list_comes_in_with_the_proof_of_each_consent(tmp_path: Path, officer: User) -> None:
    perm = city("Perm", name={"en": "Perm", "ru": "Пермь"})
    reader(email="known@example.org", language="de")
    readers.erase(reader(email="gone@example.org"))
    readers.leave(reader(email="left@example.org"))
    suppress("spam@example.org", reason=Reason.COMPLAINED)
    suppress("dead@example.org", reason=Reason.BOUNCED)
    text = (
        HEAD + "Anna@Example.org,ru,monthly,Пермь,,2018-09-30,Анкета в библиотеке\n"
        "known@example.org,en,,,,2018-09-30,A form\n"
        "gone@example.org,en,,,,2018-09-30,A form\n"
        "left@example.org,en,,,,2018-09-30,A form\n"
        "spam@example.org,en,,,,2018-09-30,A form\n"
        "dead@example.org,en,,,,2018-09-30,A form\n"
        "known@example.org.example,en,,,,2018-09-30,A form\n"
    )

    brought = bring_list(_list(tmp_path, text, "cp1251"), by=officer)

    assert brought == Brought(
        new=(2, 8),
        known=(3,),
        left_out={LeftOut.ASKED: (4, 5), LeftOut.COMPLAINED: (6,), LeftOut.BOUNCED: (7,)},
    )
    assert Reader.objects.get(email="left@example.org").state == ReaderState.LEFT
    anna = Reader.objects.get(email="anna@example.org")
    assert (anna.rhythm, anna.wish.chosen_cities) == (Rhythm.MONTHLY, frozenset({perm.pk}))
    consent = Consent.objects.get(reader=anna)
    assert (consent.way, consent.words) == (Way.IMPORT, "Анкета в библиотеке")
    assert consent.given.date().isoformat() == "2018-09-30"
    assert Reader.objects.get(email="known@example.org").language == "de"


def test_one_wrong_row_keeps_all_of_them_out_and_every_error_is_told(
    tmp_path: Path, officer: User
) -> None:
    text = (
        HEAD + "good@example.org,en,,,,2018-09-30,A form\n"
        "good@example.org,xx,weekly,Atlantis,,2999-01-01,\n"
        "no-address,en,,,,,A form\n"
    )

    with pytest.raises(ListRefusedError) as refused:
        bring_list(_list(tmp_path, text), by=officer)

    assert [error.split(":")[0] for error in refused.value.errors] == ["Row 3"] * 6 + ["Row 4"] * 2
    assert "The same address stands in row 2." in refused.value.errors[0]
    assert "“Atlantis” is not on the register." in refused.value.errors[3]
    assert not Reader.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("email,language\na@example.org,en\n", "Missing: consent_given, consent_proof"),
        (HEAD, "There are no rows"),
        ("", "Missing: email"),
    ],
)
def test_a_list_without_consent_or_rows_is_refused(
    tmp_path: Path, officer: User, text: str, said: str
) -> None:
    with pytest.raises(ListRefusedError, match=said):
        bring_list(_list(tmp_path, text), by=officer)


def _csv(client: Client) -> bytes:
    return client.post("/admin/newsletter/readers/all.csv", WHAT_FOR).getvalue()


def _workbook(client: Client) -> bytes:
    answer = client.post("/admin/newsletter/readers/all.xlsx", WHAT_FOR)
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("taken", [_csv, _workbook])
@pytest.mark.parametrize("proof", ["=HYPERLINK(1)", "'Tis on paper", "+7 342, by telephone"])
def test_a_list_that_goes_out_comes_in_again(
    client: Client, officer: User, taken: Any, proof: str
) -> None:
    one = reader(email="+anna@example.org", cities=[city("Perm")], language="ru")
    given = datetime.datetime(2018, 9, 30, 12, tzinfo=datetime.UTC)
    one.consents.update(words=proof, given=given)
    reader(left=True)
    client.force_login(officer)

    file = SimpleUploadedFile("list.csv", taken(client))
    Reader.objects.all().delete()
    brought = client.post("/admin/newsletter/readers/bring/", {"file": file}, follow=True)

    assert "1 new reader." in brought.content.decode()
    back = Reader.objects.get()
    assert (back.email, back.language, back.wish) == (one.email, "ru", one.wish)
    consent = back.consents.get()
    assert (consent.words, consent.given.date()) == (proof, given.date())
    assert back.heard == consent.given


def test_nothing_in_the_files_is_a_formula(client: Client, officer: User) -> None:
    reader(email="+anna@example.org").consents.update(words="=1+1")
    client.force_login(officer)

    text = _csv(client).decode("utf-8-sig")
    (sheet,) = load_workbook(BytesIO(_workbook(client))).worksheets

    assert text.splitlines()[0] == HEAD.strip()
    assert "'+anna@example.org,en,each,,," in text
    assert text.rstrip().endswith(",'=1+1")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert (cells[7].value, cells[13].value) == ("+anna@example.org", "=1+1")


def test_an_editor_takes_no_list_along(client: Client) -> None:
    newsletter()
    client.force_login(member(Role.EDITOR, city("Perm")))

    for file in ("csv", "xlsx"):
        answer = client.post(f"/admin/newsletter/readers/all.{file}", WHAT_FOR)
        assert answer.status_code == 302


def test_the_office_brings_a_list_and_is_told_what_is_wrong(client: Client, officer: User) -> None:
    client.force_login(officer)

    def bring(text: str) -> Any:
        file = SimpleUploadedFile("list.csv", text.encode())
        return client.post("/admin/newsletter/readers/bring/", {"file": file}, follow=True)

    wrong = bring(HEAD + "no-address,en,,,,2018-09-30,A form\n").content.decode()
    right = bring(HEAD + "anna@example.org,en,,,,2018-09-30,A form\n").content.decode()

    assert "Nothing was brought" in wrong
    assert "Row 2: “no-address” is no e-mail address." in wrong
    assert "1 new reader." in right
    assert "anna@example.org" in client.get(READERS).content.decode()


def test_of_each_row_is_told_what_became_of_it(client: Client, officer: User) -> None:
    client.force_login(officer)
    for number in (1, 2, 3, 5):
        reader(email=f"known{number}@example.org")
    readers.leave(reader(email="known4@example.org"))
    rows = "".join(f"known{n}@example.org,en,,,,2018-09-30,A form\n" for n in range(1, 6))

    file = SimpleUploadedFile("list.csv", (HEAD + rows).encode())
    page = client.post("/admin/newsletter/readers/bring/", {"file": file}).content.decode()

    told = re.findall(r'<li>([^<]+?)(?: <span class="letters-meta">([^<]*)</span>)?</li>', page)
    assert told == [
        ("0 new readers.", ""),
        ("4 read it already, and keep what was chosen.", "Rows 2–4, 6"),
        ("1 is left out: left, was deleted, or asked for no more letters.", "Row 5"),
    ]


def test_a_city_that_is_gone_counts_for_new_readers_alone(tmp_path: Path, officer: User) -> None:
    city("Perm")
    reader(email="known@example.org")
    readers.leave(reader(email="left@example.org"))
    suppress("bounced@example.org", reason=Reason.BOUNCED)
    rows = [
        f'{name}@example.org,en,,"Perm, -",-,2018-09-30,A form\n'
        for name in ("known", "left", "bounced")
    ]

    brought = bring_list(_list(tmp_path, HEAD + "".join(rows)), by=officer)
    with_new = _list(tmp_path, HEAD + "".join([*rows, rows[0].replace("known", "new")]))
    with pytest.raises(ListRefusedError) as refused:
        bring_list(with_new, by=officer)

    left_out = {LeftOut.ASKED: (3,), LeftOut.BOUNCED: (4,)}
    assert brought == Brought(known=(2,), left_out=left_out)
    gone = "Row 5: “-” stands for what is not on the register any more. Choose anew."
    assert refused.value.errors == [gone, gone]


def test_the_page_says_what_stands_for_a_city_that_is_gone(client: Client, officer: User) -> None:
    client.force_login(officer)

    page = client.get("/admin/newsletter/readers/bring/").content.decode()

    assert "“-” stands for a city or topic that is not on the register any more." in page


def _passages(client: Client) -> list[tuple[str, ...]]:
    """The rows of the log as the office sees them, without their times."""
    page = client.get(READERS).content.decode()
    row = r"<tr><td>[^<]*</td><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td></tr>"
    return re.findall(row, page[page.index("Lists that went out") :])


def test_who_took_and_brought_lists_stands_in_the_log_without_an_address(
    client: Client, officer: User
) -> None:
    reader(email="anna@example.org")
    reader(left=True)
    client.force_login(officer)
    text = HEAD + "boris@example.org,en,,,,2018-09-30,A form\n"

    before = _passages(client)
    _csv(client)
    _workbook(client)
    file = SimpleUploadedFile("list.csv", text.encode())
    client.post("/admin/newsletter/readers/bring/", {"file": file})

    who = officer.shown_name
    assert before == []
    assert _passages(client) == [
        (who, "Brought: 1 new reader. Rows that read it already: 0; left out: 0", ""),
        (who, "Taken along: 1 reader (XLSX)", WHAT_FOR["purpose"]),
        (who, "Taken along: 1 reader (CSV)", WHAT_FOR["purpose"]),
    ]
    kept = [str(entry.data) for entry in ModelLogEntry.objects.all()]
    assert len(kept) == 3
    assert not [words for words in kept if "@" in words]


@pytest.mark.parametrize(
    ("purpose", "said"),
    [("", "Say what you take the list along for"), ("for anna@example.org", "Name no e-mail")],
)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_no_list_goes_out_without_a_purpose_that_names_nobody(
    client: Client, officer: User, file: str, purpose: str, said: str
) -> None:
    client.force_login(officer)

    answer = client.post(f"{READERS}all.{file}", {"purpose": purpose})
    shown = BeautifulSoup(answer.content, "html.parser")
    field = shown.find(id="id_purpose")

    assert said in shown.find(id="id_purpose_error").get_text()
    assert field.get("value", "") == purpose
    assert field["aria-describedby"] == "id_purpose_error"
    assert not ModelLogEntry.objects.exists()


def test_of_what_no_row_was_nothing_is_told() -> None:
    told = brought_in_words(Brought(left_out={LeftOut.ASKED: (2,)}))

    assert [words for words, _rows in told] == [
        "0 new readers.",
        "1 is left out: left, was deleted, or asked for no more letters.",
    ]


def test_a_list_that_is_refused_stands_in_no_log(tmp_path: Path, officer: User) -> None:
    with pytest.raises(ListRefusedError):
        bring_list(_list(tmp_path, HEAD + "no-address,en,,,,,\n"), by=officer)

    assert not ModelLogEntry.objects.exists()
