"""Data becomes a PDF; whatever it says stays text."""

from pathlib import Path

import pytest
from django.conf import settings

from citytocity.papers.making import pdf, picture

HOUSE = settings.PACKAGE / "papers" / "typst"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """It must lie in our own folder: typst reads nothing outside."""
    return settings.PACKAGE / "visits" / "typst" / "badges.typ"


def _said(text: str) -> dict:
    words = [{"text": text, "lang": "en"}]
    person = dict.fromkeys(("spoken", "role", "office", "city", "speaks"), words)
    return {"title": words, "languages": ["en"], "nobody": words,
            "people": [{"name": text, **person}]}  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "#panic()",
        '#read("/config/settings.py")',
        "$x$ *b* _i_ [",
        "\\",
        '"}',
        "Пермь",
        "彼尔姆",
        "ไทย 🎉 a\u0001b \ufeff \u200d",
        "٢٠١٨",
        "",
    ],
)
def test_what_is_typed_is_never_taken_for_markup(template: Path, typed: str) -> None:
    assert pdf(template, _said(typed)).startswith(b"%PDF-")


def test_a_paper_is_a_picture_too(template: Path) -> None:
    assert picture(template, _said("Perm")).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["Пермь", "彼尔姆", "페름", "بيرم", "פרם", "პერმი", "Պերմ", "पेर्म"])
def test_letters_have_faces_without_those_of_the_machine(template: Path, name: str) -> None:
    with_letters, without = picture(template, _said(name)), picture(template, _said("\u0378" * 5))

    assert with_letters != without


def test_letters_without_a_face_do_not_keep_a_paper_from_being_made() -> None:
    template = settings.PACKAGE / "dossiers" / "typst" / "dossier.typ"
    piece = {"words": "مهرجان ꙮ\x01", "lang": "ar", "url": "", "is_strong": False, "note": None}
    told = {"languages": ["ar"], "names": ["العربية"], "titles": [piece], "kick": [piece],
            "about": [], "parts": [], "site": "", "contents": "Contents", "figure": [piece],
            "counted": [piece]}  # fmt: skip

    assert pdf(template, told).startswith(b"%PDF-")
