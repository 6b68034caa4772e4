import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from openpyxl import Workbook, load_workbook
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from citytocity.cities.models import City
from citytocity.ledger import workbook_reading
from citytocity.ledger.exporting import register_as_data
from citytocity.ledger.importing import ImportRefusedError, Tally, import_files
from citytocity.ledger.models import Activity, Recognition, Theme
from citytocity.ledger.workbook import write_workbook
from citytocity.ledger.written import Written
from tests.factories import ledger as make
from tests.factories.cities import cities
from tests.ledger.registers import (
    WITH_FILES,
    empty_register,
    filled_with,
    registers,
    with_originals,
)

INLINE = r'(<c [^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>'

TABLE = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/>'

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


def keep(file: Path, **sheets: list[list[Any]]) -> None:
    """A workbook with these rows in its sheets; row 2 is for the headings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)


def problems(file: Path) -> list[str]:
    with translation.override("en"), pytest.raises(ImportRefusedError) as refusal:
        import_files([file])
    return [str(problem) for problem in refusal.value.problems]


# There and back


@given(register=registers())
@WITH_FILES
def test_exporting_and_importing_again_changes_nothing(register: Written, file: Path) -> None:
    with filled_with(register) as made:
        before = with_originals(register_as_data())
        write_workbook(file)

        again = import_files([file])
        empty_register()
        anew = import_files([file])

        assert again == Tally(unchanged=made["created"])
        assert anew == Tally(created=made["created"])
        assert with_originals(register_as_data()) == before


@pytest.mark.parametrize(
    "text", ["_x000D_", "_x005F_x000D_x000A_", "a_x_b", "x" * 32_000, "_x000D_" * 4_000]
)
def test_a_text_comes_back_whole_whichever_program_saved_the_workbook(
    file: Path, text: str
) -> None:
    make.programme(summary={"en": text})
    write_workbook(file)
    exported = import_files([file])
    shared = file.with_name("shared.xlsx")
    with_shared_texts(file, shared)

    assert exported == import_files([shared]) == Tally(unchanged=1)


def with_shared_texts(source: Path, target: Path) -> None:
    """The workbook as Excel saves it: texts stand in a table of their own."""
    texts: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        texts.append(cell[2])
        return f'{cell[1]} t="s"><v>{len(texts) - 1}</v></c>'

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.startswith("xl/worksheets/"):
                part = re.sub(INLINE, shared, part, flags=re.DOTALL)
            part = part.replace("</Types>", f"{TABLE}</Types>")
            new.writestr(name, part)
        table = "".join(f"<si>{text}</si>" for text in texts)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET_MAIN_NS}">{table}</sst>')


def test_the_code_of_half_a_letter_stays_as_it_is_written(file: Path) -> None:
    keep(
        file,
        Cities=[
            ["cities.id", "name:en", "country", "website"], ["City"],
            ["newtown", "New _xD83D_ town", "DE", "https://new.example/_xDFFF_"],
        ],
    )  # fmt: skip

    import_files([file])

    made = City.objects.get()
    assert (made.name.data["en"], made.website) == (
        "New _xD83D_ town",
        "https://new.example/_xDFFF_",
    )


def test_a_control_character_is_refused_in_ids_and_plain_columns_too(file: Path) -> None:
    keep(
        file,
        Cities=[
            ["cities.id", "name:en", "country", "website"], ["City"],
            ["new_x0000_town", "New town", "DE", None],
            ["oldtown", "Old town", "DE", "http://new_x0001_.example"],
        ],
    )  # fmt: skip

    assert problems(file) == [
        "register.xlsx, Cities!A3: “new\x00town” cannot be an id: "
        "use Latin letters, digits and hyphens.",
        "register.xlsx, Cities!D4: website: Take out the control character in it.",
    ]


def test_a_workbook_in_russian_is_read_on_a_site_in_english(file: Path) -> None:
    make.activity(*cities("Perm", "Oxford"))
    with translation.override("ru"):
        write_workbook(file)

    with translation.override("en"):
        assert import_files([file]) == Tally(unchanged=3)


# What the person sees


def test_keys_are_hidden_and_headings_are_in_the_active_language(file: Path) -> None:
    make.theme("culture", name={"ru": "Культура", "en": "Culture"})

    with translation.override("en"):
        write_workbook(file)

    sheet = load_workbook(file)["Themes"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=3)] == [
        ["themes.id", "name:en", "name:ru"],
        ["Id", "Name (English)", "Name (Русский)"],
        ["culture", "Culture", "Культура"],
    ]
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "B3"


def test_a_language_of_a_text_has_a_column_though_the_site_does_not_speak_it(file: Path) -> None:
    make.theme("culture", name={"fi": "Kulttuuri"})

    write_workbook(file)

    keys = [cell.value for cell in next(load_workbook(file).worksheets[1].iter_rows(max_row=1))]
    assert keys == [
        "themes.id",
        "name:en",
        "name:ru",
        "name:de",
        "name:it",
        "name:fr",
        "name:zh-hans",
        "name:fi",
        "name:original",
    ]


def test_every_list_has_a_sheet_with_a_name_that_excel_takes(file: Path) -> None:
    with translation.override("en"):
        write_workbook(file)

    names = load_workbook(file).sheetnames
    assert names[:5] == ["Sources", "Themes", "Cities", "Cities – sources", "Organisations"]
    assert "Activities – works it was insp…" in names
    assert max(map(len, names)) <= 31


def test_dates_and_ids_are_texts_and_never_formulas(file: Path) -> None:
    make.activity(slug="jazz", title={"en": "=1+1"}, when="2018-09")

    write_workbook(file)

    sheet = next(s for s in load_workbook(file).worksheets if s["A1"].value == "activities.id")
    shown = {sheet.cell(1, cell.column).value: cell for cell in sheet[3]}
    assert (shown["when"].value, shown["when"].number_format) == ("2018-09", "@")
    assert (shown["title:en"].value, shown["title:en"].data_type) == ("=1+1", "s")


def test_values_can_be_chosen_from_lists(file: Path) -> None:
    with translation.override("en"):
        write_workbook(file)

    sheet = load_workbook(file)["Partnerships – sides"]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists == {
        "A3:A1048576": "'Partnerships'!$A$3:$A$1048576",
        "B3:B1048576": "'Cities'!$A$3:$A$1048576",
        "D3:D1048576": "'Organisations'!$A$3:$A$1048576",
        "E3:E1048576": "'Organisations'!$A$3:$A$1048576",
    }


# What reading means


def test_an_absent_column_stays_as_it_is_and_an_empty_cell_empties(file: Path) -> None:
    make.activity(slug="jazz", attendance=50, place={"en": "Park"})
    keep(file, Any=[["activities.id", "attendance"], [], ["jazz", None]])

    import_files([file])

    jazz = Activity.objects.get()
    assert (jazz.attendance, jazz.place.data, jazz.when) == (None, {"en": "Park"}, "2018-09")


def test_an_absent_language_stays_as_it_is_and_an_empty_one_is_emptied(file: Path) -> None:
    make.theme("culture", name={"ru": "Культура", "en": "Culture", "de": "Kultur"})
    keep(file, Any=[["themes.id", "name:en", "name:de"], [], ["culture", "The arts", None]])

    import_files([file])

    assert list(Theme.objects.get().name.data.items()) == [("ru", "Культура"), ("en", "The arts")]


def test_the_original_language_is_the_one_the_sheet_names(file: Path) -> None:
    make.theme("culture", name={"en": "Culture", "ru": "Культура"})
    keep(file, Any=[["themes.id", "name:original"], [], ["culture", "ru"]])

    assert import_files([file]) == Tally(changed=1)
    assert Theme.objects.get().name.original == "ru"


def test_a_sheet_of_a_list_replaces_the_lists_of_the_records_in_it(file: Path) -> None:
    perm, _oxford = cities("Perm", "Oxford")
    make.activity(perm, slug="jazz")
    make.activity(perm, slug="poems")
    keep(file, Any=[["activities.participations.id", "city"], [], ["jazz", "oxford"]])

    assert import_files([file]) == Tally(changed=1)
    guests = Activity.objects.order_by("slug").values_list("slug", "participations__city__slug")
    assert list(guests) == [("jazz", "oxford"), ("poems", "perm")]


def test_no_rows_empty_the_list_of_a_record_in_the_sheet_of_its_kind(file: Path) -> None:
    perm, _oxford = cities("Perm", "Oxford")
    make.activity(perm, slug="jazz")
    make.activity(perm, slug="poems")
    keep(
        file,
        Activities=[["activities.id"], [], ["jazz"]],
        Participations=[["activities.participations.id", "city"]],
    )

    assert import_files([file]) == Tally(changed=1)
    guests = Activity.objects.order_by("slug").values_list("slug", "participations__city__slug")
    assert list(guests) == [("jazz", None), ("poems", "perm")]


@pytest.mark.parametrize(
    ("value", "number_format", "when"),
    [
        (2018, "General", "2018"),
        (2018.0, "General", "2018"),
        (datetime.date(2018, 9, 14), "dd/mm/yyyy", "2018-09-14"),
        (datetime.datetime(2018, 9, 14), "yyyy-mm-dd", "2018-09-14"),
        (datetime.date(2018, 9, 1), "mmm-yy", "2018-09"),
        (datetime.date(2018, 1, 1), "yyyy", "2018"),
    ],
)
def test_what_excel_made_of_a_date_is_taken_as_it_was_meant(
    file: Path, value: Any, number_format: str, when: str
) -> None:
    make.activity(slug="jazz", when="1999")
    keep(file, Any=[["activities.id", "when"], [], ["jazz", value]])
    book = load_workbook(file)
    book["Any"]["B3"].number_format = number_format
    book.save(file)

    import_files([file])

    assert Activity.objects.get().when == when


# What is wrong is told with its cell


def test_mistakes_in_cells_are_told_with_sheet_and_cell(file: Path) -> None:
    cities("Perm")
    keep(
        file,
        Doings=[
            ["activities.id", "kind", "title:en", "when"],
            [],
            ["jazz", "festival", "Jazz", "2018-13"],
            ["poems", "festival", "<b>Poems</b>", "2018"],
        ],
        Guests=[["activities.participations.id", "city"], [], ["poems", "prem"]],
    )

    assert problems(file) == [
        "register.xlsx, Doings!D3: when: “2018-13”: there is no month 13. Months are 01 to 12, "
        "seasons 21 (spring) to 24 (winter).",
        "register.xlsx, Doings!C4: title: English: Write plain text, without HTML tags.",
        "register.xlsx, Guests!B3: city: There is no city “prem”. Did you mean “perm”?",
    ]
    assert not Activity.objects.exists()


def test_what_a_formula_leaves_open_or_spoils_is_no_empty_cell(file: Path) -> None:
    make.activity(slug="jazz", attendance=50, edition=2)
    keep(
        file,
        Any=[["activities.id", "attendance", "edition", "place:en"], [], ["jazz", "=1+1", 3, None]],
    )
    book = load_workbook(file)
    book["Any"]["D3"].value = "#REF!"
    assert book["Any"]["D3"].data_type == "e"
    book.save(file)

    assert problems(file) == [
        "register.xlsx, Any!B3: This formula has no value yet. Write the value itself, or open "
        "and save the file in a spreadsheet program.",
        "register.xlsx, Any!D3: “#REF!” is an error of a formula, not a value.",
    ]


def test_a_name_in_one_form_has_a_column_of_its_own(file: Path) -> None:
    make.recognition(slug="merit", city=cities("Perm")[0])
    keep(file, Any=[["recognitions.id", "presented_by"], [], ["merit", "Sergey Lavrov"]])

    import_files([file])

    assert Recognition.objects.get().presented_by.data == {"en": "Sergey Lavrov"}


def test_but_not_beside_the_columns_of_its_languages(file: Path) -> None:
    keys = ["recognitions.id", "presented_by:en", "presented_by", "presented_by:ru"]
    keep(file, Any=[keys])

    assert problems(file) == ["register.xlsx, Any!C1: “presented_by” is there twice."]


def test_a_cell_at_the_end_of_the_sheet_is_told_and_not_waited_for(file: Path) -> None:
    make.theme("culture")
    keep(file, Any=[["themes.id", "name:en"], [], ["culture", "Arts"]])
    book = load_workbook(file)
    book["Any"]["XFD1048576"].value = "x"
    book.save(file)

    assert problems(file) == [
        "register.xlsx, Any!XFD1048576: There is something far to the right of the register. "
        "Take it out."
    ]


def test_a_blank_far_away_is_nothing(file: Path) -> None:
    make.theme("culture")
    keep(file, Any=[["themes.id", "name:en"], [], ["culture", "Arts"]])
    book = load_workbook(file)
    book["Any"]["ALL200000"].value = " "
    book.save(file)

    assert import_files([file]) == Tally(changed=1)


def test_unknown_sheets_columns_and_languages_are_told(file: Path) -> None:
    keep(
        file,
        Notes=[["to do"]],
        Themes=[["themes.id", "colour", "name", "name:xx", None], [], [None, None, None, None, 1]],
    )

    assert problems(file) == [
        "register.xlsx, Notes!A1: This sheet is none of the register’s: A1 says “to do”, not such "
        "as “cities.id”. Take the sheet out, or begin from an exported workbook.",
        "register.xlsx, Themes!B1: There is no column “colour” on this sheet. Known are: name.",
        "register.xlsx, Themes!C1: Write the language with it, such as “name:en”.",
        "register.xlsx, Themes!D1: Unknown language: xx. Codes are such as en, ru, zh-hans.",
        "register.xlsx, Themes!E1: This column has no key in row 1. Write it, or clear it.",
        "register.xlsx, Themes!A3: A record needs an id, such as “perm-oxford”.",
    ]


def test_a_row_of_a_list_needs_its_record(file: Path) -> None:
    cities("Perm")
    keep(file, Any=[["activities.participations.id", "city"], [], [None, "perm"]])

    assert problems(file) == [
        "register.xlsx, Any!A3: Write the id of the record that this row belongs to."
    ]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_told_so(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    assert problems(file) == [
        "register.xlsx: This is no Excel workbook. Save it anew as “Excel Workbook (.xlsx)”."
    ]


def test_a_zip_file_that_is_no_workbook_is_told_so(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("hello.txt", "hello")

    assert problems(file) == [
        "register.xlsx: This is no Excel workbook. Save it anew as “Excel Workbook (.xlsx)”."
    ]


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(file: Path) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _megabyte in range(workbook_reading.MOST_UNZIPPED // 1024**2 + 1):
            part.write(bytes(1024**2))

    assert file.stat().st_size < 1024**2
    assert problems(file) == [
        "register.xlsx: This workbook is too big: unzipped it has more than 256 MB."
    ]
