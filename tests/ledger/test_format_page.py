from citytocity.ledger.format_page import format_page
from citytocity.ledger.kinds import KINDS
from docs.reference.write_register_format import PAGE


def test_the_reference_of_the_register_is_the_one_written_from_the_models() -> None:
    again = "Run: .venv/bin/python -m docs.reference.write_register_format"

    assert PAGE.read_text(encoding="utf-8") == format_page(), again


def test_every_kind_has_its_chapter() -> None:
    chapters = [line[3:] for line in format_page().splitlines() if line.startswith("## ")]

    assert chapters == ["Values", "In a workbook", *KINDS]
