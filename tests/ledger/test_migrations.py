import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from tests.factories import ledger as make
from tests.factories.cities import city

pytestmark = pytest.mark.django_db

bounds = import_module("citytocity.ledger.migrations.0003_bound_numbers_and_texts")


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT presented_by FROM ledger_recognition ORDER BY slug")
        return [text for (text,) in cursor.fetchall()]


def test_a_name_gets_the_language_of_the_site_and_loses_it_again() -> None:
    make.recognition(slug="a", city=city(), presented_by={"en": "Igor Shubin", "ru": "Игорь Шубин"})
    make.recognition(slug="b", city=city("Oxford"))

    bounds.names_as_plain_text(apps, None)
    plain = kept()
    bounds.names_by_language(apps, None)

    assert plain == ["Igor Shubin", ""]
    assert kept() == [json.dumps({"en": "Igor Shubin"}), ""]
