"""What the documents name is there: pages, headings, pictures; and no picture is left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SHAPE = re.compile(r"^(#+) |^!\[[^\]]*\]\(\S*/(\w+\.png)\)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LARGEST = 80 * 1024  # bytes of a picture


def links(page: Path) -> Iterator[tuple[bool, str, str]]:
    """Whether it is a picture, its words, and where it leads; those to the web are left out."""
    for mark, words, target in LINK.findall(FENCED.sub("", page.read_text())):
        if "://" not in target and not target.startswith("mailto:"):
            yield bool(mark), " ".join(words.split()), target


def anchors(page: Path) -> set[str]:
    """The addresses that code hosts give to a page's headings."""
    text = FENCED.sub("", page.read_text())
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in HEADING.findall(text)}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for _is_picture, _words, target in links(page):
        path, _sign, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)

    assert lost == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for is_picture, _words, target in links(page)
        if is_picture
    }

    assert shown == {path.resolve() for path in DOCS.rglob("*.png")}


def test_every_picture_is_told_in_words_and_small() -> None:
    untold = [
        target for page in PAGES for is_picture, words, target in links(page)
        if is_picture and len(words.split()) < 3
    ]  # fmt: skip

    assert untold == []
    assert [path for path in DOCS.rglob("*.png") if path.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("guide", ["author", "translator", "editor", "officer"])
def test_a_guide_has_the_same_chapters_and_pictures_in_both_languages(guide: str) -> None:
    english, russian = (DOCS / "guides" / language / f"{guide}.md" for language in ("en", "ru"))

    assert SHAPE.findall(english.read_text()) == SHAPE.findall(russian.read_text())


def test_a_heading_has_the_address_that_code_hosts_give_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Ошибка в истории: что делать?\n\n## A mistake, told\n")

    assert anchors(page) == {"ошибка-в-истории-что-делать", "a-mistake-told"}
