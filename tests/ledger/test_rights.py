"""Who keeps the register of a city changes what touches it, and nothing else."""

from typing import Any

import pytest
from django.test import Client

from citytocity.ledger.models import Result
from citytocity.people.enums import Role
from citytocity.sources.models import Source
from tests.factories import ledger, sources
from tests.factories.cities import cities
from tests.factories.people import member

pytestmark = pytest.mark.django_db

RESULTS = "/admin/snippets/ledger/result/"
NO_ROWS = {
    f"{rows}-{count}": "0"
    for rows in ("evidence", "citations")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}
OUT_OF_REACH = "A record must touch a city whose register you keep."


def form(**values: Any) -> dict[str, Any]:
    """A result's form with a title, and without rows."""
    result = {
        "title__en": "A book",
        "kind": "publication",
        "when": "2018",
        "certainty": "counted",
        "still_running": "unknown",
    }
    return NO_ROWS | result | {"slug": "a-book"} | values


def test_a_registrar_changes_a_record_of_the_own_city_and_no_other(client: Client) -> None:
    oxford, duisburg = cities("Oxford", "Duisburg")
    ours, theirs = ledger.result(from_city=oxford), ledger.result(from_city=duisburg)
    client.force_login(member(Role.REGISTRAR, oxford))

    client.post(f"{RESULTS}edit/{ours.pk}/", form(from_city=oxford.pk, when="2011"))
    client.post(f"{RESULTS}edit/{theirs.pk}/", form(from_city=oxford.pk, when="2011"))

    assert [Result.objects.get(pk=result.pk).when for result in (ours, theirs)] == ["2011", "2018"]


def test_a_registrar_cannot_hand_a_record_over_to_another_city(client: Client) -> None:
    oxford, duisburg = cities("Oxford", "Duisburg")
    result = ledger.result(from_city=oxford)
    client.force_login(member(Role.REGISTRAR, oxford))

    page = client.post(f"{RESULTS}edit/{result.pk}/", form(from_city=duisburg.pk))

    assert OUT_OF_REACH in page.text
    assert Result.objects.get().from_city == oxford


@pytest.mark.parametrize("of", ["duisburg", "nobody"])
def test_a_registrar_cannot_make_a_record_that_does_not_touch_the_own_city(
    client: Client, of: str
) -> None:
    oxford, duisburg = cities("Oxford", "Duisburg")
    client.force_login(member(Role.REGISTRAR, oxford))

    values = {"from_city": duisburg.pk} if of == "duisburg" else {}
    page = client.post(f"{RESULTS}add/", form(**values))

    assert OUT_OF_REACH in page.text
    assert not Result.objects.exists()


def test_after_the_refusal_the_same_form_makes_the_record_for_the_own_city(client: Client) -> None:
    oxford, duisburg = cities("Oxford", "Duisburg")
    client.force_login(member(Role.REGISTRAR, oxford))

    client.post(f"{RESULTS}add/", form(from_city=duisburg.pk))
    client.post(f"{RESULTS}add/", form(from_city=oxford.pk))

    assert Result.objects.get().from_city == oxford


def test_a_registrar_adds_a_source_to_cite_and_changes_none_that_others_cite(
    client: Client,
) -> None:
    oxford, _duisburg = cities("Oxford", "Duisburg")
    cited = sources.source("City news")
    client.force_login(member(Role.REGISTRAR, oxford))

    client.post(
        "/admin/snippets/sources/source/add/",
        {"title": "Oxford Mail", "slug": "mail", "language": "en"},
    )
    client.post(
        f"/admin/snippets/sources/source/edit/{cited.pk}/",
        {"title": "Other", "slug": cited.slug, "language": "en"},
    )

    assert set(Source.objects.values_list("title", flat=True)) == {"City news", "Oxford Mail"}
