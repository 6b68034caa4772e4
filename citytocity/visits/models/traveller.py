from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from citytocity.cities.models import City
from citytocity.languages.fields import I18nCharField, NameField
from citytocity.languages.plain_text import validate_plain
from citytocity.sources.models import ToldBesideFields
from citytocity.visits.enums import Gender, TravellerRole
from citytocity.visits.models.languages import LanguagesField
from citytocity.visits.models.visit import Visit

OLDEST = 120


class Traveller(ToldBesideFields, models.Model):
    """A person who travels. Personal: for those who keep visits of the cities taking part, never on
    public pages, in search, exports of the register or logs; forgotten in time."""

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="travellers")
    passport_name = models.CharField(
        _("name as in the passport"), max_length=200, validators=[validate_plain]
    )
    spoken_name = NameField(
        _("name as spoken"),
        max_length=200,
        blank=True,
        help_text=_("So that whoever reads it aloud says it right."),
    )
    role = models.CharField(
        _("role"), max_length=12, choices=TravellerRole, default=TravellerRole.MEMBER
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=_("for the city")
    )
    office = I18nCharField(_("office, body"), max_length=200, blank=True)
    residence = CountryField(_("country of residence"), blank=True)
    age = models.PositiveSmallIntegerField(
        _("age"), null=True, blank=True, help_text=_("On the first day."),
        validators=[MaxValueValidator(OLDEST)],
    )  # fmt: skip
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    languages = LanguagesField(_("languages"), blank=True)
    needs = models.CharField(
        _("needs"),
        max_length=500,
        blank=True,
        validators=[validate_plain],
        help_text=_("Diet, allergies, walking, room."),
    )

    blamed: ClassVar = {
        "visits_traveller_age_is_possible": "age",
        "visits_traveller_one_head": "role",
    }

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age__lte=OLDEST),
                name="visits_traveller_age_is_possible",
                violation_error_message=_("Nobody is so old."),
            ),
            models.UniqueConstraint(
                fields=["visit", "city"],
                condition=Q(role="head"),
                name="visits_traveller_one_head",
                violation_error_message=_("The delegation of this city has a head already."),
            ),
        ]

    def __str__(self) -> str:
        return self.passport_name
