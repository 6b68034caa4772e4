"""A sheet goes out and comes in again, whatever its words; what is no file of ours is refused."""

from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from citytocity.translation.exchange import po, xliff
from citytocity.translation.exchange.markup import Mark, Piece, written
from citytocity.translation.exchange.sheets import Sheet, Unit, UnusableFileError, plain
from citytocity.translation.segments import mark_of

FORMS = pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
words = some.text(max_size=40)
names = some.sampled_from(["b", "i", "em", "strong", "code", "a", "br"])


def _marks(content: some.SearchStrategy[list[Piece]]) -> some.SearchStrategy[Mark]:
    return some.builds(_mark, names, content)


def _mark(name: str, content: list[Piece]) -> Mark:
    return Mark(name, "a1" if name == "a" else "", [] if name == "br" else content)


trees = some.recursive(
    some.lists(words, max_size=3),
    lambda inner: some.lists(words | _marks(inner), max_size=4),
    max_leaves=12,
)
htmls = trees.map(written)


def _sheet(source: str, translation: str, *, is_html: bool) -> Sheet:
    unit = Unit("12", source, translation, mark_of(translation), "Standfirst", is_html=is_html)
    return Sheet("7", "de", "zh-hans", "f00d", "Eine Brücke", units=[unit])


def _back(form: ModuleType, sheet: Sheet, *, is_html: bool) -> list[tuple[str, ...]]:
    read = form.sheet_of(form.file_of(sheet), is_html=is_html)
    assert (read.job, read.source, read.target, read.fingerprint) == ("7", "de", "zh-hans", "f00d")
    return [(unit.key, unit.mark, unit.source, unit.words) for unit in read.units]


@FORMS
@settings(max_examples=60, deadline=None)
@given(source=words.filter(plain), translation=words)
def test_plain_words_come_back_as_they_went(
    form: ModuleType, source: str, translation: str
) -> None:
    sheet = _sheet(source, translation, is_html=False)

    assert _back(form, sheet, is_html=False) == [
        ("12", mark_of(translation), plain(source), plain(translation))
    ]


@FORMS
@settings(max_examples=60, deadline=None)
@given(source=htmls.filter(plain), translation=htmls)
def test_words_with_tags_come_back_as_they_went(
    form: ModuleType, source: str, translation: str
) -> None:
    sheet = _sheet(source, translation, is_html=True)

    assert _back(form, sheet, is_html=True) == [
        ("12", mark_of(translation), plain(source), plain(translation))
    ]


@FORMS
@settings(max_examples=100, deadline=None)
@given(data=some.binary(max_size=300) | some.text(max_size=300).map(str.encode))
def test_whatever_is_sent_is_read_or_refused_in_words(form: ModuleType, data: bytes) -> None:
    with suppress(UnusableFileError):
        form.sheet_of(data, is_html=True)


def test_a_passage_in_xliff_has_its_tags_protected_and_its_state_said() -> None:
    unit = Unit("12", 'Der <a id="a1"><b>Rhein</b></a><br/>', "", mark_of(""), "Body", is_html=True)
    file = xliff.file_of(Sheet("7", "de", "ru", "f00d", units=[unit])).decode()

    assert (
        '<source>Der <g id="1-a-a1" ctype="link"><g id="1-b" ctype="bold">Rhein</g></g>'
        '<x id="1-br" ctype="lb" /></source>\n'
        '<target state="needs-translation" />\n<note from="developer">Body</note>' in file
    )


@pytest.mark.parametrize(
    ("is_sure", "state"),
    [(True, 'state="translated"'), (False, 'state="needs-review-translation"')],
)
def test_what_nobody_has_read_says_so_in_xliff(is_sure: bool, state: str) -> None:
    unit = Unit("12", "Ja", "Да", mark_of("Да"), is_sure=is_sure)

    assert state in xliff.file_of(Sheet("7", "de", "ru", "f00d", units=[unit])).decode()


def test_what_nobody_has_read_is_fuzzy_in_po() -> None:
    unit = Unit("12", "Ja", "Да", mark_of("Да"), is_sure=False)

    assert "#, fuzzy" in po.file_of(Sheet("7", "de", "ru", "f00d", units=[unit])).decode()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<xliff version="1.2">&b;</xliff>"""
STOLEN = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<xliff version="1.2"><file original="&f;"/></xliff>"""
OUTSIDE = b"""<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd"><xliff version="1.2"/>"""


@pytest.mark.parametrize("data", [BOMB, STOLEN, OUTSIDE], ids=["bomb", "file", "dtd"])
def test_a_file_that_brings_entities_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableFileError, match="document type or entities"):
        xliff.sheet_of(data, is_html=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<xliff version='1.2'>\n<file>\n</xliff>", "Line 3: This is no XML: mismatched tag."),
        (b"", "This is no XML: no element found."),
        (b"<?xml version='1.0' encoding='x-none'?><xliff/>", "no XML|encoding is unknown"),
        ("<xliff version='1.2'>я</xliff>".encode("cp1251"), "Line 1: This is no XML: not well"),
        (b"<xliff version='2.0'/>", "This is XLIFF 2.0: save it as XLIFF 1.2."),
        (b"<html/>", "Line 1: This is no XLIFF file."),
        (b"<xliff version='1.2'/>", "It holds not one text, but several or none."),
        (b"<a>" * 70, "Its elements lie too deep inside one another."),
        (
            b"<xliff version='1.2'><file><body>\n<trans-unit id='x'/></body></file></xliff>",
            "Line 2: This passage is none of ours: “x”.",
        ),
    ],
)
def test_a_broken_xliff_file_is_refused_with_its_line(data: bytes, words: str) -> None:
    with pytest.raises(UnusableFileError, match=words):
        xliff.sheet_of(data, is_html=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'msgid ""\nmsgstr ""\n\nmsgid "a"b"\n', "Line 4: This is no PO file."),
        (b'msgid "a"\nmsgstr "b', "Line 2: The file breaks off in a text."),
        ('msgid "a"\nmsgstr "я"'.encode("cp1251"), "Line 2: The file is not written in UTF-8."),
        (b'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n', "This passage is none of ours: “x”."),
    ],
)
def test_a_broken_po_file_is_refused_with_its_line(data: bytes, words: str) -> None:
    with pytest.raises(UnusableFileError, match=words):
        po.sheet_of(data, is_html=True)


def test_a_file_of_this_machine_is_not_opened_for_its_name(tmp_path_factory: Callable) -> None:
    secret = tmp_path_factory.mktemp("files") / "secret.po"  # type: ignore[attr-defined]
    secret.write_text('msgctxt "1.0123456789abcdef"\nmsgid "a"\nmsgstr "secret"\n')

    with pytest.raises(UnusableFileError, match="This is no PO file"):
        po.sheet_of(str(secret).encode(), is_html=False)
