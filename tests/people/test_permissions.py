"""Rights follow the city: what each role may do, and where."""

import pytest

from citytocity.people.enums import Act, Role
from citytocity.people.models import Membership, User
from citytocity.people.permissions import (
    MAY,
    CityPolicy,
    cities_held,
    cities_where,
    may,
    may_give,
    pairs,
    people_who,
)
from tests.factories.cities import cities, city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db


class EditorsPolicy(CityPolicy):
    act = Act.EDIT

    def user_has_permission(self, somebody: User, action: str) -> bool:
        return may(somebody, Act.EDIT)


CITY_ROLES = [role for role in Role if role not in (Role.HOST, Role.TRANSLATOR)]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", CITY_ROLES)
def test_a_role_allows_for_its_city_what_the_table_says_and_nothing_elsewhere(
    role: Role, act: Act
) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    somebody = member(role, duisburg)

    assert may(somebody, act, city=duisburg) == (act in MAY[role])
    assert not may(somebody, act, city=oxford)


@pytest.mark.parametrize("act", Act)
def test_host_office_and_administrators_may_do_everything_everywhere(act: Act) -> None:
    oxford = city("Oxford")

    assert may(member(Role.HOST), act, city=oxford)
    assert may(user(admin=True), act, city=oxford)


@pytest.mark.parametrize("act", Act)
def test_nobody_may_do_anything_without_a_role(act: Act) -> None:
    assert not may(user(), act)


def test_a_closed_account_keeps_no_right() -> None:
    somebody = member(Role.HOST, is_active=False)

    assert not may(somebody, Act.PUBLISH)


def test_a_translator_without_a_city_translates_for_all_of_them_in_one_pair() -> None:
    translator = member(Role.TRANSLATOR, pair="de ru")

    assert may(translator, Act.TRANSLATE, city=city("Oxford"))
    assert pairs(translator) == {("de", "ru")}
    assert pairs(user(admin=True)) is None


def test_cities_are_those_of_the_roles_that_allow_it() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    somebody = member(Role.EDITOR, duisburg)
    somebody.memberships.create(role=Role.AUTHOR, city=oxford)

    assert list(cities_where(somebody, Act.PUBLISH)) == [duisburg]
    assert set(cities_where(somebody, Act.WRITE)) == {duisburg, oxford}


def test_the_cities_of_a_person_stand_with_the_host_first() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    perm = city("Perm", host=True)
    editor = member(Role.EDITOR, oxford)
    Membership.objects.create(user=editor, role=Role.CHECKER, city=perm)
    Membership.objects.create(user=editor, role=Role.AUTHOR, city=duisburg)

    assert cities_held(editor, Act.READ_DRAFTS) == [perm, oxford]
    assert cities_held(user(officer=True), Act.READ_DRAFTS) == [perm, duisburg, oxford]
    assert cities_held(user(), Act.READ_DRAFTS) == []


def test_what_is_of_no_city_is_for_those_of_all_cities_alone() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    policy = EditorsPolicy(Membership)
    of_none, own = Membership(), Membership(city=duisburg)

    def allowed(somebody: User) -> list[bool]:
        return [
            policy.user_has_permission_for_instance(somebody, "view", one) for one in (own, of_none)
        ]

    assert allowed(member(Role.EDITOR, duisburg)) == [True, False]
    assert allowed(member(Role.EDITOR, oxford)) == [False, False]
    assert allowed(user(officer=True)) == [True, True]


def test_who_may_publish_for_a_city_are_its_editors_and_the_host_office() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    editor, host = member(Role.EDITOR, duisburg), member(Role.HOST)
    member(Role.EDITOR, oxford)
    member(Role.AUTHOR, duisburg)

    assert set(people_who(Act.PUBLISH, city=duisburg)) == {editor, host}


def test_an_editor_invites_authors_for_the_own_city_alone() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    editor = member(Role.EDITOR, duisburg)

    assert may_give(editor, Role.AUTHOR, city=duisburg)
    assert not may_give(editor, Role.AUTHOR, city=oxford)
    assert not may_give(editor, Role.EDITOR, city=duisburg)
    assert not may_give(editor, Role.TRANSLATOR, city=None)
