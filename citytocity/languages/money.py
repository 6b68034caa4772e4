"""Money as languages write it, and the currencies there are and were (ISO 4217, by CLDR)."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel.core import get_global
from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_territory_currencies,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citytocity.languages.numbers import locale_of


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of all currencies: also the rouble of 1961 and the mark, for what was paid then."""
    used = get_global("territory_currencies")
    return frozenset(code for rows in used.values() for code, _from, _to, _tender in rows)


def currency_of(country: str) -> str:
    """The currency that a country pays with today; empty if CLDR knows none."""
    found = get_territory_currencies(country.upper(), tender=True) if country else []
    return found[0] if found else ""


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To what is paid in the currency: to cents, or to whole yen."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), ROUND_HALF_UP)


def currency_choices() -> list[tuple[str, str]]:
    """Codes with names in the active language, by code: `EUR – Euro`."""
    names = locale_of(get_language() or "en").currencies
    return [
        ("", "—"),
        *((code, f"{code} – {names.get(code, code)}") for code in sorted(currencies())),
    ]


def money_in_words(amount: Decimal, currency: str, language: str | None = None) -> str:
    """`€1,200.50` in English, `1 200,50 €` in Russian; a whole amount without cents."""
    locale = locale_of(language or get_language() or "en")
    pattern = locale.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    if locale.currency_symbols.get(currency, currency)[-1].isalpha():
        pattern = pattern.replace("¤#", "¤\xa0#")  # `RUB 900`: letters stand off from digits
    return format_currency(amount, currency, pattern, locale, currency_digits=False)


def validate_currency(code: str) -> None:
    if code not in currencies():
        raise ValidationError(
            _("“%(code)s” is no currency. Write its three letters, such as EUR or RUB.")
            % {"code": code},
            code="currency",
        )


class CurrencyField(models.CharField):
    """A currency by its three letters of ISO 4217."""

    default_validators = [validate_currency]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 3, **kwargs})

    def to_python(self, value: Any) -> Any:
        return value.strip().upper() if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedChoiceField(
            choices=currency_choices,
            required=not self.blank,
            label=kwargs.get("label") or capfirst(self.verbose_name),
            help_text=self.help_text,
            initial=self.default if self.has_default() else None,
            empty_value="",
        )
