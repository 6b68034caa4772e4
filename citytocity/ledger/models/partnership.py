from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable
from wagtail.search import index

from citytocity.cities.models import City, Organisation
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import BaseDate, PartnershipKind, SideState
from citytocity.ledger.models.theme import Theme
from citytocity.ledger.querysets import PartnershipQuerySet
from citytocity.sources.models import Citation, Record, Source

WITH_ITSELF = _("A city cannot be in partnership with itself.")
NO_SIDE = _("The status history names a city that is no side of it: %(cities)s.")


class Partnership(Record):
    """The lasting relation of two or more cities; each side keeps its own dates and states."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnershipKind)
    name = I18nCharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Only if it has a name of its own. Otherwise the cities are named."),
    )
    since = EDTFField(_("since"), blank=True)
    since_first = FirstDayField("since")
    since_last = LastDayField("since")
    first_contact = EDTFField(_("first contact"), blank=True)
    first_contact_first = FirstDayField("first_contact")
    first_contact_last = LastDayField("first_contact")
    base_date = models.CharField(
        _("anniversaries count from"), max_length=20, choices=BaseDate, default=BaseDate.SINCE
    )
    origin = I18nTextField(
        _("origin"), blank=True, help_text=_("Who began it, and why these cities.")
    )
    summary = I18nTextField(_("summary"), blank=True)
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("themes"))

    objects = PartnershipQuerySet.as_manager()

    citable = ("since", "first_contact", "origin", "kind")

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["since_first", "slug"]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")

    def __str__(self) -> str:
        return str(self.name) or " – ".join(str(city) for city in self.cities)

    def get_absolute_url(self) -> str:
        return reverse("ledger:partnership", args=[self.slug])

    @property
    def cities(self) -> list[City]:
        """The cities of its sides, in their order."""
        return [side.city for side in self.sides.all()]

    def search_terms(self) -> str:
        return f"{self.names_as_terms()} {search_terms(self.summary)}"

    def names_as_terms(self) -> str:
        """What its name and those of its cities are found by."""
        cities = " ".join(city.search_terms() for city in self.cities) if self.pk else ""
        return f"{search_terms(self.name)} {cities}"


class PartnershipCitation(Citation):
    record = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="citations")


class PartnershipSide(Orderable):
    """One city of a partnership, and what that city holds about it."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="sides")
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="sides", verbose_name=_("city")
    )
    recognised = EDTFField(
        _("recognised"), blank=True, help_text=_("When this side's council recognised it.")
    )
    recognised_first = FirstDayField("recognised")
    recognised_last = LastDayField("recognised")
    office = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible office"),
    )
    association = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("association"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "city"],
                name="ledger_side_city_once",
                violation_error_message=WITH_ITSELF,
            )
        ]

    def __str__(self) -> str:
        return str(self.city)


class PartnershipState(Orderable):
    """One line of a side's status history: the state, since when, by which decision."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="states")
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("side"),
        help_text=_("The city that sees it so."),
    )
    state = models.CharField(_("state"), max_length=12, choices=SideState)
    when = EDTFField(_("since"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    decision = I18nCharField(
        _("decision"), max_length=300, blank=True, help_text=_("By whom, number, in its words.")
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("state of a side")
        verbose_name_plural = _("status history")

    def __str__(self) -> str:
        return f"{self.city}: {self.get_state_display()}"


class PartnershipMilestone(Orderable):
    """A dated step in the story of a partnership that is no activity."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="milestones")
    when = EDTFField(_("when"))
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    what = I18nCharField(_("what"), max_length=300)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return str(self.what)


def check_sides(cities: list[City], state_cities: list[City]) -> None:
    """ValidationError unless two different cities or more take part and every state is a side's."""
    if len({city.pk for city in cities}) != len(cities):
        raise ValidationError(WITH_ITSELF)
    if len(cities) < 2:
        raise ValidationError(_("A partnership needs two cities or more."))
    if strangers := [str(city) for city in state_cities if city not in cities]:
        raise ValidationError(NO_SIDE % {"cities": ", ".join(strangers)})
