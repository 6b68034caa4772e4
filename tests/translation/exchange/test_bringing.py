"""A job goes out as a file, is worked on elsewhere, and comes back whole or not at all."""

import re
from collections.abc import Callable
from types import ModuleType

import polib
import pytest
from translate.storage.factory import getobject
from translate.storage.xliff import xlifffile

from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation import actions, pages, records
from citytocity.translation.engines import segments
from citytocity.translation.exchange import bringing, po, xliff
from citytocity.translation.exchange.bringing import bring_in, sheet_for, weighed
from citytocity.translation.exchange.sheets import LARGEST, UnusableFileError
from citytocity.translation.models import Job, Text
from tests.factories.cities import city
from tests.factories.ledger import activity
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db
FORMS = pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
RHINE = 'Der <a href="https://example.org/"><b>Rhein</b></a>.'


@pytest.fixture
def found() -> Job:
    story = written("Eine Brücke", RHINE, "Ende.", of=city("Duisburg"), standfirst="Kurz.")
    return job(on_the_desk(story))


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="de ru")


def _file(found: Job, form: ModuleType) -> tuple[str, bytes]:
    return f"text.{form.SUFFIX}", form.file_of(sheet_for(found))


def _of_record(title: str) -> Job:
    record = activity(title={"de": title}, host=city("Duisburg"))
    actions.take_in_records(Activity, [record.pk])
    return Job.objects.get(text__record_key=record.pk, text__title=title, language="ru")


def _words(found: Job) -> list[str]:
    return [segment.words for segment in segments(job(found.text))]


def _by_polib(file: bytes, translate: Callable[[polib.POEntry], None]) -> bytes:
    """The file as Poedit, or another program on polib, would save it."""
    read = polib.pofile(file.decode())
    for entry in read:
        translate(entry)
    return str(read).encode()


def _save(found: Job, number: int, words: str, by: User) -> None:
    segment = segments(found)[number]
    assert not actions.save_words(found, {segment.key: words}, seen={}, by=by)


def test_a_po_file_edited_by_polib_comes_back(found: Job, translator: User) -> None:
    russian = {
        "Eine Brücke": "Мост",
        "Kurz.": "Кратко.",
        'Der <a id="a1"><b>Rhein</b></a>.': '<a id="a1"><b>Рейн</b></a>.',
        "Ende.": "Конец.",
    }

    def translate(entry: polib.POEntry) -> None:
        entry.msgstr = russian[entry.msgid]

    name, file = _file(found, po)
    count = bring_in(found, weighed(found, name, _by_polib(file, translate)), by=translator)

    assert count == 4
    assert _words(found) == ["Мост", "Кратко.", '<a id="a1"><b>Рейн</b></a>.', "Конец."]
    assert job(found.text).translator == translator


def test_an_xliff_file_edited_by_translate_toolkit_comes_back(found: Job, translator: User) -> None:
    name, file = _file(found, xliff)
    store = xlifffile.parsestring(file)
    sources = [unit.source for unit in store.units]
    store.units[0].target = "Мост"
    rich = store.units[2].rich_source
    store.units[2].rich_target = rich
    store.units[3].target = "Конец."

    count = bring_in(found, weighed(found, name, bytes(store)), by=translator)

    assert sources[:2] == ["Eine Brücke", "Kurz."]
    assert count == 3
    assert _words(found) == ["Мост", "", 'Der <a id="a1"><b>Rhein</b></a>.', "Конец."]


def test_both_files_are_read_by_translate_toolkit(
    found: Job, translator: User, tmp_path_factory: Callable
) -> None:
    _save(found, 0, "Мост", translator)
    folder = tmp_path_factory.mktemp("files")  # type: ignore[attr-defined]
    for form in (po, xliff):
        name, file = _file(job(found.text), form)
        (folder / name).write_bytes(file)

    told = {
        suffix: [
            (unit.source, unit.target or "")
            for unit in getobject(str(folder / f"text.{suffix}")).units
            if unit.source and not unit.isheader()
        ][:2]
        for suffix in ("po", "xlf")
    }

    assert told["po"] == told["xlf"] == [("Eine Brücke", "Мост"), ("Kurz.", "")]


@FORMS
def test_a_file_that_nobody_touched_changes_nothing(
    found: Job, translator: User, form: ModuleType
) -> None:
    _save(found, 0, "Мост", translator)

    weight = weighed(job(found.text), *_file(job(found.text), form))

    assert (weight.words, weight.read, weight.clashes) == ({}, [], [])


def test_with_originals_in_place_only_what_was_translated_comes_back(found: Job) -> None:
    """As OmegaT 3.6 does: it writes into <target> and leaves the state as it was."""
    file = xliff.file_with_originals(sheet_for(job(found.text)))
    state = b'<target state="needs-translation" state-qualifier="x-original">'

    untouched = weighed(job(found.text), "text.xlf", file)
    file = file.replace(state + "Eine Brücke".encode(), state + "Мост".encode())
    worked_at = weighed(job(found.text), "text.xlf", file)

    assert (untouched.words, untouched.clashes) == ({}, [])
    assert list(worked_at.words.values()) == ["Мост"]
    assert worked_at.unsure == list(worked_at.words)


@FORMS
def test_the_words_of_a_record_go_out_and_come_back(form: ModuleType) -> None:
    found = _of_record("Brücke & <Kama>")
    name, file = _file(found, form)

    if form is po:
        file = file.replace('msgid "Brücke & <Kama>"\nmsgstr ""'.encode(),
                            'msgid "Brücke & <Kama>"\nmsgstr "Мост & <Кама>"'.encode())  # fmt: skip
    else:
        target = b'<target state="needs-translation" />'
        file = file.replace(target, "<target>Мост &amp; &lt;Кама&gt;</target>".encode(), 1)
    bring_in(found, weighed(found, name, file), by=member(Role.HOST))

    assert next(s.words for s in segments(Job.objects.get(pk=found.pk))) == "Мост & <Кама>"


def test_a_file_of_another_text_is_refused(found: Job) -> None:
    other = job(on_the_desk(written("Anderes", "Eins.", of=city("Oxford"))))

    with pytest.raises(UnusableFileError, match="of another text or another language"):
        weighed(found, *_file(other, xliff))


def test_a_file_of_another_language_pair_is_refused(found: Job) -> None:
    name, file = _file(found, xliff)
    changed = file.replace(b'target-language="ru"', b'target-language="it"')

    with pytest.raises(UnusableFileError, match="This file is for de → it"):
        weighed(found, name, changed)


def test_a_file_that_was_made_elsewhere_is_refused(found: Job) -> None:
    with pytest.raises(UnusableFileError, match="was not made by this desk"):
        weighed(found, "x.po", b'msgid ""\nmsgstr "Language: ru\\n"\n')


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.po", b"x" * (LARGEST + 1), "larger than 2 MB"),
        ("x.docx", b"x", "Choose a file that ends with .po, .xlf or .xliff."),
        ("", b"", "Choose a file"),
    ],
)
def test_what_is_no_file_of_translators_is_refused(
    found: Job, name: str, data: bytes, why: str
) -> None:
    with pytest.raises(UnusableFileError, match=why):
        weighed(found, name, data)


def _translated(file: bytes, **changes: str) -> bytes:
    """The XLIFF file with targets by the number of their unit, counted from 0."""
    parts = re.split(rb'<target state="needs-translation" />', file)
    whole = parts[0]
    for number, part in enumerate(parts[1:]):
        whole += f"<target>{changes.get(f'unit_{number}', '')}</target>".encode() + part
    return whole


def test_every_broken_tag_is_told_with_its_line_and_nothing_is_saved(
    found: Job, translator: User
) -> None:
    name, file = _file(found, xliff)
    broken = _translated(
        file, unit_0="Мост", unit_2='<g id="1-a-a1">Рейн</g>', unit_3="<ph id='1'/>"
    )

    with pytest.raises(UnusableFileError) as refusal:
        weighed(found, name, broken)

    lines = broken.decode().splitlines()
    assert [(lines[f.line - 1][:13], f.words) for f in refusal.value.faults] == [
        ("<target><g id", "<b> is missing"),
        ("<target><ph i", "<ph> cannot stand here."),
    ]


def test_a_passage_that_was_never_in_the_original_is_refused(found: Job) -> None:
    name, file = _file(found, xliff)
    key = segments(found)[0].key
    strange = _translated(file, unit_0="Мост").replace(f'id="{key}.'.encode(), b'id="999999.')

    with pytest.raises(UnusableFileError, match=r"This passage is not in the original\."):
        weighed(found, name, strange)


def test_a_passage_that_stands_in_the_file_twice_is_refused(found: Job) -> None:
    name, file = _file(found, xliff)
    unit = re.search(rb"<trans-unit.*?</trans-unit>", file, re.DOTALL)[0]  # type: ignore[index]

    with pytest.raises(UnusableFileError, match="several times"):
        weighed(found, name, file.replace(unit, unit + unit))


def test_words_that_somebody_else_saved_meanwhile_are_a_clash(found: Job, translator: User) -> None:
    name, file = _file(found, xliff)
    _save(found, 0, "Переправа", translator)

    weight = weighed(job(found.text), name, _translated(file, unit_0="Мост", unit_3="Конец."))

    assert [(d.unit.words, d.segment and d.segment.words, d.why) for d in weight.clashes] == [
        ("Мост", "Переправа", "Somebody else saved this passage after the file was made.")
    ]
    assert list(weight.words.values()) == ["Мост", "Конец."]


def test_a_passage_whose_original_has_changed_is_a_clash_and_its_words_are_kept() -> None:
    story = written("Eine Brücke", "Erster kurzer Absatz.", "Ende.", of=city("Duisburg"))
    found = job(on_the_desk(story))
    name, file = _file(found, xliff)
    translated = _translated(file, unit_0="Мост", unit_2="Первый абзац.", unit_3="Конец.")

    on_the_desk(rewritten(story, 0, "Erster neuer Absatz."))
    weight = weighed(job(found.text), name, translated)

    assert [(d.unit.words, d.segment and d.segment.source) for d in weight.clashes] == [
        ("Первый абзац.", "Erster neuer Absatz.")
    ]
    assert list(weight.words.values()) == ["Мост", "Конец."]


def test_a_passage_that_is_gone_from_the_original_is_a_clash_without_a_place() -> None:
    story = written("Eine Brücke", "Erster kurzer Absatz.", of=city("Duisburg"))
    found = job(on_the_desk(story))
    name, file = _file(found, xliff)

    on_the_desk(rewritten(story, 0, "Ganz und gar etwas anderes, 1990."))
    weight = weighed(job(found.text), name, _translated(file, unit_2="Первый абзац."))

    assert [(d.unit.words, d.segment) for d in weight.clashes] == [("Первый абзац.", None)]


def _without(story: StoryPage, number: int, words: str) -> Text:
    """The story of two paragraphs with one that is written anew, and without the other."""
    changed = rewritten(story, number, words)
    changed.body = [changed.body.raw_data[number]]
    return on_the_desk(changed)


def test_two_passages_that_are_gone_have_no_successor_together() -> None:
    story = written("Titel", "Alpha beta gamma eins.", "Alpha beta gamma zwei.", of=city("Perm"))
    found = job(on_the_desk(story))
    name, file = _file(found, xliff)
    translated = _translated(file, unit_2="Один.", unit_3="Два.")

    weight = weighed(job(_without(story, 0, "Alpha beta gamma drei.")), name, translated)

    assert [(d.unit.words, d.segment and d.segment.source) for d in weight.clashes] == [
        ("Один.", "Alpha beta gamma drei."),
        ("Два.", None),
    ]


def test_who_says_the_same_succeeds_before_who_says_something_like_it() -> None:
    story = written("Titel", "Alpha beta gamma eins.", "Alpha beta gamma zwei.", of=city("Perm"))
    found = job(on_the_desk(story))
    name, file = _file(found, xliff)
    translated = _translated(file, unit_2="Один.", unit_3="Два.")

    weight = weighed(job(_without(story, 0, "Alpha beta gamma zwei.")), name, translated)

    assert list(weight.words.values()) == ["Два."]
    assert [(d.unit.words, d.segment) for d in weight.clashes] == [("Один.", None)]


def test_what_would_take_too_long_to_compare_has_no_successor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = written("Titel", "Alpha beta gamma eins.", of=city("Perm"))
    found = job(on_the_desk(story))
    name, file = _file(found, xliff)
    monkeypatch.setattr(bringing, "COMPARED_AT_MOST", 100)

    on_the_desk(rewritten(story, 0, "Alpha beta gamma drei."))
    weight = weighed(job(found.text), name, _translated(file, unit_2="Один."))

    assert [(d.unit.words, d.segment) for d in weight.clashes] == [("Один.", None)]


def test_who_saved_while_a_file_was_weighed_is_no_line_of_it(found: Job, translator: User) -> None:
    name, file = _file(found, xliff)
    weight = weighed(found, name, _translated(file, unit_0="Мост"))
    _save(found, 0, "Переправа", translator)

    with pytest.raises(UnusableFileError, match="Somebody else saved this passage") as refusal:
        bring_in(job(found.text), weight, by=translator)

    assert "Переправа" not in str(refusal.value)


def test_what_the_program_marks_as_needing_work_comes_in_as_unread(
    found: Job, translator: User
) -> None:
    def translate(entry: polib.POEntry) -> None:
        entry.msgstr = "Мост" if entry.msgid == "Eine Brücke" else ""
        entry.flags = ["fuzzy"]

    name, file = _file(found, po)
    bring_in(found, weighed(found, name, _by_polib(file, translate)), by=translator)

    first = segments(job(found.text))[0]
    assert (first.words, first.is_machine) == ("Мост", True)


def _of_several_fields() -> Job:
    record = activity(
        title={"de": "Ein Fest"},
        summary={"de": "Kurz."},
        occasion={"de": "Jubiläum"},
        host=city("Perm"),
    )
    actions.take_in_records(Activity, [record.pk])
    return Job.objects.get(text__record_key=record.pk, text__title="Ein Fest", language="ru")


def test_of_a_record_what_is_sure_stays_beside_what_needs_work() -> None:
    found = _of_several_fields()
    first = segments(found)[0]

    def translate(entry: polib.POEntry) -> None:
        entry.msgstr = f"[ru] {entry.msgid}"
        entry.flags = ["fuzzy"] if entry.msgid == first.source else []

    name, file = _file(found, po)
    weight = weighed(found, name, _by_polib(file, translate))
    bring_in(found, weight, by=member(Role.HOST))

    assert [(s.words, s.is_machine) for s in segments(Job.objects.get(pk=found.pk))] == [
        ("[ru] Ein Fest", True),
        ("[ru] Kurz.", False),
        ("[ru] Jubiläum", False),
    ]


def test_of_a_record_what_is_read_stays_beside_what_is_new() -> None:
    found = _of_several_fields()
    records.write(found, segments(found)[0].key, "Праздник", by=None, tool="LibreTranslate")

    def translate(entry: polib.POEntry) -> None:
        entry.msgstr = entry.msgstr or f"[ru] {entry.msgid}"
        entry.flags = []

    name, file = _file(found, po)
    weight = weighed(found, name, _by_polib(file, translate))
    bring_in(found, weight, by=member(Role.HOST))

    assert [(s.words, s.is_machine) for s in segments(Job.objects.get(pk=found.pk))] == [
        ("Праздник", False),
        ("[ru] Kurz.", False),
        ("[ru] Jubiläum", False),
    ]


@FORMS
def test_unread_words_that_the_program_calls_good_are_read(
    found: Job, translator: User, form: ModuleType
) -> None:
    pages.write(found, segments(found)[0].key, "Мост", by=None, tool="LibreTranslate")
    name, file = _file(found, form)
    sure = file.replace(b"#, fuzzy\n", b"").replace(
        b'state="needs-review-translation" state-qualifier="mt-suggestion"', b'state="final"'
    )

    untouched = weighed(found, name, file)
    bring_in(found, weighed(found, name, sure), by=translator)

    first = segments(job(found.text))[0]
    assert untouched.read == []
    assert (first.words, first.is_machine, first.tool) == ("Мост", False, "LibreTranslate")


def test_a_title_that_is_too_long_for_its_record_is_refused_with_its_line() -> None:
    found = _of_record("Brücke")
    name, file = _file(found, xliff)
    weight = weighed(found, name, _translated(file, unit_0="М" * 3000))

    with pytest.raises(UnusableFileError, match=r"^Line \d+: "):
        bring_in(found, weight, by=member(Role.HOST))

    assert next(s.words for s in segments(Job.objects.get(pk=found.pk))) == ""
