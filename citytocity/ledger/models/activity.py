from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable
from wagtail.search import index

from citytocity.cities.models import City, Organisation
from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import ActivityKind, ActivityStatus, Certainty, WorkKind
from citytocity.ledger.models.numbers import MOST_PEOPLE
from citytocity.ledger.models.programme import Programme
from citytocity.ledger.models.theme import Theme
from citytocity.ledger.querysets import ActivityQuerySet
from citytocity.sources.models import Citation, Record

LAST_EDITION = 1000


class Activity(Record):
    """Anything that happened between cities, or will."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind)
    title = I18nCharField(_("title"), max_length=300)
    summary = I18nTextField(_("summary"), blank=True)
    when = EDTFField(_("when"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    status = models.CharField(
        _("status"), max_length=12, choices=ActivityStatus, default=ActivityStatus.HELD
    )
    host = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("host city"),
    )
    place = I18nCharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("The hall, the park; or the town, if it is not on the register."),
    )
    country = CountryField(
        _("country of the place"), blank=True, help_text=_("Only where there is no host city.")
    )
    latitude = models.DecimalField(
        _("latitude of the place"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude of the place"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("programme"),
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_EDITION)],
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    occasion = I18nCharField(_("occasion"), max_length=300, blank=True)
    themes = ParentalManyToManyField(
        Theme, blank=True, related_name="activities", verbose_name=_("themes")
    )
    organisers = ParentalManyToManyField(
        Organisation, blank=True, related_name="organised", verbose_name=_("organisers")
    )
    supporters = ParentalManyToManyField(
        Organisation, blank=True, related_name="supported", verbose_name=_("supported by")
    )
    attendance = models.PositiveIntegerField(
        _("people present"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
        help_text=_("Everybody, audience included."),
    )
    attendance_certainty = models.CharField(
        _("how sure"), max_length=10, choices=Certainty, default=Certainty.COUNTED
    )
    covers = EDTFField(
        _("years it covers"), blank=True, help_text=_("For albums and exhibitions: 1950/1969.")
    )
    recurring = models.BooleanField(_("comes out regularly"), default=False)
    take_part_until = models.DateField(
        _("open to take part until"),
        null=True,
        blank=True,
        help_text=_("The last day to sign up, or to hand in. Empty: it is open to nobody."),
    )
    take_part_how = I18nTextField(
        _("how to take part"),
        blank=True,
        help_text=_("Who may, what it costs, what to send; whom to ask: an office, no person."),
    )
    take_part_at = models.URLField(_("web address to take part"), max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    citable = ("when", "title", "attendance", "edition", "place", "occasion")
    blamed: ClassVar = {
        "ledger_activity_not_part_of_itself": "part_of",
        "ledger_activity_place_is_whole": "latitude",
        "ledger_activity_says_how_to_take_part": "take_part_how",
        "ledger_activity_takes_nobody_afterwards": "take_part_until",
    }

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
        index.FilterField("when_first"),
    ]

    class Meta:
        ordering = [models.F("when_first").desc(nulls_last=True), "slug"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["kind", "when_first"], name="ledger_activity_kind_when"),
            # what tells whether one took place in a year, read without the records themselves
            models.Index(
                fields=["when_first", "when_last", "status", "host", "when", "kind"],
                name="ledger_activity_begins",
            ),
            models.Index(
                fields=["when_last", "when_first", "status", "host", "when", "kind"],
                name="ledger_activity_ends",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("id")) | models.Q(part_of__isnull=True),
                name="ledger_activity_not_part_of_itself",
                violation_error_message=_("An activity cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,  # a check that comes to NULL is passed by databases
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="ledger_activity_place_is_whole",
                violation_error_message=_(
                    "Give latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(take_part_until__isnull=True)
                | ~models.Q(take_part_how="")
                | ~models.Q(take_part_at=""),
                name="ledger_activity_says_how_to_take_part",
                violation_error_message=_(
                    "Say how to take part, or give the web address: there is a last day for it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(take_part_until__isnull=True)
                | models.Q(when_last__isnull=True)
                | models.Q(take_part_until__lte=models.F("when_last")),
                name="ledger_activity_takes_nobody_afterwards",
                violation_error_message=_("It is over before this day."),
            ),
            models.CheckConstraint(
                condition=models.Q(edition__range=(1, LAST_EDITION)),
                name="ledger_activity_edition_is_possible",
                violation_error_message=_("Editions are counted from 1 to 1000."),
            ),
            models.CheckConstraint(
                condition=models.Q(attendance__lte=MOST_PEOPLE),
                name="ledger_activity_attendance_is_possible",
                violation_error_message=_("So many people cannot have been there."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        self.check_whole()
        self.check_take_part()

    def check_whole(self) -> None:
        """ValidationError if it is part of itself, be it by way of others.

        The constraint sees no more than one row, and forms leave it out: they have no key.
        """
        seen, whole = {self.pk}, self.part_of
        while whole is not None and whole.pk not in seen:
            seen.add(whole.pk)
            whole = whole.part_of
        if whole is None:
            return
        itself = _("An activity cannot be part of itself.")
        other = _("“%(whole)s” is itself a part of this activity.") % {"whole": self.part_of}
        raise ValidationError({"part_of": itself if self.part_of_id == self.pk else other})

    def check_take_part(self) -> None:
        """ValidationError if one could take part in it after its last day.

        Of that day the constraint knows only when the row is saved.
        """
        try:
            last = parse(self.when).last if self.when else None
        except DateNotUnderstood:
            return  # which is said of `when`
        if self.take_part_until and last and self.take_part_until > last:
            raise ValidationError({"take_part_until": _("It is over before this day.")})

    def get_absolute_url(self) -> str:
        return reverse("ledger:activity", args=[self.slug])

    @property
    def position(self) -> tuple[float, float] | None:
        """Where it takes place, in degrees: its own place, or the host city's; None if unknown."""
        if self.latitude is not None and self.longitude is not None:
            return float(self.latitude), float(self.longitude)
        return self.host.place if self.host else None

    def search_terms(self) -> str:
        words = (self.title, self.summary, self.occasion, self.place)
        return " ".join(search_terms(word) for word in words)


class ActivityCitation(Citation):
    record = ParentalKey(Activity, on_delete=models.CASCADE, related_name="citations")


class Inspiration(Orderable):
    """A work of art that an activity was inspired by."""

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="inspired_by")
    kind = models.CharField(_("kind"), max_length=12, choices=WorkKind)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    author = NameField(_("author"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("work it was inspired by")
        verbose_name_plural = _("works it was inspired by")

    def __str__(self) -> str:
        return self.title


class Credit(Orderable):
    """Who did what in an activity: a body, or an office holder or artist as published."""

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="credits")
    role = I18nCharField(_("what for"), max_length=120)
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=200,
        blank=True,
        validators=[validate_plain],
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(organisation__isnull=False),
                name="ledger_credit_names_somebody",
                violation_error_message=_("Name a person or an organisation."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)
