import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import MOST_INHABITANTS
from citytocity.languages.plain_text import validate_plain
from citytocity.ratings.models.questionnaire import Questionnaire

DIGITS, PLACES = 15, 4
"""What SQLite keeps exactly."""


def key_of(name: str) -> str:
    """By which a city is known again, however its name was written."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class TypedAnswer(models.Model):
    """An answer that a person gave, and where it is known from. It goes before the register's."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="answers"
    )
    code = models.CharField(_("indicator"), max_length=60)
    value = models.DecimalField(_("answer"), max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(_("source"), max_length=300, validators=[validate_plain])

    class Meta:
        ordering = ["code"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="ratings_answer_once_for_an_indicator"
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="ratings_answer_has_a_source",
                violation_error_message=_("Say where this answer is known from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class BroughtAnswers(models.Model):
    """Another city's answers, out of a file, to compare with. They are for the office alone.

    `certainties` has how sure an answer is by its code, where it was not counted one by one.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="brought"
    )
    city_name = models.CharField(_("city"), max_length=120, validators=[validate_plain])
    city_key = models.CharField(max_length=400, editable=False)
    population = models.PositiveIntegerField(_("inhabitants"))
    values = models.JSONField(_("answers"))
    certainties = models.JSONField(_("how sure they are"), default=dict)

    class Meta:
        ordering = ["city_name", "pk"]
        verbose_name = _("answers of another city")
        verbose_name_plural = _("answers of other cities")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "city_key"], name="ratings_brought_once_for_a_city"
            ),
            models.CheckConstraint(
                condition=Q(population__range=(1, MOST_INHABITANTS)),
                name="ratings_brought_inhabitants_are_possible",
            ),
        ]

    def __str__(self) -> str:
        return self.city_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.city_key = key_of(self.city_name)
        super().save(*args, **kwargs)
