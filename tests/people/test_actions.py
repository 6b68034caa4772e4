"""Inviting people, taking them in, letting them go."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.mail.links import LinkError
from citytocity.people.actions import accept, end_membership, invitation_of, invite, join
from citytocity.people.enums import Role
from citytocity.people.models import Invitation, Membership, User
from tests.factories.cities import cities, city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db
PASSWORD = "rivers meet in autumn"


def _token(invitation: Invitation) -> str:
    return invitation.url.rstrip("/").rsplit("/", 1)[1]


def test_an_invitation_goes_out_in_the_language_of_its_reader(
    django_capture_on_commit_callbacks,
) -> None:
    duisburg = city("Duisburg")

    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(
            "anna@example.org", role=Role.AUTHOR, city=duisburg, by=member(Role.HOST), language="ru"
        )

    letter = DBTaskResult.objects.get().args_kwargs["kwargs"]
    assert letter["to"] == "anna@example.org"
    assert letter["subject"] == "Приглашение: автор, Duisburg"
    (link,) = re.findall(r"http\S+/ru/invitation/(\S+)/", letter["text"])
    assert invitation_of(link) == invitation


def test_a_new_person_joins_with_the_invited_role() -> None:
    duisburg = city("Duisburg")
    invitation = invite("anna@example.org", role=Role.EDITOR, city=duisburg, by=member(Role.HOST))

    membership = join(invitation, name="Anna Maria Ivanova", password=PASSWORD)

    anna = User.objects.get(email="anna@example.org")
    assert (membership.user, membership.role, membership.city) == (anna, Role.EDITOR, duisburg)
    assert (anna.first_name, anna.last_name) == ("Anna", "Maria Ivanova")
    assert anna.check_password(PASSWORD)


def test_a_link_opens_once() -> None:
    invitation = invite("anna@example.org", role=Role.HOST, by=member(Role.HOST))
    token = _token(invitation)
    join(invitation_of(token), name="Anna", password=PASSWORD)

    with pytest.raises(LinkError):
        invitation_of(token)


def test_a_second_letter_makes_the_first_link_void(monkeypatch: pytest.MonkeyPatch) -> None:
    host = member(Role.HOST)
    first = _token(invite("anna@example.org", role=Role.HOST, by=host))
    later = timezone.now() + datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    second = _token(invite("anna@example.org", role=Role.HOST, by=host))

    assert Invitation.objects.count() == 1
    assert invitation_of(second).email == "anna@example.org"
    with pytest.raises(LinkError):
        invitation_of(first)


def test_somebody_with_an_account_accepts_and_keeps_it() -> None:
    anna = user(email="anna@example.org")
    invitation = invite("Anna@example.org", role=Role.HOST, by=member(Role.HOST))

    accept(invitation, user=anna)

    assert anna.memberships.get().role == Role.HOST
    assert User.objects.filter(email__iexact="anna@example.org").count() == 1


def test_nobody_accepts_for_another() -> None:
    invitation = invite("anna@example.org", role=Role.HOST, by=member(Role.HOST))

    with pytest.raises(LinkError):
        accept(invitation, user=user(email="boris@example.org"))

    assert not Membership.objects.filter(user__email="boris@example.org").exists()


def test_an_editor_invites_no_editor_and_nobody_for_another_city() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    editor = member(Role.EDITOR, duisburg)

    for role, where in ((Role.EDITOR, duisburg), (Role.AUTHOR, oxford), (Role.HOST, None)):
        with pytest.raises(PermissionDenied):
            invite("anna@example.org", role=role, city=where, by=editor)

    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "languages", "told"),
    [
        (Role.AUTHOR, {}, "Choose the city this role is for."),
        (Role.TRANSLATOR, {"from_language": "de"}, "A translator needs two different languages"),
        (
            Role.TRANSLATOR,
            {"from_language": "de", "to_language": "xx"},
            "“xx” is no language of this site.",
        ),
    ],
)
def test_a_role_without_what_it_needs_is_refused(
    role: Role, languages: dict[str, str], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        invite("anna@example.org", role=role, by=member(Role.HOST), **languages)


def test_who_has_the_role_already_is_not_invited_to_it() -> None:
    duisburg = city("Duisburg")
    member(Role.AUTHOR, duisburg, email="anna@example.org")

    with pytest.raises(ValidationError, match=r"This person has this role already\."):
        invite("anna@example.org", role=Role.AUTHOR, city=duisburg, by=member(Role.HOST))


def test_a_weak_password_makes_no_account() -> None:
    invitation = invite("anna@example.org", role=Role.HOST, by=member(Role.HOST))

    with pytest.raises(ValidationError, match="too short"):
        join(invitation, name="Anna", password="short")

    assert not User.objects.filter(email="anna@example.org").exists()


def test_an_ended_membership_leaves_the_account() -> None:
    duisburg = city("Duisburg")
    author = member(Role.AUTHOR, duisburg)

    end_membership(author.memberships.get(), by=member(Role.EDITOR, duisburg))

    assert not Membership.objects.filter(user=author).exists()
    assert User.objects.filter(pk=author.pk).exists()


def test_an_author_ends_nobodys_membership() -> None:
    duisburg = city("Duisburg")
    editor = member(Role.EDITOR, duisburg)

    with pytest.raises(PermissionDenied):
        end_membership(editor.memberships.get(), by=member(Role.AUTHOR, duisburg))

    assert Membership.objects.filter(user=editor).exists()
