from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.people.enums import Role


class RoleInCity(models.Model):
    """A role, the city it is for, and the language pair of a translator.

    The host office is for all cities. A translator without a city translates for all of them.
    """

    role = models.CharField(_("role"), max_length=12, choices=Role)
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
    )
    from_language = models.CharField(_("from"), max_length=12, blank=True)
    to_language = models.CharField(_("into"), max_length=12, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.HOST, city__isnull=True)
                | Q(role=Role.TRANSLATOR)
                | (~Q(role__in=(Role.HOST, Role.TRANSLATOR)) & Q(city__isnull=False)),
                name="%(app_label)s_%(class)s_role_has_its_city",
                violation_error_message=_("Choose the city this role is for."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(role=Role.TRANSLATOR)
                    & ~Q(from_language="")
                    & ~Q(to_language="")
                    & ~Q(from_language=models.F("to_language"))
                )
                | (~Q(role=Role.TRANSLATOR) & Q(from_language="", to_language="")),
                name="%(app_label)s_%(class)s_pair_is_a_translators",
                violation_error_message=_(
                    "A translator needs two different languages; the other roles have none."
                ),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        for name in ("from_language", "to_language"):
            if (code := getattr(self, name)) and code not in known:
                message = _("“%(code)s” is no language of this site.") % {"code": code}
                raise ValidationError({name: message})

    @property
    def in_words(self) -> str:
        """Such as “city editor, Duisburg” or “translator, Deutsch → Русский”."""
        parts: list[Any] = [self.get_role_display()]
        if self.from_language:
            names = (LOCAL_NAMES[self.from_language], LOCAL_NAMES[self.to_language])
            parts.append(" → ".join(names))
        if self.city:
            parts.append(self.city)
        return ", ".join(map(str, parts))


class Membership(RoleInCity):
    """A person in a role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta(RoleInCity.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["city__slug", "role", "user__email"]
        constraints = [
            *RoleInCity.Meta.constraints,
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("city", 0),
                "from_language",
                "to_language",
                name="people_membership_once",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.in_words}"
