from pathlib import Path

import pytest
from django.utils import translation

from citytocity.cities.models import City
from citytocity.ledger.importing import ImportRefusedError, Tally, import_files
from citytocity.sources.models import Source

pytestmark = pytest.mark.django_db

FIVE_ERRORS = Path(__file__).parent / "data" / "five-errors.yaml"
TWO_TOWNS = Path(__file__).parents[2] / "docs" / "examples" / "two-towns.yaml"


def refusals(path: Path) -> list[str]:
    with translation.override("en"), pytest.raises(ImportRefusedError) as refusal:
        import_files([path])
    return [str(problem) for problem in refusal.value.problems]


def written(folder: Path, text: str) -> Path:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_error_is_told_with_its_line_and_what_would_be_right() -> None:
    assert refusals(FIVE_ERRORS) == [
        "five-errors.yaml:11: Give latitude (-90 to 90) and longitude (-180 to 180), or neither.",
        "five-errors.yaml:16: kind: “fare” is not known here. Known are: exchange, visit,"
        " delegation, meeting, festival, forum, conference, performance, exhibition,"
        " sports-event, camp, training, ceremony, publication, competition, joint-project.",
        "five-errors.yaml:24: when: “2018-13”: there is no month 13."
        " Months are 01 to 12, seasons 21 (spring) to 24 (winter).",
        "five-errors.yaml:26: themes: There is no theme “cultur”. Did you mean “culture”?",
        "five-errors.yaml:28: There is no “hosts” here. Did you mean “host”?",
    ]


def test_a_file_with_one_error_changes_nothing() -> None:
    refusals(FIVE_ERRORS)

    assert (City.objects.count(), Source.objects.count()) == (0, 0)


def test_the_example_is_read_in_and_a_second_time_changes_nothing() -> None:
    assert import_files([TWO_TOWNS]) == Tally(created=16)
    assert import_files([TWO_TOWNS]) == Tally(unchanged=16)


def test_a_value_near_a_known_one_is_told_which(tmp_path: Path) -> None:
    file = written(tmp_path, "organisations:\n  - {id: choir, name: {en: Choir}, kind: ensembel}\n")

    assert refusals(file) == [
        "register.yaml:2: kind: “ensembel” is not known here. Did you mean “ensemble”?"
    ]


def test_an_unknown_country_is_not_answered_with_all_countries(tmp_path: Path) -> None:
    file = written(tmp_path, "cities:\n  - {id: ashby, name: {en: Ashby}, country: QQQ}\n")

    assert refusals(file)[0].startswith("register.yaml:2: country: “QQQ” is not known here. Write")


def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, "cities:\n  - {id: ashby, country: GB}\n")

    assert refusals(file) == ["register.yaml:2: name: This must be given."]


def test_a_partnership_of_one_city_is_refused_beside_other_errors(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """cities:
  - {id: ashby, name: {en: Ashby}, country: GB, colour: red}
partnerships:
  - {id: alone, kind: twinning, sides: [{city: ashby}]}
""",
    )

    assert refusals(file)[1:] == ["register.yaml:4: A partnership needs two cities or more."]
