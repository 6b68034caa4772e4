"""Records in the words of their readers."""

import pytest
from django.utils.translation import override

from citytocity.ledger.enums import Certainty
from citytocity.ledger.models import Participation
from citytocity.ledger.presentation import genders, people, people_on_record

COUNTED, AT_LEAST, ABOUT, ESTIMATED = (
    Certainty.COUNTED,
    Certainty.AT_LEAST,
    Certainty.ABOUT,
    Certainty.ESTIMATED,
)


@pytest.mark.parametrize(
    ("number", "certainty", "words"),
    [
        (21, COUNTED, "21 человек, 21 молодой человек"),
        (22, COUNTED, "22 человека, 22 молодых человека"),
        (25, COUNTED, "25 человек, 25 молодых людей"),
        (21, AT_LEAST, "не менее 21 человека, не менее 21 молодого человека"),
        (22, AT_LEAST, "не менее 22 человек, не менее 22 молодых людей"),
        (25, ABOUT, "около 25 человек, около 25 молодых людей"),
        (22, ESTIMATED, "по оценке 22 человека, по оценке 22 молодых человека"),
    ],
)
def test_heads_are_counted_in_russian_as_russian_counts(
    number: int, certainty: Certainty, words: str
) -> None:
    group = Participation(people=number, youth=number, certainty=certainty)

    with override("ru"):
        assert people(group) == words


@pytest.mark.parametrize(
    ("number", "certainty", "words"),
    [
        (1, COUNTED, "записан 1 человек"),
        (22, COUNTED, "записано 22 человека"),
        (22, AT_LEAST, "записано не менее 22 человек"),
        (101, ABOUT, "записано около 101 человека"),
    ],
)
def test_a_sum_of_heads_says_how_sure_it_is(number: int, certainty: Certainty, words: str) -> None:
    with override("ru"):
        assert people_on_record(number, certainty) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "at least 2 people, at least 1 young person"),
        ("de", "mindestens 2 Personen, mindestens 1 junger Mensch"),
        ("fr", "au moins 2 personnes, au moins 1 jeune"),
        ("it", "almeno 2 persone, almeno 1 giovane"),
        ("zh-hans", "至少 2 人, 至少 1 名青年"),
    ],
)
def test_how_sure_heads_are_is_said_in_every_language(language: str, words: str) -> None:
    group = Participation(people=2, youth=1, certainty=AT_LEAST)

    with override(language):
        assert people(group) == words


def test_women_men_and_others_are_told_as_far_as_they_are_on_record() -> None:
    group = Participation(people=30, women=18, nonbinary=0, certainty=ABOUT)

    assert genders(group) == "women and girls: about 18, non-binary people: about 0"
    assert genders(Participation(people=30)) == ""
