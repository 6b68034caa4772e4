from pathlib import Path

import pytest
from hypothesis import given

from citytocity.ledger.exporting import register_as_data, write_yaml
from citytocity.ledger.importing import Tally, import_files
from citytocity.ledger.written import Written
from tests.factories import ledger as make
from tests.factories.cities import cities
from tests.factories.sources import cite, source
from tests.ledger.registers import (
    WITH_FILES,
    empty_register,
    filled_with,
    registers,
    with_originals,
)

pytestmark = pytest.mark.django_db


@given(register=registers())
@WITH_FILES
def test_exporting_and_importing_again_changes_nothing(register: Written, tmp_path: Path) -> None:
    with filled_with(register) as made:
        before = with_originals(register_as_data())
        file = tmp_path / "register.yaml"
        write_yaml(file)

        again = import_files([file])
        empty_register()
        anew = import_files([file])

        assert again == Tally(unchanged=made["created"])
        assert anew == Tally(created=made["created"])
        assert with_originals(register_as_data()) == before


def test_a_record_is_written_without_what_is_empty() -> None:
    perm, oxford = cities("Perm", "Oxford")
    make.activity(oxford, host=perm, slug="jazz", title={"ru": "Джаз", "en": "Jazz"})

    assert register_as_data()["activities"] == [
        {
            "id": "jazz",
            "kind": "festival",
            "title": {"ru": "Джаз", "en": "Jazz"},
            "when": "2018-09",
            "status": "held",
            "host": "perm",
            "attendance_certainty": "counted",
            "recurring": False,
            "participations": [
                {"city": "perm", "role": "host"},
                {"city": "oxford", "role": "guest"},
            ],
        }
    ]


def test_a_citation_that_says_no_more_is_the_id_of_its_source() -> None:
    jazz = make.activity(slug="jazz")
    cite(jazz, by=source(slug="paper"))
    cite(jazz, by=source(slug="letter"), about="when", states="2017")

    assert register_as_data()["activities"][0]["sources"] == [
        "paper",
        {"source": "letter", "about": "when", "states": "2017"},
    ]


def test_the_file_names_languages_with_the_original_first(tmp_path: Path) -> None:
    make.theme("culture", name={"ru": "Культура", "en": "Culture"})

    write_yaml(tmp_path / "register.yaml")

    assert "- id: culture\n    name:\n      ru: Культура\n      en: Culture\n" in (
        tmp_path / "register.yaml"
    ).read_text(encoding="utf-8")
