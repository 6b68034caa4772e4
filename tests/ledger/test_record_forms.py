"""What the forms of the admin refuse before the database does, and what its pages say of it."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from citytocity.cities.models import City
from citytocity.ledger.models import Activity, Theme
from tests.factories import ledger
from tests.factories.cities import cities, city, organisation
from tests.factories.people import user

pytestmark = pytest.mark.django_db

ACTIVITIES = "/admin/snippets/ledger/activity"
PARTICIPATIONS = "/admin/snippets/ledger/participation"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def group(of: City, **values: Any) -> dict[str, Any]:
    defaults = {"city": of.pk, "role": "guest", "mode": "in-person", "certainty": "counted"}
    return defaults | values


def activity_data(*groups: dict[str, Any], **values: Any) -> dict[str, Any]:
    lists = {name: inline_formset([]) for name in ("inspired_by", "credits", "citations")}
    defaults = {
        "title__en": "Festival",
        "title__original": "en",
        "kind": "festival",
        "when": "2018",
        "status": "held",
        "attendance_certainty": "counted",
        "participations": inline_formset(list(groups)),
    }
    return nested_form_data(defaults | lists | values)


def test_a_city_that_stands_in_an_activity_twice_is_told_beside_it(officer: Client) -> None:
    perm = city("Perm")
    data = activity_data(group(perm), group(perm, people="5"))

    answer = officer.post(f"{ACTIVITIES}/add/", data)

    assert answer.status_code == 200
    assert [form.errors for form in answer.context["form"].formsets["participations"].forms] == [
        {},
        {"city": ["This city is there already. Name the organisations if it sent several groups."]},
    ]
    assert not Activity.objects.exists()


def test_groups_of_one_city_with_their_organisations_are_kept(officer: Client) -> None:
    perm = city("Perm")
    groups = [group(perm, organisation=organisation(of=perm).pk) for _number in range(2)]

    answer = officer.post(f"{ACTIVITIES}/add/", activity_data(*groups))

    assert answer.status_code == 302
    assert Activity.objects.get().participations.count() == 2


def test_an_activity_that_is_part_of_itself_is_told_so(officer: Client) -> None:
    festival = ledger.activity(slug="festival")
    data = activity_data(slug="festival", part_of=festival.pk)

    answer = officer.post(f"{ACTIVITIES}/edit/{festival.pk}/", data)

    assert answer.context["form"].errors == {"part_of": ["An activity cannot be part of itself."]}


def test_a_long_name_makes_an_id_that_fits(officer: Client) -> None:
    name = "Everything that two cities do for their rivers and the people on their banks"
    ledger.theme(slug="everything-that-two-cities-do-for-their-rivers-and-the-p")

    answer = officer.post(
        "/admin/snippets/ledger/theme/add/", {"name__en": name, "name__original": "en"}
    )

    assert answer.status_code == 302
    assert len(Theme.objects.latest("pk").slug) <= 60


def test_what_stands_in_the_way_of_deleting_is_named_with_its_address(officer: Client) -> None:
    festival = ledger.activity(title={"en": "Festival"})
    result = ledger.result(activity=festival, title={"en": "A book"})
    address = f"{ACTIVITIES}/delete/{festival.pk}/"

    page = officer.get(address).text
    answer = officer.post(address)

    named = f'<li><a href="/admin/snippets/ledger/result/edit/{result.pk}/">A book</a></li>'
    assert named in page
    assert "“Festival” cannot be deleted while other records need it." in page
    assert (answer.status_code, named in answer.text) == (200, True)
    assert Activity.objects.exists()


def test_a_partnership_with_an_agreement_says_so_too(officer: Client) -> None:
    twins = ledger.partnership(*cities("Perm", "Oxford"))
    ledger.agreement(twins, title={"en": "Treaty"})

    answer = officer.post(f"/admin/snippets/ledger/partnership/delete/{twins.pk}/")

    assert (answer.status_code, "Treaty</a>" in answer.text) == (200, True)


def test_what_nothing_stands_on_is_deleted(officer: Client) -> None:
    festival = ledger.activity(city("Perm"))

    page = officer.get(f"{ACTIVITIES}/delete/{festival.pk}/").text
    answer = officer.post(f"{ACTIVITIES}/delete/{festival.pk}/")

    assert "Yes, delete" in page
    assert (answer.status_code, Activity.objects.exists()) == (302, False)


@pytest.mark.parametrize(
    ("numbers", "errors"),
    [
        ({"youth": "3"}, {"youth": ["There cannot be more young people than people."]}),
        ({"men": "3"}, {"people": ["Women, men and non-binary people are more than all."]}),
    ],
)
def test_numbers_that_do_not_fit_are_told_beside_them_in_both_forms(
    officer: Client, numbers: dict[str, str], errors: dict[str, list[str]]
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    festival = ledger.activity(perm)
    sent = group(oxford, people="2", **numbers)

    alone = officer.post(f"{PARTICIPATIONS}/add/", sent | {"activity": festival.pk})
    in_a_row = officer.post(f"{ACTIVITIES}/add/", activity_data(sent))

    assert alone.context["form"].errors == errors
    assert in_a_row.context["form"].formsets["participations"].errors == [errors]


def test_a_group_that_is_there_already_is_told_beside_its_city(officer: Client) -> None:
    perm = city("Perm")
    festival = ledger.activity(perm)

    form = officer.post(f"{PARTICIPATIONS}/add/", group(perm, activity=festival.pk)).context["form"]

    assert form.errors == {
        "city": ["This city is there already. Name the organisations if it sent several groups."]
    }
