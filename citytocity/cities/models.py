"""Cities and organisations: names, places, time zones."""

import zoneinfo
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from wagtail.search import index

from citytocity.cities.enums import INK_NAMES, SIGN_NAMES, OrganisationKind
from citytocity.cities.naming import cases_of, names_of
from citytocity.cities.querysets import CityQuerySet
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.design.drawings import INKS, SIGNS, CityLook, ink_for, sign_for
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.stems import search_terms
from citytocity.sources.models import Citation, Record

MOST_INHABITANTS = 100_000_000
LAST_YEAR = 2200
"""What no city has and no year is: numbers beyond are slips of the hand, and break sums."""


def ink_choices() -> list[tuple[str, Any]]:
    return [(ink, INK_NAMES.get(ink, ink)) for ink in INKS]


def sign_choices() -> list[tuple[str, Any]]:
    return [(sign, SIGN_NAMES.get(sign, sign)) for sign in SIGNS]


class City(Record):
    """A town or city, with its names, its place and its sign."""

    name = I18nCharField(_("name"), max_length=120)
    other_names = I18nTextField(
        _("other names"),
        blank=True,
        help_text=_("Older and longer names, other spellings and cases; one a line."),
    )
    country = CountryField(_("country"))
    region = I18nCharField(_("region"), max_length=120, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north; south is negative."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east; west is negative."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text=_("Such as Europe/Berlin.")
    )
    population = models.PositiveIntegerField(
        _("population"), null=True, blank=True, validators=[MaxValueValidator(MOST_INHABITANTS)]
    )
    population_year = models.PositiveSmallIntegerField(
        _("year counted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_YEAR)],
    )
    area_km2 = models.DecimalField(
        _("area, km²"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    founded = EDTFField(_("founded"), blank=True)
    founded_first = FirstDayField("founded")
    founded_last = LastDayField("founded")
    website = models.URLField(_("website"), blank=True)
    wikidata = models.CharField(
        _("Wikidata"),
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9]\d*$", _("Write it like Q915."))],
    )
    is_host = models.BooleanField(
        _("host office"), default=False, help_text=_("The city whose office runs this site.")
    )
    ink = models.CharField(_("ink"), max_length=12, blank=True, choices=ink_choices)
    sign = models.CharField(_("sign"), max_length=12, blank=True, choices=sign_choices)

    objects = CityQuerySet.as_manager()

    citable = ("name", "founded", "population", "area_km2")
    blamed: ClassVar = {"cities_one_host": "is_host", "cities_place_is_whole": "latitude"}

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("country"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [
            models.UniqueConstraint(
                fields=["is_host"],
                condition=models.Q(is_host=True),
                name="cities_one_host",
                violation_error_message=_("Another city is the host office already."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,  # a check that comes to NULL is passed by databases
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="cities_place_is_whole",
                violation_error_message=_(
                    "Give latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(population__lte=MOST_INHABITANTS),
                name="cities_population_is_possible",
                violation_error_message=_("No city has so many inhabitants."),
            ),
            models.CheckConstraint(
                condition=models.Q(population_year__range=(1, LAST_YEAR)),
                name="cities_population_year_is_possible",
                violation_error_message=_("The year counted must be one from 1 to 2200."),
            ),
            models.CheckConstraint(
                condition=models.Q(area_km2__gt=0),
                name="cities_area_is_possible",
                violation_error_message=_("The area must be more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.time_zone and self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError(
                {"time_zone": _("“%(zone)s” is no time zone.") % {"zone": self.time_zone}}
            )

    def get_absolute_url(self) -> str:
        return reverse("ledger:city", args=[self.slug])

    @cached_property
    def look(self) -> CityLook:
        """The ink and sign it is drawn with: chosen, or worked out from its id."""
        return CityLook(
            ink=self.ink or ink_for(self.slug), sign=self.sign or sign_for(self.slug), key=self.slug
        )

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None where unknown."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Its time zone; the site's where none is known."""
        return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def search_terms(self) -> str:
        cases = (form for code, name in names_of(self) for form in cases_of(self, name, code))
        return f"{search_terms(self.name)} {search_terms(self.other_names)} {' '.join(cases)}"


class CityCitation(Citation):
    record = ParentalKey(City, on_delete=models.CASCADE, related_name="citations")


class Organisation(Record):
    """A body that takes part: town hall, association, school, archive, company, network."""

    name = I18nCharField(_("name"), max_length=200)
    other_names = I18nTextField(_("other names"), blank=True, help_text=_("One a line."))
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("city"),
        help_text=_("Empty: it belongs to no one city."),
    )
    website = models.URLField(_("website"), blank=True)

    citable = ("name",)

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
        index.FilterField("city"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("ledger:organisation", args=[self.slug])

    def search_terms(self) -> str:
        return f"{search_terms(self.name)} {search_terms(self.other_names)}"


class OrganisationCitation(Citation):
    record = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="citations")
