import datetime
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.cities.models import City, Organisation
from citytocity.languages.money import CurrencyField, currency_of, money_in_words, rounded
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.stems import search_terms
from citytocity.languages.text import Words
from citytocity.ledger.models import Activity, Partnership
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.models.books import OfAPeriod
from citytocity.money.querysets import MoneyLineQuerySet

MOST_MONEY = 10**12
"""No visit costs that in any currency; what is beyond is a slip of the hand, and breaks sums."""
MOST_RATE = 10**9


class MoneyLine(OfAPeriod):
    """One sum in the books of a city: planned or paid, as it was paid, never of a person.

    The rate, where one is given, is how much of the office's currency was counted for one unit of
    the currency it was paid in, on which day, and by whose word.
    """

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in the books of"),
        help_text=_("Only those who keep the register of this city see the line."),
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the activity"),
    )
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("or for the partnership"),
    )
    category = models.CharField(
        pgettext_lazy("a cost", "what for"), max_length=12, choices=Category
    )
    stage = models.CharField(_("planned or paid"), max_length=8, choices=Stage)
    payer = models.CharField(_("who pays"), max_length=12, choices=Payer, default=Payer.CITY)
    payer_body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the body that pays"),
        help_text=_("Never a person."),
    )
    is_in_kind = models.BooleanField(
        _("in kind"), default=False, help_text=_("A thing or a service, at its worth in money.")
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_MONEY - 1)],
    )
    currency = CurrencyField(_("currency"), help_text=_("As it was paid."))
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_RATE)],
        help_text=_("How much of the office’s currency one unit was."),
    )
    rate_currency = CurrencyField(
        _("office’s currency"), blank=True, help_text=_("Empty: that of the city’s country.")
    )
    rate_day = models.DateField(_("rate of the day"), null=True, blank=True)
    rate_source = models.CharField(
        _("rate by"),
        max_length=120,
        blank=True,
        validators=[validate_plain],
        help_text=_("Whose rate it is, such as that of the central bank."),
    )
    receipt = models.CharField(
        _("number of the receipt"), max_length=60, blank=True, validators=[validate_plain]
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file of the receipt"),
    )
    note = models.CharField(
        _("note"),
        max_length=500,
        blank=True,
        validators=[validate_plain],
        help_text=_("For the office alone."),
    )

    objects = MoneyLineQuerySet.as_manager()

    blamed: ClassVar = {
        "money_line_is_for_something": "activity",
        "money_line_has_a_period": "when",
        "money_line_amount_is_possible": "amount",
        "money_line_has_currency": "currency",
        "money_line_rate_is_possible": "rate",
        "money_line_rate_is_whole": "rate",
    }

    class Meta(OfAPeriod.Meta):
        verbose_name = _("line of money")
        verbose_name_plural = _("lines of money")
        indexes = [models.Index(fields=["city", "stage"], name="money_line_city_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) ^ Q(partnership__isnull=False),
                name="money_line_is_for_something",
                violation_error_message=_("Say which activity or which partnership it is for."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | ~Q(when=""),
                name="money_line_has_a_period",
                violation_error_message=_("Say which period it is for."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lt=MOST_MONEY),
                name="money_line_amount_is_possible",
                violation_error_message=_("No visit costs that: from 0 to a million million."),
            ),
            models.CheckConstraint(
                condition=~Q(currency=""),
                name="money_line_has_currency",
                violation_error_message=_("Say in which currency it was paid."),
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gt=0, rate__lte=MOST_RATE),
                name="money_line_rate_is_possible",
                violation_error_message=_("A rate is more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(
                    rate__isnull=True, rate_day__isnull=True, rate_currency="", rate_source=""
                )
                | (
                    Q(rate__isnull=False, rate_day__isnull=False)
                    & ~Q(rate_currency="")
                    & ~Q(rate_source="")
                ),
                name="money_line_rate_is_whole",
                violation_error_message=_(
                    "A rate needs its day, its currency and whose it is; or leave all that empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        amount = money_in_words(self.amount, self.currency)
        return f"{amount}, {self.get_category_display()}"

    def clean(self) -> None:
        super().clean()
        if self.rate is not None and not self.rate_currency and self.city_id:
            self.rate_currency = self.home_currency
        if self.rate_currency and self.rate_currency == self.currency:
            raise ValidationError(
                {"rate": _("It is in the office’s currency already: no rate is needed.")}
            )
        if self.rate_day and self.rate_day > datetime.date.today():
            raise ValidationError({"rate_day": _("This day is still to come.")})

    @property
    def home_currency(self) -> str:
        """The currency of the city's country."""
        return currency_of(str(self.city.country))

    @property
    def worth(self) -> tuple[Decimal, str] | None:
        """The sum in the office's currency; None where nobody said at which rate."""
        if self.currency == self.home_currency:
            return self.amount, self.currency
        if self.rate is None:
            return None
        return rounded(self.amount * self.rate, self.rate_currency), self.rate_currency

    def search_terms(self) -> str:
        of = self.activity.title if self.activity else Words()
        return f"{search_terms(of)} {search_terms(Words(self.note))} {self.receipt.casefold()}"
