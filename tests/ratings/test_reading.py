"""Definitions: what is wrong in one is told whole, with its place."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils.translation import override

from citytocity.figures.catalogue import indicators
from citytocity.ledger.asked import FaultsError
from citytocity.ratings.bringing import answers_in
from citytocity.ratings.checks import definitions_are_right
from citytocity.ratings.definitions import Definition
from citytocity.ratings.formulas import FormulaError, names_in
from citytocity.ratings.reading import read, taken
from citytocity.ratings.shelf import SHIPPED, shelf
from tests.factories import ratings

Told = dict[str, Any]


def _faults(told: Any) -> list[str]:
    text = told if isinstance(told, str) else yaml.safe_dump(told, allow_unicode=True)
    with pytest.raises(FaultsError) as caught:
        read(text, figures=ratings.FIGURES)
    return caught.value.faults


def _first(told: Told) -> Told:
    """The first indicator."""
    return told["groups"][0]["indicators"][0]


def _put(key: str, value: Any) -> Callable[[Told], None]:
    return lambda told: _first(told).update({key: value})


def _double(told: Told) -> None:
    told["groups"][1]["indicators"][0]["code"] = "visits"


def _hyphen(told: Told) -> None:
    told["groups"][0]["indicators"][1]["code"] = "twin-cities"
    _first(told)["source"] = {"formula": "twin-cities * 2"}


def _ring(told: Told) -> None:
    first, second = told["groups"][1]["indicators"]
    first["source"] = {"formula": "waiting + 1"}
    second["source"] = {"formula": "guests * 2"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            _put("norm", "median"),
            "group ways, indicator visits, norm: no norm is called “median”. "
            "Norms are: per-100000, min-max, rank, share.",
        ),
        (
            _put("norm", ["min-max", "per-100000"]),
            "group ways, indicator visits, norm: write one of min-max, rank, share, or that after "
            "per-100000: [per-100000, min-max].",
        ),
        (
            _put("weight", 40),
            "group ways: the weights add up to 90, not to 100.",
        ),
        (
            lambda told: told["groups"][0].update(weight="100/3"),
            "the groups: the weights add up to 73.333, not to 100.",
        ),
        (
            _put("weight", "10/0"),
            "group ways, indicator visits, weight: “10/0” should be a weight such as 25 or 100/6.",
        ),
        (
            _put("source", {"figure": "I99"}),
            "indicator visits: there is no figure “I99” that is counted, open to readers and not "
            "money.",
        ),
        (
            _put("source", {"figure": ""}),
            "indicator visits: there is no figure “” that is counted, open to readers and not "
            "money.",
        ),
        (
            _put("source", {"formula": "twins + tourists"}),
            "indicator visits: the formula asks for “tourists”, and there is none.",
        ),
        (
            _put("source", {"formula": "__import__('os')"}),
            "indicator visits: A formula has codes, numbers, + - * / and brackets; this is none: "
            "__import__('os')",
        ),
        (
            _hyphen,
            "indicator visits: a formula reads “twin-cities” as a minus. Write the code with _ "
            "instead of -.",
        ),
        (
            _put("source", {"formula": "is * 2"}),
            "indicator visits: “is” cannot be a code in a formula.",
        ),
        (
            _put("source", "guessed"),
            "group ways, indicator visits, source: write typed, or {figure: its code}, or "
            "{formula: how it is worked out}.",
        ),
        (_ring, "formulas go round in a circle: guests → waiting → guests."),
        (_double, "indicator visits: 2 have this code; each needs its own."),
        (
            _put("ends", [5, 5]),
            "group ways, indicator visits, ends: first comes the answer that gets nothing, then "
            "the one that gets all.",
        ),
        (
            _put("name", {"xx": "Visits"}),
            "group ways, indicator visits, name: “xx” is no language known here. Codes are such "
            "as en, ru, zh-hans.",
        ),
        (
            lambda told: told["categories"].reverse(),
            "categories: all have a limit, and only the last one has none.",
        ),
        (
            lambda told: told.update(years=[2020, 2015]),
            "years: write the first and the last year it is for, such as [2015, 2020].",
        ),
        (
            lambda told: told.update(colour="red"),
            "colour: this means nothing here. What may stand here: code, name, made_after, "
            "example, sources, years, categories, groups.",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(change: Callable[[Told], None], fault: str) -> None:
    told = ratings.told()
    change(told)

    faults = _faults(told)

    assert fault in faults
    assert len(faults) <= 2


def test_all_faults_are_told_at_once() -> None:
    told = ratings.told()
    del told["name"]
    _first(told).update({"norm": "median", "weight": -3, "places": 9})
    told["groups"][1]["indicators"][1]["source"] = {"figure": "I77"}

    assert [fault.partition(":")[0] for fault in _faults(told)] == [
        "name",
        "group ways, indicator visits, norm",
        "group ways, indicator visits, weight",
        "group ways, indicator visits, places",
        "group ways",
        "indicator waiting",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- 1\n- 2", "This file should have keys and values, such as “year: 2018”."),
        ("{", "This is neither valid YAML nor valid JSON."),
        ("a: &x 1\nb: *x", "line 2: Write out what “*x” stands for: aliases are not read."),
        ("a: [" * 40, "line 1: More than 20 lists and mappings stand here one in the other."),
    ],
)
def test_a_text_that_is_no_definition_is_refused_in_words(text: str, fault: str) -> None:
    assert _faults(text) == [fault]


@pytest.mark.parametrize(
    "formula",
    [
        "2 ** 9",
        "a.b",
        "a if b else c",
        "f(1)",
        "a,",
        "'x'",
        "True",
        "1e999 * a",
        "1" * 400,
        "-" * 99,
    ],
)
def test_formulas_are_sums_and_products_and_nothing_else(formula: str) -> None:
    with pytest.raises(FormulaError):
        names_in(formula)


def test_a_definition_that_was_kept_is_read_back_as_it_was() -> None:
    made = ratings.definition()

    assert taken(made.told) == made


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_comes_with_the_site_has_no_faults_and_all_its_words_in_russian(path: Any) -> None:
    made = read(path.read_text(), figures=indicators())
    named = [made.name, made.made_after]
    named += [one.name for one in (*made.categories, *made.groups)]
    for one in made.indicators.values():
        named += [one.name, one.unit, *([one.definition] if one.definition else [])]

    assert [words for words in named if not {"en", "ru"} <= words.data.keys()] == []


def test_the_examples_of_the_reference_are_read_as_they_stand() -> None:
    page = (Path(settings.ROOT) / "docs/reference/rating-format.md").read_text()
    rating, answers = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    made = read(rating, figures=indicators())
    brought = answers_in(answers, definition=made, year=2018)

    assert [one.code for one in made.groups] == ["exchange", "economy"]
    assert brought.values == {"exports": "25/2", "twins": "4"}


def test_what_follows_another_rating_says_that_it_is_no_official_form() -> None:
    made = read((SHIPPED / "uclg-eurasia.yaml").read_text(), figures=indicators())

    assert made.is_example
    assert "not its official questionnaire" in made.made_after.data["en"]
    assert len(made.groups) == 6


def test_an_office_adds_a_rating_of_its_own_and_reads_what_is_wrong_with_another() -> None:
    path = ratings.on_the_shelf()
    other = path.with_name("z-double.yaml")
    other.write_text(path.read_text())
    try:
        found = shelf()
        told = [error.msg for error in definitions_are_right()]
    finally:
        path.unlink()
        other.unlink()

    assert isinstance(found.definitions["made-up"], Definition)
    assert found.faults == {"z-double.yaml": ["Another file has the code “made-up” already."]}
    assert told == ["z-double.yaml: Another file has the code “made-up” already."]
    assert "made-up" not in shelf().definitions
    assert settings.DATA_DIR in path.parents


@pytest.mark.parametrize("code", ["I19", "I19-planned", "I29", "I29-all", "I30"])
def test_a_figure_of_the_office_alone_or_of_money_is_no_answer_of_a_rating(code: str) -> None:
    told = ratings.told()
    _put("source", {"figure": code})(told)
    path = ratings.on_the_shelf(told)

    found = shelf()
    path.unlink()

    assert code in indicators()
    assert "made-up" not in found.definitions
    words = f"there is no figure “{code}” that is counted, open to readers and not money."
    assert found.faults == {"made-up.yaml": [f"indicator visits: {words}"]}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "rating: made-up\nanswers: {visits: 1, visits: 2}\nrating: another\n",
            [
                "line 3: “rating” stands here more than once.",
                "line 2: “visits” stands here more than once.",
            ],
        ),
        (
            '{"rating": "made-up", "year": 1, "year": 2018, "answers": {"visits": 1, "visits": 2}}',
            [
                "“visits” stands here more than once.",
                "“year” stands here more than once.",
            ],
        ),
        (
            "rating: made-up\nyear: 2018\ncity: A\npopulation: 010\n"
            "answers:\n  visits: 1:30\n  guests: 1_000\n",
            [
                "population: “010” should be a whole number from 1 to 100,000,000.",
                "answers, visits, value: “1:30” should be a number such as 12 or 3.5.",
                "answers, guests, value: “1_000” should be a number such as 12 or 3.5.",
            ],
        ),
    ],
)
def test_keys_stand_once_and_numbers_are_what_they_look_like(text: str, faults: list[str]) -> None:
    with pytest.raises(FaultsError) as caught:
        answers_in(text, definition=ratings.definition(), year=2018)

    assert caught.value.faults == faults


def test_money_of_twelve_digits_is_given_out_and_taken_back() -> None:
    told = ratings.answers_of("Borel", answers={"visits": 123_456_789_012, "guests": 0.25})

    brought = answers_in(yaml.safe_dump(told), definition=ratings.definition(), year=2018)

    assert brought.values == {"visits": "123456789012", "guests": "1/4"}


def test_faults_are_told_in_the_language_of_who_reads_them() -> None:
    told = ratings.told()
    _put("norm", "median")(told)
    _put("weight", 40)(told)

    with override("ru"):
        faults = _faults(told)

    assert [fault.partition(":")[0] for fault in faults] == [
        "группа ways, показатель visits, norm",
        "группа ways",
    ]
