"""Who signs in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from citytocity.people.models.membership import Membership


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person with an account, known by the e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    memberships_held: "list[Membership]"  # by people.permissions, for one request

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_unique")]

    @property
    def shown_name(self) -> str:
        """The person's name; the address where there is none."""
        return self.get_full_name() or self.email

    @property
    def public_name(self) -> str:
        """The person's name as strangers read it: never the address."""
        return self.get_full_name() or str(_("An editor"))

    @property
    def language(self) -> str:
        """The language the person reads letters in: the one chosen for the admin, or the site's."""
        profile = getattr(self, "wagtail_userprofile", None)
        chosen = profile.preferred_language if profile else ""
        return chosen or settings.LANGUAGE_CODE
