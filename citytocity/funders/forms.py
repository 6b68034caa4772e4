"""Of which city and year sheets are told, and what they assume."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.funders.definitions import Definition
from citytocity.funders.reading import MOST
from citytocity.ledger.presentation import wording

FIRST_YEAR, LAST_YEAR = 1900, 2200


class YearForm(forms.Form):
    """For which city and year."""

    city = forms.ModelChoiceField(
        City.objects.none(), to_field_name="slug", label=_("City"), empty_label=None
    )
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label=_("Year"))

    def __init__(self, *args: Any, cities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]


class AssumedForm(forms.Form):
    """A number for each assumption of a sheet; what is empty is as the definition has it."""

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumptions = definition.assumptions
        for code, one in definition.assumptions.items():
            self.fields[code] = forms.DecimalField(
                label=wording(one.name).text,
                required=False,
                min_value=0,
                max_value=MOST,
                max_digits=15,
                decimal_places=2,
                initial=_plain(one.value),
            )

    @property
    def assumed(self) -> Mapping[str, Fraction]:
        """What was given; nothing of what is wrong."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {code: Fraction(number) for code, number in given.items() if number is not None}


def _plain(number: Fraction) -> Decimal:
    return round(Decimal(number.numerator) / number.denominator, 2).normalize() + 0
