"""Scenario 2 of the domain research: a visit that one person keeps from a funder's rule."""

import pytest
from django.db.models import Sum
from django.test import Client

from citytocity.ledger.models import Activity, Participation
from citytocity.people.enums import Role
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Activity:
    """52 people from 3 countries, 24 of them from abroad."""
    duisburg = city("Duisburg")
    made = ledger.activity(
        city("Amiens", country="FR"), city("Perm"), host=duisburg, when="2018-09-14/2018-09-17"
    )
    for slug, people in (("duisburg", 28), ("amiens", 14), ("perm", 10)):
        half = people // 2
        group = made.participations.filter(city__slug=slug)
        group.update(people=people, women=half, men=half)
    return made


def test_one_more_participant_from_abroad_turns_the_check_green(
    client: Client, visit: Activity
) -> None:
    client.force_login(member(Role.REGISTRAR, visit.host))
    address = f"/admin/funders/{visit.pk}/eu-town-twinning/"

    before = client.get(address)
    Participation.objects.filter(city__slug="perm").update(people=11)
    after = client.get(address)

    assert "1 more international participant needed" in before.content.decode()
    assert [check["state"] for check in before.context["checks"]] == [
        "52: met",
        "24: 1 more international participant needed",
        "3: met",
        "2: met",
    ]
    assert "needed" not in after.content.decode()
    assert [check["is_met"] for check in after.context["checks"]] == [True] * 4


def test_the_totals_of_the_sheet_equal_the_register(client: Client, visit: Activity) -> None:
    client.force_login(member(Role.REGISTRAR, visit.host))

    sheet = client.get(f"/admin/funders/{visit.pk}/eu-town-twinning/").context["sheet"]

    numbers = {line.name: line.number for part in sheet.parts for line in part.lines}
    held = Participation.objects.filter(activity=visit)
    assert numbers["Direct participants"] == held.aggregate(n=Sum("people"))["n"] == 52
    assert numbers["Germany"] + numbers["France"] + numbers["Russia"] == 52
    assert numbers["Women and girls"] == held.aggregate(n=Sum("women"))["n"] == 26
    assert numbers["Invited from other countries"] == 24
