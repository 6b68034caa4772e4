import pytest
from django.test import Client

from citytocity.ledger.admin import RECORDS
from citytocity.people.enums import Role
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db

LISTS = [
    f"/admin/snippets/{viewset.model._meta.app_label}/{viewset.model._meta.model_name}/"
    for viewset in RECORDS
]


@pytest.mark.parametrize("address", LISTS)
def test_an_officer_opens_each_list_and_its_empty_form(officer: Client, address: str) -> None:
    answers = [officer.get(address + ending).status_code for ending in ("", "add/")]

    assert answers == [200, 200]


@pytest.mark.parametrize("address", LISTS)
def test_nobody_who_is_not_signed_in_sees_the_register_in_the_admin(
    client: Client, address: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/en/account/login/?next={address}")


@pytest.mark.parametrize("address", LISTS)
def test_no_form_of_the_register_saves_by_itself(officer: Client, address: str) -> None:
    assert "w-autosave#save" not in officer.get(f"{address}add/").text


def test_nor_does_the_form_of_a_record_that_is_public_already(officer: Client) -> None:
    activity = ledger.activity(city("Oxford"), host=city("Perm"))

    page = officer.get(f"/admin/snippets/ledger/activity/edit/{activity.pk}/").text

    assert "data-edit-form" in page
    assert "w-autosave#save" not in page


def test_an_activity_with_its_groups_opens_in_the_form_and_shows_its_history(
    officer: Client,
) -> None:
    activity = ledger.activity(city("Oxford"), host=city("Perm"))
    address = "/admin/snippets/ledger/activity/"

    answers = [
        officer.get(f"{address}{page}/{activity.pk}/").status_code
        for page in ("edit", "history", "usage")
    ]

    assert answers == [200, 200, 200]


def test_a_head_count_changed_in_the_admin_is_on_the_page_of_the_activity(officer: Client) -> None:
    activity = ledger.activity(city("Oxford"), host=city("Perm"))
    group = activity.participations.get(city__slug="oxford")
    address = f"/admin/snippets/ledger/participation/edit/{group.pk}/"

    answer = officer.post(
        address,
        {
            "activity": activity.pk,
            "city": group.city_id,
            "role": group.role,
            "mode": group.mode,
            "certainty": "about",
            "people": "4321",
        },
    )
    page = Client().get(f"/en/activities/{activity.slug}/").content.decode()

    assert answer.status_code == 302
    assert "about 4,321 people" in page


SUGGESTIONS = "/admin/snippets/cities/city/suggestions/"


def suggested(client: Client, typed: str) -> list[str]:
    return [found["name"] for found in client.get(SUGGESTIONS, {"q": typed}).json()["found"]]


@pytest.mark.parametrize("typed", ["Per", "Перм", "molot"])
def test_a_city_is_suggested_by_the_start_of_any_of_its_names(officer: Client, typed: str) -> None:
    city("Oxford")
    city("Perm", name={"en": "Perm", "ru": "Пермь"}, other_names={"en": "Molotov"})

    assert suggested(officer, typed) == ["Perm"]


def test_no_more_than_twenty_records_are_suggested(officer: Client) -> None:
    for number in range(25):
        city(f"Perm {number}")

    assert len(suggested(officer, "perm")) == 20


def test_only_those_who_may_see_a_record_get_it_suggested(client: Client) -> None:
    city("Perm")

    signed_out = client.get(SUGGESTIONS, {"q": "perm"})
    client.force_login(user())
    without_a_role = client.get(SUGGESTIONS, {"q": "perm"})

    assert signed_out["Location"].startswith("/en/account/login/")
    assert without_a_role["Location"].startswith("/en/account/login/")


def test_editors_see_the_register_propose_and_change_nothing_in_it(client: Client) -> None:
    perm = city("Perm")
    client.force_login(member(Role.EDITOR, perm))

    opened = [
        client.get(f"/admin/snippets/cities/city/{address}")
        for address in ("", "add/", f"edit/{perm.pk}/", f"delete/{perm.pk}/")
    ]

    assert suggested(client, "perm") == ["Perm"]
    assert [answer.status_code for answer in opened] == [200, 200, 200, 302]
    assert ["Propose this change" in answer.text for answer in opened] == [False, True, True, False]
    assert opened[3]["Location"] == "/admin/"
