"""What may be asked of the lines of a partnership."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citytocity.languages.money import currency_choices
from citytocity.ledger.forms import ListFilter
from citytocity.money.enums import Category, Payer


class LineFilter(ListFilter):
    payer = forms.ChoiceField(choices=Payer, required=False, label=_("Who pays"))
    category = forms.ChoiceField(choices=Category, required=False, label=_("What for"))
    currency = forms.ChoiceField(choices=currency_choices, required=False, label=_("Currency"))
    in_kind = forms.ChoiceField(
        choices=[("yes", _("in kind")), ("no", _("in money"))], required=False, label=_("How")
    )
    dated = forms.ChoiceField(
        choices=[("no", _("year not recorded"))], required=False, label=_("Year")
    )


def narrowed_to(lines: Any, asked: dict[str, Any]) -> Any:
    """The lines that the address asks for."""
    for name in ("city", "payer", "category", "currency"):
        if name in asked:
            lines = lines.filter(**{name: asked[name]})
    if "in_kind" in asked:
        lines = lines.filter(is_in_kind=asked["in_kind"] == "yes")
    if "dated" in asked:
        lines = lines.in_year(None)
    return lines.in_year(asked["year"]) if "year" in asked else lines
