"""Uploads of documents: taken if they are what their names say, refused with the reason if not."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from citytocity.people.enums import Role
from citytocity.stories.models import CityShelf
from tests.factories.cities import city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db

NOISE = bytes(range(256)) * 4
TEXT_TYPE = "application/vnd.oasis.opendocument.text"
SHEET_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def archive(members: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content, None if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return written.getvalue()


def docx(text: str = "") -> bytes:
    return archive({"[Content_Types].xml": "", "word/document.xml": text})


def workbook() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def uploaded(
    person: Client, name: str, content: bytes, *, shelf: Collection | None = None
) -> list[str]:
    """What the person is told about the file; nothing if it is taken."""
    shelf = shelf or Collection.get_first_root_node()
    values = {"title": "Paper", "collection": shelf.pk}
    answer = person.post(
        "/admin/documents/add/", values | {"file": SimpleUploadedFile(name, content)}
    )
    return answer.context["form"].errors["file"] if answer.status_code == 200 else []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("agreement.pdf", b"%PDF-1.7\n..."),
        ("AGREEMENT.PDF", b"\xef\xbb\xbf%PDF-1.4\n..."),
        ("letter.docx", docx()),
        ("figures.xlsx", workbook()),
        ("letter.odt", archive({"mimetype": TEXT_TYPE, "content.xml": ""})),
        ("figures.ods", archive({"mimetype": SHEET_TYPE, "content.xml": ""})),
        ("guests.csv", "город;гости\nПермь;16\n".encode()),
        ("guests.csv", "город;гости\nПермь;16\n".encode("cp1251")),
        ("guests.txt", "город\tгости\n".encode("utf-16")),
        ("empty-lines.txt", b"\n\n"),
    ],
)
def test_a_document_that_is_what_its_name_says_is_taken(
    office: Client, name: str, content: bytes
) -> None:
    assert uploaded(office, name, content) == []
    assert Document.objects.get().get_file_size() == len(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.pdf", NOISE),
        ("noise.docx", NOISE),
        ("noise.odt", NOISE),
        ("noise.csv", NOISE),
        ("noise.txt", b"\xff\xfe" + NOISE),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00"),
        ("letter.docx", workbook()),
        ("figures.xlsx", docx()),
        ("letter.odt", archive({"mimetype": SHEET_TYPE, "content.xml": ""})),
        ("letter.odt", archive({"mimetype": TEXT_TYPE})),
        ("half.xlsx", workbook()[:1000]),
        ("picture.pdf", b"\xff\xd8\xff\xe0"),
    ],
)
def test_other_content_under_the_name_of_a_document_is_refused(
    office: Client, name: str, content: bytes
) -> None:
    kind = name.rpartition(".")[2]

    told = uploaded(office, name, content)

    assert told == [f"This file is named .{kind}, but its content is something else."]
    assert Document.objects.count() == 0


def test_a_document_over_the_bound_is_refused_with_the_bound(office: Client) -> None:
    too_large = b"%PDF-1.7\n" + bytes(25 * 1024 * 1024)

    told = uploaded(office, "scan.pdf", too_large)

    assert told == ["This file is too big (25.0\xa0MB). Maximum filesize 25.0\xa0MB."]
    assert Document.objects.count() == 0


def test_an_archive_that_unpacks_to_too_much_is_refused(office: Client, settings: Settings) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024 * 1024
    bomb = docx("0" * 12 * 1024 * 1024)

    told = uploaded(office, "letter.docx", bomb)

    assert len(bomb) < 20_000
    assert told == ["This file unpacks to 12.0\xa0MB. At most 10.0\xa0MB are taken."]
    assert Document.objects.count() == 0


def test_the_reason_is_told_in_the_language_of_the_person(client: Client) -> None:
    account = user(officer=True)
    UserProfile.objects.create(user=account, preferred_language="ru")
    client.force_login(account)

    told = uploaded(client, "noise.pdf", NOISE)

    assert told == ["Имя файла заканчивается на .pdf, но содержимое у него другое."]


def test_several_files_at_once_are_looked_into_as_well(office: Client) -> None:
    files = {"files[]": SimpleUploadedFile("noise.pdf", NOISE)}

    answer = office.post("/admin/documents/multiple/add/", files)

    assert answer.json() == {
        "success": False,
        "error_message": "This file is named .pdf, but its content is something else.",
    }


def test_a_title_is_mended_without_sending_the_file_again(office: Client) -> None:
    uploaded(office, "guests.txt", b"sixteen")
    document = Document.objects.get()

    office.post(
        f"/admin/documents/edit/{document.pk}/",
        {"title": "Guests", "collection": document.collection_id},
    )

    assert Document.objects.get().title == "Guests"


def test_an_author_puts_a_document_on_the_shelf_of_the_city(client: Client) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.AUTHOR, duisburg))

    told = uploaded(client, "guests.txt", b"sixteen", shelf=CityShelf.of(duisburg).collection)

    assert told == []
    assert Document.objects.get().collection == CityShelf.of(duisburg).collection
