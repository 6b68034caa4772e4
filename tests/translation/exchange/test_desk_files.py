"""The desk gives a text along as a file, and takes the file in again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.translation import actions
from citytocity.translation.engines import segments
from citytocity.translation.models import Job
from citytocity.translation.segments import mark_of
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db
DESK = "/admin/translation/"
EMPTY = b'<target state="needs-translation" />'


@pytest.fixture
def translator(client: Client) -> User:
    somebody = member(Role.TRANSLATOR, pair="de ru")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def found() -> Job:
    story = written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    return job(on_the_desk(story))


def _taken(client: Client, found: Job, form: str = "xliff") -> bytes:
    return client.get(f"{DESK}{found.pk}/file/{form}/").content


def _translated(file: bytes, *words: str) -> bytes:
    for one in words:
        file = file.replace(EMPTY, f"<target>{one}</target>".encode(), 1)
    return file


def _brought(client: Client, found: Job, file: bytes, name: str = "text.xlf") -> str:
    upload = {"file": SimpleUploadedFile(name, file)}
    return client.post(f"{DESK}{found.pk}/bring-back/", upload, follow=True).text


@pytest.mark.parametrize(
    ("form", "suffix", "kind"),
    [("po", "po", "text/x-gettext-translation"), ("xliff", "xlf", "application/x-xliff+xml")],
)
def test_a_text_is_taken_along(
    client: Client, translator: User, found: Job, form: str, suffix: str, kind: str
) -> None:
    answer = client.get(f"{DESK}{found.pk}/file/{form}/")

    name = f"citytocity-{found.pk}-de-ru.{suffix}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"


def test_there_are_no_other_forms_of_file(client: Client, translator: User, found: Job) -> None:
    assert client.get(f"{DESK}{found.pk}/file/docx/").status_code == 404


def test_a_file_is_brought_back(client: Client, translator: User, found: Job) -> None:
    file = _translated(_taken(client, found), "Мост", "Кратко.")

    page = _brought(client, found, file)

    assert "2 passages are brought in." in page
    assert [s.words for s in segments(job(found.text))] == ["Мост", "Кратко.", ""]


def test_a_file_that_is_refused_is_told_line_by_line_and_changes_nothing(
    client: Client, translator: User, found: Job
) -> None:
    file = _translated(_taken(client, found), "Мост", "<g id='1-b'>Кратко.</g>")

    page = _brought(client, found, file)

    assert "The file was not taken in, and nothing was changed:" in page
    assert "Line 10: &lt;b&gt; is not in the original" in page
    assert [s.words for s in segments(job(found.text))] == ["", "", ""]


def test_both_words_are_shown_where_somebody_else_was_at_it(
    client: Client, translator: User, found: Job
) -> None:
    file = _translated(_taken(client, found), "Мост", "Кратко.")
    first = segments(found)[0]
    actions.save_words(found, {first.key: "Переправа"}, seen={}, by=translator)

    page = _brought(client, found, file)

    assert "Nothing is saved yet." in page
    assert "Переправа</span>" in page
    assert ">Мост</textarea>" in page
    assert ">Кратко.</textarea>" in page
    assert [s.words for s in segments(job(found.text))] == ["Переправа", "", ""]


def test_what_changed_in_the_original_is_marked_beside_the_words_of_the_file(
    client: Client, translator: User
) -> None:
    story = written("Eine Brücke", "Erster kurzer Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    found = job(on_the_desk(story))
    file = _translated(_taken(client, found), "Мост", "Кратко.", "Первый абзац.")
    on_the_desk(rewritten(story, 0, "Erster langer Absatz."))

    page = _brought(client, found, file)

    assert "The original of this passage has changed since the file was made." in page
    assert "<del>kurzer</del><ins>langer</ins>" in page
    assert ">Первый абзац.</textarea>" in page


def test_words_of_a_passage_that_is_gone_are_shown(client: Client, translator: User) -> None:
    story = written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    found = job(on_the_desk(story))
    file = _translated(_taken(client, found), "Мост", "Кратко.", "Первый абзац.")
    on_the_desk(rewritten(story, 0, "12345, 67890!"))

    page = _brought(client, found, file)

    assert "No longer in the original" in page
    assert "Первый абзац." in page


@pytest.mark.parametrize("name", ["text.docx", ""])
def test_what_is_no_file_is_told(client: Client, translator: User, found: Job, name: str) -> None:
    upload = {"file": SimpleUploadedFile(name, b"x")} if name else {}

    page = client.post(f"{DESK}{found.pk}/bring-back/", upload).text

    assert "Choose a file" in page


def test_a_text_that_somebody_else_translates_takes_in_no_file(
    client: Client, translator: User, found: Job
) -> None:
    file = _translated(_taken(client, found), "Мост")
    actions.claim(found, by=member(Role.HOST, first_name="Anna"))

    page = _brought(client, found, file)

    assert "Somebody else is at it: Anna" in page


def test_an_editor_takes_a_text_along_and_does_not_translate_it(client: Client, found: Job) -> None:
    client.force_login(member(Role.EDITOR, found.text.city))

    file = _taken(client, found)
    answer = client.post(f"{DESK}{found.pk}/bring-back/", {})

    assert file.startswith(b"<?xml")
    assert answer["Location"] == "/admin/"


def test_what_needs_work_is_unread_though_another_passage_was_to_be_looked_at(
    client: Client, translator: User, found: Job
) -> None:
    first, second, _third = segments(found)
    words = '<target state="needs-review-translation">{}</target>'
    file = _taken(client, found)
    for one in ("Мост", "Кратко.", "Абзац."):
        file = file.replace(EMPTY, words.format(one).encode(), 1)
    actions.save_words(found, {first.key: "Переправа"}, seen={}, by=translator)

    page = _brought(client, found, file)
    hidden = dict(re.findall(r'name="((?:seen|unsure)-\w+)" value="(\w+)"', page))
    boxes = dict(re.findall(r'<textarea name="(words-\w+)"[^>]*>(.*?)</textarea>', page))
    client.post(f"{DESK}{found.pk}/", hidden | boxes | {f"words-{second.key}": "Сам."})

    assert [(s.words, s.is_machine) for s in segments(job(found.text))] == [
        ("Мост", True),
        ("Сам.", False),
        ("Абзац.", True),
    ]


def test_what_needs_work_is_remembered_while_it_is_not_saved(
    client: Client, translator: User, found: Job
) -> None:
    first = segments(found)[0]
    sent = {f"words-{first.key}": "Мост", f"unsure-{first.key}": mark_of("Мост")}

    page = client.post(f"{DESK}{found.pk}/", sent | {"take": "1:2"}).text

    assert f'name="unsure-{first.key}" value="{mark_of("Мост")}"' in page
