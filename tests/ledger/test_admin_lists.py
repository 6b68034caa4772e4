"""The register's lists in the admin, as an officer narrows, sorts and takes them with her."""

from typing import Any

import pytest
from django.test import Client

from citytocity.ledger.admin import RegisterGroup
from tests.factories import ledger
from tests.factories.sources import source

pytestmark = pytest.mark.django_db

KINDS = [
    f"{viewset.model._meta.app_label}/{viewset.model._meta.model_name}"
    for viewset in RegisterGroup.items
]


def listed(client: Client, kind: str, **query: Any) -> list[str]:
    """What the records of the list are called, in its order."""
    answer = client.get(f"/admin/snippets/{kind}/", query)
    assert answer.status_code == 200
    return [str(record) for record in answer.context["object_list"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ['"', "(", "AND", "a*b", "{x} : y", "😀"])
def test_signs_of_the_index_find_nothing_and_break_nothing(
    officer: Client, kind: str, typed: str
) -> None:
    assert listed(officer, kind, q=typed) == []


@pytest.mark.parametrize(
    "typed",
    ["фестивали", "Фестивалями", "фест", "молодежный", "молодёжн", "Оксфорде", "festivals"],
)
def test_an_activity_is_found_by_any_form_or_the_start_of_its_words(
    officer: Client, typed: str
) -> None:
    ledger.activity(title={"en": "A camp", "ru": "Лагерь"})
    ledger.activity(title={"en": "Festival", "ru": "Молодёжный фестиваль в Оксфорде"})

    assert listed(officer, "ledger/activity", q=typed) == ["Festival"]


def test_a_source_is_found_by_another_form_of_its_title(officer: Client) -> None:
    source("Городские фестивали", language="ru", publisher="")
    source("City news", publisher="")

    assert listed(officer, "sources/source", q="фестиваль") == ["Городские фестивали"]
