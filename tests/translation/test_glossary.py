"""Known words of a passage, in any case, of any script."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from citytocity.translation.glossary import Glossary, glossary_of
from citytocity.translation.models import Job, Term, Text
from citytocity.translation.segments import Segment
from tests.factories.cities import city, organisation
from tests.factories.glossary import term

pytestmark = pytest.mark.django_db


def _known(text: str, *, pair: str = "de ru") -> Glossary:
    source, target = pair.split()
    job = Job(text=Text(language=source), language=target)
    return glossary_of(job, [Segment(key="1", label="", source=text, words="")])


def _found(text: str, *, pair: str = "de ru") -> list[str]:
    return [entry.target for entry in _known(text, pair=pair).found_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Im Stadtarchiv liegt ein Brief.", ["городской архив"]),
        ("Die Leiterin des STADTARCHIVS", ["городской архив"]),
        ("Zwei Archive der Stadt", ["городской архив"]),
        ("Ein Stadtarchivar", []),
        ("Nichts davon", []),
    ],
)
def test_a_word_is_found_in_its_forms_and_not_inside_others(text: str, found: list[str]) -> None:
    term("Stadtarchiv", "городской архив", source_forms="Stadtarchivs\nArchive der Stadt")

    assert _found(text) == found


@pytest.mark.parametrize(
    "text", ["В городском архиве.", "Городского архива нет", "ГОРОДСКИМ АРХИВОМ"]
)
def test_russian_cases_need_not_be_listed(text: str) -> None:
    term("городской архив", "Stadtarchiv", pair="ru de")

    assert _found(text, pair="ru de") == ["Stadtarchiv"]


def test_a_chinese_word_is_found_though_nothing_sets_it_off() -> None:
    term("市档案馆", "Stadtarchiv", pair="zh-hans de")

    assert _found("我们在市档案馆见面。", pair="zh-hans de") == ["Stadtarchiv"]
    assert _found("我们在市图书馆见面。", pair="zh-hans de") == []


def test_names_of_the_register_are_known_with_their_other_names() -> None:
    perm = city("Perm", name={"de": "Perm", "ru": "Пермь"}, other_names={"de": "Molotow"})
    organisation(of=perm, name={"de": "Permer Galerie", "ru": "Пермская галерея"})

    assert _found("Von Molotow in die Permer Galerie") == ["Пермь", "Пермская галерея"]


def test_a_name_without_the_other_language_is_not_known() -> None:
    city("Perm", name={"de": "Perm"})

    assert _found("Nach Perm") == []


def test_of_two_words_that_overlap_the_longer_one_counts() -> None:
    term("Rat", "совет")
    term("Rat der Stadt", "городская дума")

    assert _found("Der Rat der Stadt tagt, der Rat der Eltern auch.") == ["городская дума", "совет"]


def test_the_glossary_speaks_before_the_register() -> None:
    city("Perm", name={"de": "Perm", "ru": "Пермь"})
    term("Perm", "город Пермь")

    assert _found("Nach Perm") == ["город Пермь"]


def test_another_pair_has_other_words() -> None:
    term("Stadtarchiv", "archivio comunale", pair="de it")

    assert _found("Stadtarchiv") == []


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        ("В городском архиве лежит письмо.", True),
        ("В горархиве лежит письмо.", True),
        ("В архиве лежит письмо.", False),
        ("", False),
    ],
)
def test_a_translation_keeps_a_word_in_any_of_its_forms(words: str, is_kept: bool) -> None:
    term("Stadtarchiv", "городской архив", target_forms="горархив")
    known = _known("Stadtarchiv")
    (entry,) = known.found_in("Stadtarchiv")

    assert known.is_kept(entry, words) is is_kept


def test_a_name_stands_in_the_adjective_made_of_it() -> None:
    city("Duisburg", name={"de": "Duisburg", "ru": "Дуйсбург"})
    known = _known("Duisburger Hafen")
    (entry,) = known.found_in("Duisburger Hafen")

    assert known.is_kept(entry, "Дуйсбургский порт")


def test_a_big_glossary_is_three_questions_and_soon_answered() -> None:
    Term.objects.bulk_create(
        Term(from_language="de", to_language="ru", source=f"Wort{n} am Fluss", target=f"слово{n}")
        for n in range(5_000)
    )
    City.objects.bulk_create(
        City(slug=f"c-{n}", name={"de": f"Stadt{n}", "ru": f"Город{n}"}, country="DE")
        for n in range(2_000)
    )
    text = "Am Ufer von Wort77 am Fluss liegt Stadt12. " * 100
    _known(text).found_in(text)

    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        found = _known(text).found_in(text)

    assert [entry.target for entry in found] == ["слово77", "Город12"]
    assert len(asked) == 3
    assert time.perf_counter() - begun < 3  # of a machine that does much else; mostly a tenth


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"source": "stadtarchiv", "target": "архив"}, "has the entry “Stadtarchiv → городской"),
        (
            {"source": "Archiv", "target": "архив", "source_forms": "Stadtarchivs"},
            "is in the entry",
        ),
        ({"source": "Stadtarchivs", "target": "архив"}, "“Stadtarchivs” is in the entry"),
        (
            {"source": "городской архив", "target": "Staatsarchiv", "pair": "ru de"},
            "“Stadtarchiv → городской архив” says that",
        ),
        ({"source": "Rathaus", "target": "мэрия"}, "The entry “мэрия → Stadthaus” translates"),
    ],
)
def test_an_entry_that_contradicts_another_is_refused_by_name(
    entry: dict[str, str], message: str
) -> None:
    term("Stadtarchiv", "городской архив", source_forms="Stadtarchivs")
    term("мэрия", "Stadthaus", pair="ru de")

    with pytest.raises(ValidationError) as refused:
        _entry(**entry).full_clean()

    assert message in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "entry",
    [
        {"source": "городской архив", "target": "Stadtarchiv", "pair": "ru de"},
        {"source": "Archiv der Stadt", "target": "городской архив"},
        {"source": "Stadtarchiv", "target": "archivio", "pair": "de it"},
        {"source": "Archiv", "target": "городской архив", "source_forms": "Stadtarchivs"},
    ],
)
def test_synonyms_and_the_way_back_are_no_contradiction(entry: dict[str, str]) -> None:
    term("Stadtarchiv", "городской архив", source_forms="Stadtarchivs")

    _entry(**entry).full_clean()


def test_the_same_russian_word_in_capitals_is_refused_too() -> None:
    term("ратуша", "Rathaus", pair="ru de")

    with pytest.raises(ValidationError, match="has the entry “ратуша → Rathaus” already"):
        _entry(source="РАТУША", target="Rathaus", pair="ru de").full_clean()


def test_an_entry_does_not_contradict_itself() -> None:
    kept = term("Stadtarchiv", "городской архив")
    kept.target = "архив города"

    kept.full_clean()


def _entry(*, source: str, target: str, pair: str = "de ru", source_forms: str = "") -> Term:
    from_language, to_language = pair.split()
    return Term(
        source=source,
        target=target,
        from_language=from_language,
        to_language=to_language,
        source_forms=source_forms,
    )
