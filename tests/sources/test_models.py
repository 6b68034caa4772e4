import datetime

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from tests.factories.cities import city
from tests.factories.sources import cite, source
from tests.refusals import refused_by_form

pytestmark = pytest.mark.django_db


def test_a_source_is_named_by_its_publisher_and_title() -> None:
    assert str(source("City news", publisher="Council")) == "Council: City news"
    assert str(source("City news", publisher="")) == "City news"


def test_a_source_has_the_days_it_can_be_published_on() -> None:
    record = source(published="2018-09~")

    assert record.published_first == datetime.date(2018, 9, 1)
    assert record.published_last == datetime.date(2018, 9, 30)


def test_a_source_is_found_by_any_form_of_its_words() -> None:
    record = source("Городские фестивали", language="ru", publisher="Звёзды")

    assert set(record.search_terms().split()) == {
        "городские", "городск", "фестивали", "фест", "звезды", "звезд",
    }  # fmt: skip


def test_two_sources_cannot_share_an_id() -> None:
    source(slug="news")

    with pytest.raises(IntegrityError):
        source(slug="news")


def test_the_language_of_a_title_must_be_known() -> None:
    record = source(language="klingon")

    assert refused_by_form(record) == {"language": ["“klingon” is not a language known here."]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<i>City</i> news", "Write plain text, without HTML tags."),
        ("City\x07news", "Take out the control character in it."),
        ("City\uffffnews", "Take out the control character in it."),
    ],
)
@pytest.mark.parametrize("field", ["title", "publisher", "photo_credit"])
def test_what_is_written_of_a_source_is_plain_text(field: str, text: str, says: str) -> None:
    record = source(**{field: text})

    assert refused_by_form(record) == {field: [says]}


def test_what_a_source_says_is_plain_text() -> None:
    citation = cite(city(), about="founded", states="<b>1723</b>")

    assert refused_by_form(citation) == {"states": ["Write plain text, without HTML tags."]}


def test_a_citation_may_be_for_the_record_as_a_whole() -> None:
    cite(city()).full_clean()


def test_a_citation_says_what_its_source_says_of_a_fact() -> None:
    perm = city(population=1_048_000)

    cite(perm, about="population", states="1053934").full_clean()

    assert [citation.states for citation in perm.citations.all()] == ["1053934"]


def test_a_citation_is_about_a_fact_that_the_record_has() -> None:
    citation = cite(city(), about="mayor")

    assert refused_by_form(citation) == {
        "about": [
            "“mayor” is no fact of this record. Known are: name, founded, population, area_km2."
        ]
    }


def test_a_statement_needs_the_fact_it_speaks_of() -> None:
    citation = cite(city(), states="1053934")

    assert refused_by_form(citation) == {"about": ["Say which fact the source speaks of."]}


def test_a_source_that_is_cited_cannot_be_deleted() -> None:
    record = source()
    cite(city(), by=record)

    with pytest.raises(ProtectedError):
        record.delete()


def test_citations_go_with_their_record_and_leave_the_source() -> None:
    record, perm = source(), city()
    cite(perm, by=record)

    perm.delete()
    record.delete()

    assert record.pk is None
