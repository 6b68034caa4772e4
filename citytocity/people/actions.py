"""Inviting people, taking them in, letting them go."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.cities.models import City
from citytocity.mail.letters import Button, Letter, send
from citytocity.mail.links import LinkError, unsigned
from citytocity.people.enums import Role
from citytocity.people.models import Invitation, Membership, User
from citytocity.people.models.invitation import DAYS
from citytocity.people.permissions import may_give


@transaction.atomic
def invite(
    email: str,
    *,
    role: Role,
    by: User,
    city: City | None = None,
    from_language: str = "",
    to_language: str = "",
    language: str = "",
) -> Invitation:
    """Sends the invitation; one that waits for the same role is sent anew and its old link void.

    PermissionDenied if the inviting person may not give this role; ValidationError if the role
    lacks its city or languages, or the person has it already.
    """
    if not may_give(by, role, city=city):
        raise PermissionDenied
    given = {
        "role": role,
        "city": city,
        "from_language": from_language,
        "to_language": to_language,
    }
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        Membership(user=user, **given).full_clean()
    waiting = Invitation.objects.filter(email__iexact=email, accepted=None, **given).first()
    invitation = waiting or Invitation(email=User.objects.normalize_email(email), **given)
    invitation.invited_by, invitation.sent = by, timezone.now()
    invitation.language = language or invitation.language
    invitation.full_clean()
    invitation.save()
    log(invitation, "people.invite", user=by, title=invitation.in_words)
    send(lambda: _letter(invitation), to=invitation.email, language=invitation.language)
    return invitation


def invitation_of(token: str) -> Invitation:
    """The open invitation a link is for. LinkError where there is none any more."""
    key, sent = unsigned(token, purpose=Invitation.PURPOSE, days=DAYS)
    found = Invitation.objects.filter(pk=key, accepted=None).select_related("city", "invited_by")
    invitation = found.first()
    if invitation is None or int(invitation.sent.timestamp()) != sent:
        raise LinkError
    return invitation


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str) -> Membership:
    """A new person with the invited role. The link reached the address, so that is confirmed.

    ValidationError if the password is too weak; LinkError if there is an account or the
    invitation was accepted meanwhile: an account accepts by `accept`.
    """
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise LinkError
    user = User(email=User.objects.normalize_email(invitation.email))
    user.first_name, _space, user.last_name = name.strip().partition(" ")
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return accept(invitation, user=user)


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """The invited role for the person. LinkError if it is for another address or was accepted."""
    open_one = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted=None)
    if user.email.casefold() != invitation.email.casefold() or not open_one.exists():
        raise LinkError
    invitation.accepted = timezone.now()
    invitation.save()
    membership, _is_new = Membership.objects.get_or_create(user=user, **_role_of(invitation))
    log(membership, "people.join", user=user, title=membership.in_words)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """The person has the role no more; the account and what it wrote stay.

    PermissionDenied if `by` may not give this role either. The last administrator's way in does
    not hang on a membership, so none needs to be kept.
    """
    if not may_give(by, Role(membership.role), city=membership.city):
        raise PermissionDenied
    log(membership, "people.end", user=by, title=membership.in_words)
    membership.delete()


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Its link leads nowhere from now on."""
    if not may_give(by, Role(invitation.role), city=invitation.city):
        raise PermissionDenied
    log(invitation, "people.withdraw", user=by, title=invitation.in_words)
    invitation.delete()


def _role_of(held: Invitation) -> dict[str, Any]:
    return {
        "role": held.role,
        "city": held.city,
        "from_language": held.from_language,
        "to_language": held.to_language,
    }


def _letter(invitation: Invitation) -> Letter:
    by = invitation.invited_by.get_full_name() if invitation.invited_by else ""
    asked = (
        _("%(person)s invites you to take part: %(role)s.")
        % {"person": by, "role": invitation.in_words}
        if by
        else _("You are invited to take part: %(role)s.") % {"role": invitation.in_words}
    )
    return Letter(
        subject=_("An invitation: %(role)s") % {"role": invitation.in_words},
        paragraphs=(_("Hello,"), asked, _("The link holds for %(days)s days.") % {"days": DAYS}),
        button=Button(_("Accept the invitation"), invitation.url),
        small=(_("If you do not know why you get this, do nothing: nothing happens then."),),
    )
