"""What is deleted can be brought back for a year, by those who keep its register."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.ledger.actions import KEPT_FOR, forget_deleted
from citytocity.ledger.actions import bring_back as restore
from citytocity.ledger.actions import delete as delete_record
from citytocity.ledger.models import Activity, DeletedRecord, Theme
from citytocity.people.enums import Role
from citytocity.sources.models import Source
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member, user
from tests.factories.sources import cite

pytestmark = pytest.mark.django_db

ACTIVITIES = "/admin/snippets/ledger/activity"
DELETED = "/admin/deletedrecord"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def festival(*guests: City) -> Activity:
    activity = ledger.activity(*guests, title={"en": "Festival"}, slug="festival", when="2018-05")
    activity.themes.add(ledger.theme("music"))
    activity.save()
    cite(activity)
    return activity


def delete(client: Client, activity: Activity) -> DeletedRecord:
    answer = client.post(f"{ACTIVITIES}/delete/{activity.pk}/")
    assert answer.status_code == 302
    assert not Activity.objects.exists()
    return DeletedRecord.objects.latest("pk")


def facts(activity: Activity) -> dict[str, Any]:
    return {
        name: value
        for name, value in activity.serializable_data().items()
        if name not in {"updated_at", "latest_revision"}
    }


def test_it_comes_back_though_a_source_of_it_is_gone_and_says_so(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    deleted = delete(officer, activity)
    Source.objects.all().delete()

    answer = bring_back(officer, deleted)

    assert Activity.objects.get().citations.count() == 0
    assert Activity.objects.get().participations.count() == 2
    assert "What these named was deleted meanwhile, so they are not back:" in answer.text


def bring_back(client: Client, deleted: DeletedRecord) -> Any:
    return client.post(f"{DELETED}/inspect/{deleted.pk}/", follow=True)


def test_it_comes_back_with_its_rows_sources_and_key(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    before = facts(Activity.objects.get())
    deleted = delete(officer, activity)

    answer = bring_back(officer, deleted)

    assert facts(Activity.objects.get()) == before
    assert "It stands in the register again: Festival" in answer.content.decode()
    history = officer.get(f"{ACTIVITIES}/history/{activity.pk}/").content.decode()
    assert "Brought back" in history


def test_it_is_listed_and_told_until_it_is_back(officer: Client) -> None:
    deleted = delete(officer, festival(*cities("Perm", "Oxford")))

    listed = officer.get(f"{DELETED}/").content.decode()
    told = officer.get(f"{DELETED}/inspect/{deleted.pk}/").content.decode()
    bring_back(officer, deleted)

    assert "Festival" in listed
    assert "May 2018" in told
    assert "Oxford" in told
    assert "Festival" not in officer.get(f"{DELETED}/").content.decode()


def test_it_comes_back_once(officer: Client) -> None:
    deleted = delete(officer, festival())

    bring_back(officer, deleted)

    assert officer.post(f"{DELETED}/inspect/{deleted.pk}/").status_code == 404
    assert Activity.objects.count() == 1


def test_what_does_not_fit_any_more_is_told_and_changes_nothing(officer: Client) -> None:
    deleted = delete(officer, festival())
    ledger.activity(slug="festival")

    answer = bring_back(officer, deleted)

    assert "Not brought back: " in answer.content.decode()
    assert "already exists" in answer.content.decode()
    assert Activity.objects.count() == 1
    assert DeletedRecord.objects.get().brought_back is None


def test_a_row_whose_city_is_gone_is_told(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    deleted = delete(officer, festival(perm, oxford))
    oxford.delete()

    answer = bring_back(officer, deleted)

    assert "Not brought back: " in answer.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("of", "status"), [("Perm", 200), ("Duisburg", 404)])
def test_only_who_keeps_the_register_of_a_city_it_touched_sees_it(
    officer: Client, of: str, status: int
) -> None:
    perm, oxford, _duisburg = cities("Perm", "Oxford", "Duisburg")
    deleted = delete(officer, festival(perm, oxford))
    registrar = Client()
    registrar.force_login(member(Role.REGISTRAR, City.objects.get(slug=of.lower())))

    assert registrar.get(f"{DELETED}/inspect/{deleted.pk}/").status_code == status
    assert ("Festival" in registrar.get(f"{DELETED}/").content.decode()) is (status == 200)


def test_what_is_ticked_in_a_list_is_kept_as_well(officer: Client) -> None:
    gone = [ledger.activity(), ledger.activity()]
    keys = "&".join(f"id={one.pk}" for one in gone)

    officer.post(f"/admin/bulk/ledger/activity/delete/?{keys}&next=/admin/")

    assert not Activity.objects.exists()
    assert DeletedRecord.objects.count() == 2


def test_what_others_stand_on_is_not_deleted_by_ticking_it(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    partnership = ledger.partnership(perm, oxford)
    ledger.agreement(partnership)

    officer.post(f"/admin/bulk/ledger/partnership/delete/?id={partnership.pk}&next=/admin/")

    partnership.refresh_from_db()
    assert not DeletedRecord.objects.exists()


def test_a_second_click_deletes_nothing_more(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    by = user(officer=True)

    for _click in range(2):
        delete_record(activity, by=by)

    assert len(DeletedRecord.objects.get().facts["participations"]) == 2


def test_the_old_lines_of_what_came_back_lead_to_no_state_that_is_gone(officer: Client) -> None:
    activity = festival()
    activity.save_revision(log_action=True)
    deleted = delete(officer, activity)
    bring_back(officer, deleted)

    page = officer.get(f"{ACTIVITIES}/history/{activity.pk}/").content.decode()

    assert page.count("/revisions/") == 0


def test_who_would_not_keep_it_any_more_does_not_bring_it_back() -> None:
    perm, oxford, third = cities("Perm", "Oxford", "Third")
    activity = ledger.activity(perm, oxford)
    result = ledger.practice(perm, third, activity=activity)
    registrar = member(Role.REGISTRAR, oxford)
    delete_record(result, by=registrar)
    activity.participations.get(city=oxford).delete()

    with pytest.raises(PermissionDenied):
        restore(DeletedRecord.objects.get(), by=registrar)


def test_a_record_without_states_comes_back_too(officer: Client) -> None:
    theme = ledger.theme("music")
    officer.post(f"/admin/snippets/ledger/theme/delete/{theme.pk}/")

    bring_back(officer, DeletedRecord.objects.get())

    assert Theme.objects.get().slug == "music"


def test_after_a_year_it_is_gone_for_good(officer: Client) -> None:
    for age in (KEPT_FOR - timedelta(hours=1), KEPT_FOR + timedelta(hours=1)):
        deleted = delete(officer, ledger.activity())
        DeletedRecord.objects.filter(pk=deleted.pk).update(deleted=timezone.now() - age)

    assert forget_deleted() == 1

    assert DeletedRecord.objects.count() == 1
