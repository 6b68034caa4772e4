"""An account's address is its own: an invitation reached it, or an administrator says so."""

from typing import Any

from allauth.account.models import EmailAddress

from citytocity.people.models import User


def confirm_address(sender: Any, instance: User, *, raw: bool = False, **kwargs: Any) -> None:
    """Tells django-allauth, which else takes the address for anybody's: a town hall's own sign-in
    would then wipe the password of whoever comes by it."""
    if raw:
        return
    EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
    EmailAddress.objects.get_or_create(
        user=instance, email=instance.email.lower(), defaults={"verified": True, "primary": True}
    )
