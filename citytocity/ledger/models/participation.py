from collections.abc import Hashable, Iterable
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from citytocity.cities.models import City, Organisation
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import Certainty, Mode, ParticipationRole
from citytocity.ledger.models.activity import Activity
from citytocity.ledger.models.numbers import MOST_PEOPLE
from citytocity.ledger.querysets import ParticipationQuerySet
from citytocity.sources.models import Source, ToldBesideFields

CITY_TWICE = _("This city is there already. Name the organisations if it sent several groups.")
GROUP_TWICE = _("This organisation is there already.")


def _heads(name: Any, **options: Any) -> models.PositiveIntegerField:
    most = MaxValueValidator(MOST_PEOPLE)
    return models.PositiveIntegerField(name, null=True, blank=True, validators=[most], **options)


class Participation(ToldBesideFields, index.Indexed, Orderable):
    """An activity's people from one city. Numbers are heads; an absent number is not known."""

    activity = ParentalKey(
        Activity,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("activity"),
        db_index=False,  # the index of all that is counted begins with it
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("city"),
        db_index=False,  # an index of its activities begins with it
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        _("role"), max_length=10, choices=ParticipationRole, default=ParticipationRole.PARTNER
    )
    mode = models.CharField(_("how"), max_length=12, choices=Mode, default=Mode.IN_PERSON)
    people = _heads(_("people"))
    youth = _heads(_("of them young people"), help_text=_("Under 30."))
    women = _heads(_("women and girls"))
    men = _heads(_("men and boys"))
    nonbinary = _heads(_("non-binary people"))
    certainty = models.CharField(
        _("how sure"), max_length=10, choices=Certainty, default=Certainty.COUNTED
    )
    head_name = NameField(
        _("head of delegation"),
        max_length=200,
        blank=True,
        help_text=_("Office holders only; private persons are not named."),
    )
    head_office = I18nCharField(_("office of the head"), max_length=200, blank=True)
    detail = I18nTextField(_("who they were"), blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    objects = ParticipationQuerySet.as_manager()

    blamed: ClassVar = {
        "ledger_participation_city_once": "city",
        "ledger_participation_group_once": "organisation",
        "ledger_participation_youth_among_people": "youth",
        "ledger_participation_genders_among_people": "people",
    }

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("city"),
        index.FilterField("role"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes = [
            # whether a city took part, and with how many, read without the records themselves
            models.Index(fields=["city", "activity"], name="ledger_participation_of_city"),
            models.Index(
                fields=["activity", "city", "organisation", "role", "mode", "people", "certainty"],
                name="ledger_participation_groups",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "city"],
                condition=Q(organisation__isnull=True),
                name="ledger_participation_city_once",
                violation_error_message=CITY_TWICE,
            ),
            models.UniqueConstraint(
                fields=["activity", "city", "organisation"],
                condition=Q(organisation__isnull=False),
                name="ledger_participation_group_once",
                violation_error_message=GROUP_TWICE,
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True)
                | Q(youth__isnull=True)
                | Q(youth__lte=F("people")),
                name="ledger_participation_youth_among_people",
                violation_error_message=_("There cannot be more young people than people."),
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True)
                | Q(
                    people__gte=models.functions.Coalesce("women", 0)
                    + models.functions.Coalesce("men", 0)
                    + models.functions.Coalesce("nonbinary", 0)
                ),
                name="ledger_participation_genders_among_people",
                violation_error_message=_("Women, men and non-binary people are more than all."),
            ),
            models.CheckConstraint(
                condition=Q(people__lte=MOST_PEOPLE)
                & Q(youth__lte=MOST_PEOPLE)
                & Q(women__lte=MOST_PEOPLE)
                & Q(men__lte=MOST_PEOPLE)
                & Q(nonbinary__lte=MOST_PEOPLE),
                name="ledger_participation_heads_are_possible",
                violation_error_message=_("So many people cannot have been there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.activity}"

    def search_terms(self) -> str:
        return f"{search_terms(self.city.name)} {search_terms(self.activity.title)}"


def repeated_groups(groups: Iterable[tuple[Hashable, Hashable]]) -> dict[int, Any]:
    """What is wrong with each group that stands there twice, by its place in the list.

    A group is a city and an organisation, if it has one. The database knows of the first only when
    it is kept, so rows that come together are looked at here.
    """
    seen, wrong = set(), {}
    for place, group in enumerate(groups):
        if group[0] and group in seen:
            wrong[place] = GROUP_TWICE if group[1] else CITY_TWICE
        seen.add(group)
    return wrong
