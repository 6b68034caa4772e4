"""Indicators are data: an installation adds its own, and every fault in them is told."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from citytocity.figures.catalogue import FOLDER, indicators, our_files
from citytocity.figures.checks import definitions_are_right
from citytocity.figures.definitions import DefinitionsWrongError, read
from citytocity.figures.measures import MEASURES
from citytocity.people.enums import Role
from tests.factories.cities import city
from tests.factories.people import member

OWN = """
- code: own-concerts
  chapter: activities
  measure: activities
  where: {kind: performance}
  by: theme
  name: {en: Concerts, ru: Концерты}
  definition: {en: Performances of the year., ru: Выступления года.}
  rule: {en: By the kind., ru: По виду.}
"""
NARROWED = "measure: activities\n  where: {kind: performance}\n  by: theme"


def test_no_file_of_the_catalogue_is_forgotten() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(our_files())


def test_the_thirty_numbers_of_the_catalogue_are_all_there() -> None:
    numbers = {code.partition("-")[0] for code in indicators()}

    assert {f"I{number:02}" for number in range(1, 31)} <= numbers


def test_every_measure_is_used_by_an_indicator() -> None:
    used = {id(one.measure) for one in indicators().values()}

    assert [name for name, measure in MEASURES.items() if id(measure) not in used] == []


def test_an_installation_adds_its_own(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")

    found = read([file])["own-concerts"]

    assert (found.where, found.by) == ({"kind": ["performance"]}, ("theme",))


def test_own_ones_are_read_from_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    indicators.cache_clear()

    found = indicators()
    indicators.cache_clear()

    assert list(found)[-1] == "own-concerts"


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("measure: concerts", "measure: activities", "measure “concerts” is not known"),
        ("kind: concert", "kind: performance", "kind “concert” is not known"),
        ("where: {kind: []}", "where: {kind: performance}", "“kind” names no value"),
        ("where: {theme: []}", "where: {kind: performance}", "“theme” names no value"),
        ("where: {theme: null}", "where: {kind: performance}", "“theme” is written as text"),
        ("where: {colour: red}", "where: {kind: performance}", "where “colour” is not known"),
        ("by: colour", "by: theme", "by “colour” is not known"),
        ("chapter: music", "chapter: activities", "chapter “music” is not known"),
        ("name: Concerts", "name: {en: Concerts, ru: Концерты}", "“name” is wanted"),
        ("{xx: Concerts}", "{en: Concerts, ru: Концерты}", "Unknown language: xx"),
        ("code: own concerts", "code: own-concerts", "A code is of Latin letters"),
        ("by: theme\n  unit: litres", "by: theme", "unit “litres” is not known"),
        ("by: theme\n  colour: red", "by: theme", "part “colour” is not known"),
        ("measure: [a]", "measure: activities", "measure “['a']” is not known"),
        ("measure: {a: b}", "measure: activities", "measure “{'a': 'b'}” is not known"),
        ("code: I11", "code: own-concerts", "The code “I11” is there already"),
        *(
            (
                f"measure: not-recorded\n  {part}",
                NARROWED,
                "means nothing where nothing is recorded",
            )
            for part in ("where: open", "where:", "where: [a]", "by: theme")
        ),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN.replace(right, wrong), encoding="utf-8")

    with pytest.raises(DefinitionsWrongError) as error:
        read([*our_files(), file])

    assert [told in fault and "own.yaml, indicator 1" in fault for fault in error.value.faults] == [
        True
    ]


@pytest.mark.parametrize("text", ["[", "one: thing", "- word", "2018-13-45"])
def test_a_file_that_is_no_list_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(DefinitionsWrongError, match=r"own\.yaml"):
        read([file])


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["measure: [a]", "measure: concerts", "code: I11", "["])
def test_a_wrong_file_of_its_own_is_told_and_closes_no_page(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    (folder / "wrong.yaml").write_text(f"- {wrong}\n", encoding="utf-8")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    indicators.cache_clear()

    pages = ("/en/figures/", "/en/figures/I11/", "/en/figures/own-concerts/")
    answers = [client.get(page).status_code for page in pages]
    told = [error.msg for error in definitions_are_right()]
    client.force_login(member(Role.REGISTRAR, city("Perm")))
    office = client.get("/admin/annual-reports/").context["messages"]
    indicators.cache_clear()

    assert answers == [200, 200, 200]
    assert [str(message) for message in office] == told != []
    assert all("wrong.yaml" in fault for fault in told)
