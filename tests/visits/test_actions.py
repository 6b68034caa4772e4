"""What is done with folders: by whom, once and twice, and what stays when time is over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.visits import actions
from citytocity.visits.actions import NotAVisitError, NotEmptyError, SeveralGroupsError
from citytocity.visits.models import Forgotten, ProgrammeItem, Traveller, Visit
from citytocity.visits.permissions import visits_of
from tests.factories import ledger
from tests.factories.cities import cities, organisation
from tests.factories.people import member, user
from tests.factories.visits import item, traveller, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def perm() -> City:
    return cities("Perm")[0]


@pytest.fixture
def oxford() -> City:
    return cities("Oxford")[0]


@pytest.fixture
def registrar(oxford: City) -> User:
    return member(Role.REGISTRAR, oxford)


def test_a_folder_is_opened_once(perm: City, oxford: City, registrar: User) -> None:
    journey = ledger.activity(oxford, host=perm, kind="exchange")

    first = actions.open_folder(journey, by=registrar)
    second = actions.open_folder(journey, by=registrar)

    assert first == second == Visit.objects.get()
    assert [entry.action for entry in registry.get_logs_for_instance(first)] == ["visits.open"]


def test_a_festival_has_no_folder(perm: City, oxford: City, registrar: User) -> None:
    with pytest.raises(NotAVisitError):
        actions.open_folder(ledger.activity(oxford, host=perm), by=registrar)

    assert not Visit.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUTHOR, Role.CHECKER])
def test_a_folder_is_for_registrars_of_its_cities(perm: City, oxford: City, role: Role) -> None:
    folder = visit(oxford, to=perm)
    strangers = [member(role, oxford), member(Role.REGISTRAR, cities("Duisburg")[0]), user()]

    for stranger in strangers:
        assert list(visits_of(stranger)) == []
        with pytest.raises(PermissionDenied):
            actions.open_folder(folder.activity, by=stranger)
        with pytest.raises(PermissionDenied):
            actions.keep_part(folder, part="stay", by=stranger)
        with pytest.raises(PermissionDenied):
            actions.keep_programme(folder, items=[], gone=[], by=stranger)
        with pytest.raises(PermissionDenied):
            actions.keep_travellers(folder, travellers=[], gone=[], by=stranger)
        with pytest.raises(PermissionDenied):
            actions.take_counts_over(folder, by=stranger)
        with pytest.raises(PermissionDenied):
            actions.discard(folder, by=stranger)


def test_both_cities_and_the_host_office_keep_a_folder(perm: City, oxford: City) -> None:
    folder = visit(oxford, to=perm)

    keepers = [member(Role.REGISTRAR, perm), member(Role.REGISTRAR, oxford), user(officer=True)]

    assert [list(visits_of(keeper)) for keeper in keepers] == [[folder]] * 3


def test_of_two_visits_that_answer_each_other_the_second_is_refused(
    perm: City, oxford: City, registrar: User
) -> None:
    there, back = visit(oxford, to=perm, when="2018"), visit(perm, to=oxford, when="2018")
    there.answers = Visit.objects.get(pk=back.pk)  # as a form saw it before the other was saved
    back.answers = Visit.objects.get(pk=there.pk)

    actions.keep_part(back, part="return", by=registrar)
    with pytest.raises(ValidationError, match="itself answers this visit"):
        actions.keep_part(there, part="return", by=registrar)

    there.refresh_from_db()
    assert there.answers is None


def test_two_travellers_change_who_is_the_head(perm: City, oxford: City, registrar: User) -> None:
    folder = visit(oxford, to=perm)
    one, other = traveller(folder, oxford, role="head"), traveller(folder, oxford, "BO")
    one.role, other.role = "member", "head"

    actions.keep_travellers(folder, travellers=[other, one], gone=[], by=registrar)

    assert Traveller.objects.get(role="head") == other


def test_a_head_that_was_noted_meanwhile_is_told_and_one_of_another_city_stays(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    meanwhile, ours = traveller(folder, oxford, "BO", role="head"), traveller(folder, perm, "VERA")
    Traveller.objects.filter(pk=ours.pk).update(role="head")
    anna = Traveller(city=oxford, passport_name="ANNA", role="head")

    replaced = actions.keep_travellers(folder, travellers=[anna], gone=[], by=registrar)

    assert replaced == [meanwhile]
    assert set(Traveller.objects.values_list("passport_name", "role")) == {
        ("ANNA", "head"), ("BO", "member"), ("VERA", "head"),
    }  # fmt: skip


def test_history_names_no_traveller(perm: City, oxford: City, registrar: User) -> None:
    folder = visit(oxford, to=perm)

    anna = Traveller(visit=folder, city=oxford, passport_name="ANNA SECRET")
    actions.keep_travellers(folder, travellers=[anna], gone=[], by=registrar)

    told = [f"{entry.label} {entry.data}" for entry in ModelLogEntry.objects.all()]
    assert told == ["Visit {'part': 'people'}"]


def test_numbers_are_taken_over_and_what_is_not_known_of_all_stays(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    group = folder.activity.participations.get(city=oxford)
    group.people, group.women, group.certainty = 9, 2, "about"
    group.save()
    traveller(folder, oxford, age=29, gender="f")
    traveller(folder, oxford, "BO", age=30)
    traveller(folder, oxford, "CY", age=12)

    actions.take_counts_over(folder, by=registrar)
    actions.take_counts_over(folder, by=registrar)

    group.refresh_from_db()
    assert (group.people, group.youth, group.women, group.certainty) == (3, 2, 2, "counted")
    assert folder.activity.participations.count() == 2


def test_numbers_that_cannot_be_are_refused_and_nothing_is_changed(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    group = folder.activity.participations.get(city=oxford)
    group.people, group.women = 9, 8
    group.save()
    traveller(folder, oxford)

    with pytest.raises(ValidationError, match="more than all"):
        actions.take_counts_over(folder, by=registrar)

    group.refresh_from_db()
    assert group.people == 9


def test_numbers_of_several_groups_are_not_guessed(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    body = organisation(of=oxford)
    ledger.participation(folder.activity, oxford, organisation=body, role="guest")
    traveller(folder, oxford)

    with pytest.raises(SeveralGroupsError, match="several groups from Oxford"):
        actions.take_counts_over(folder, by=registrar)


def test_an_empty_folder_is_discarded_and_a_filled_one_stays(
    perm: City, oxford: City, registrar: User
) -> None:
    empty, filled = visit(oxford, to=perm), visit(oxford, to=perm, lodging="A hotel")
    planned = visit(oxford, to=perm)
    item(planned, "2018-06-12 10:00")

    actions.discard(empty, by=registrar)
    for kept in (filled, planned):
        with pytest.raises(NotEmptyError):
            actions.discard(kept, by=registrar)

    assert set(Visit.objects.all()) == {filled, planned}


def test_travellers_are_forgotten_in_time_and_counts_stay(perm: City, oxford: City) -> None:
    old = visit(oxford, to=perm, when="2018-01-10", contact="Anna, 555 0100")
    young = visit(oxford, to=perm, when="2018-06-10")
    for age in (20, 40):
        traveller(old, oxford, age=age)
    kept = traveller(young, oxford)
    just_opened = traveller(visit(oxford, to=perm, when="2018-01-10"), oxford)
    today = datetime.date(2018, 7, 20)
    long_ago = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)
    Visit.objects.filter(pk__in=[old.pk, young.pk]).update(opened=long_ago)

    assert actions.forget_travellers(today=today) == 1
    assert actions.forget_travellers(today=today) == 0

    old.refresh_from_db()
    assert (list(Traveller.objects.all()), old.contact) == ([kept, just_opened], "")
    proofs = Forgotten.objects.values_list("visit", "what", "city", "people", "youth")
    assert sorted(proofs, key=str) == sorted(
        [(old.pk, "travellers", oxford.pk, 2, 1), (old.pk, "contact", None, 1, None)], key=str
    )


def test_who_asked_in_words_and_who_attends_are_forgotten_too(perm: City, oxford: City) -> None:
    asked = visit(oxford, to=perm, asked_by_words="Anna Example of the choir")
    planned = visit(oxford, to=perm)
    for attends in ("Anna Example", "Bo Example", ""):
        item(planned, "2018-06-12 10:00", attends=attends)
    Visit.objects.update(opened=datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC))
    today = datetime.date(2019, 7, 20)

    assert actions.forget_travellers(today=today) == 2
    assert actions.forget_travellers(today=today) == 0

    asked.refresh_from_db()
    assert asked.asked_by_words == ""
    assert list(planned.items.values_list("attends", flat=True)) == ["", "", ""]
    proofs = Forgotten.objects.order_by("visit").values_list("visit", "what", "people")
    assert list(proofs) == [(asked.pk, "contact", 1), (planned.pk, "attends", 2)]


def test_what_was_just_written_into_an_old_folder_without_days_stays(
    perm: City, oxford: City, registrar: User
) -> None:
    named, planned, left = (visit(oxford, to=perm, when="") for _ in range(3))
    for folder in (named, planned, left):
        traveller(folder, oxford)
    long_ago = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)
    Visit.objects.update(opened=long_ago, changed=long_ago)

    actions.keep_travellers(named, travellers=[], gone=[], by=registrar)
    actions.keep_programme(planned, items=[], gone=[], by=registrar)
    actions.forget_travellers(today=datetime.datetime.now(datetime.UTC).date())

    kept = Traveller.objects.order_by("visit").values_list("visit", flat=True)
    assert list(kept) == [named.pk, planned.pk]


def test_items_of_a_programme_are_written_and_deleted_together(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    gone = item(folder, "2018-06-12 10:00")
    new = ProgrammeItem(starts=gone.starts, zone=gone.zone, title={"en": "Lunch"})

    actions.keep_programme(folder, items=[new], gone=[gone], by=registrar)

    assert [str(one) for one in folder.items.all()] == ["Lunch"]


def test_where_somebody_slept_and_what_car_she_went_in_is_forgotten_too(
    perm: City, oxford: City
) -> None:
    old = visit(oxford, to=perm, lodging="Room 12: Anna Example", transport="SU1200: Anna Example")
    item(old, "2018-06-12 10:00", transport="The car of Anna Example")
    Visit.objects.update(opened=datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC))
    today = datetime.date(2019, 7, 20)

    forgotten = [actions.forget_travellers(today=today) for _twice in range(2)]

    old.refresh_from_db()
    assert forgotten == [1, 0]
    assert (old.lodging, old.transport, old.items.get().transport) == ("", "", "")
    assert list(Forgotten.objects.values_list("what", "people")) == [("stay", 3)]


def test_numbers_that_do_not_go_with_the_registers_are_told_with_their_city(
    perm: City, oxford: City, registrar: User
) -> None:
    folder = visit(oxford, to=perm)
    group = folder.activity.participations.get(city=oxford)
    group.people, group.women, group.men = 16, 8, 8
    group.save()
    traveller(folder, oxford, age=40)

    with pytest.raises(ValidationError, match="Oxford: the numbers of this folder"):
        actions.take_counts_over(folder, by=registrar)

    group.refresh_from_db()
    assert group.people == 16
