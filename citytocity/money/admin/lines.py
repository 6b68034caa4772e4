"""Lines of money in the admin, with what those of the list come to."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.admin.closed import ClosedIndexView, ClosedViewSet
from citytocity.ledger.choosing import Choice, ChoosingForm
from citytocity.ledger.listing import dated, shown
from citytocity.money.admin.filters import MoneyLineFilterSet
from citytocity.money.models import MoneyLine
from citytocity.money.presentation import amount_of, sums_in_words, worth_of
from citytocity.money.queries import sums


class MoneyIndexView(ClosedIndexView):
    """What is summed up is what is listed, on all its pages."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return context | {"sums": sums_in_words(sums(self.object_list))}


def _subject(line: MoneyLine) -> str:
    return str(line.activity or line.partnership)


def _worth(line: MoneyLine) -> Any:
    return line.worth[0] if line.worth else ""


class MoneyLineViewSet(ClosedViewSet):
    model = MoneyLine
    record_form = ChoosingForm
    icon = "tag"
    filterset_class = MoneyLineFilterSet
    index_view_class = MoneyIndexView
    index_results_template_name = "money/admin/line_results.html"
    list_display = [
        "category",
        shown(_("For"), _subject, name="subject"),
        "stage",
        "payer",
        shown(_("Amount"), amount_of, name="amount_of", sort_key="amount"),
        shown(_("In the office’s currency"), worth_of, name="worth"),
        dated(_("Period"), "when"),
        "city",
    ]
    list_export = [
        "city",
        "activity",
        "partnership",
        "when",
        "category",
        "stage",
        "payer",
        "payer_body",
        "is_in_kind",
        "amount",
        "currency",
        "rate",
        "rate_currency",
        "rate_day",
        "rate_source",
        shown(_("In the office’s currency"), _worth, name="worth"),
        "receipt",
        "note",
    ]
    panels = [
        FieldRowPanel([FieldPanel("stage"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("currency"), FieldPanel("is_in_kind")]),
        MultiFieldPanel(
            [FieldRowPanel([Choice("activity"), Choice("partnership")]), FieldPanel("when")],
            heading=_("What it is for"),
        ),
        MultiFieldPanel(
            [Choice("city"), FieldRowPanel([FieldPanel("payer"), Choice("payer_body")])],
            heading=_("Whose money"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rate"), FieldPanel("rate_currency")]),
                FieldRowPanel([FieldPanel("rate_day"), FieldPanel("rate_source")]),
            ],
            heading=_("Rate, if it was paid in another currency"),
        ),
        MultiFieldPanel(
            [FieldPanel("receipt"), FieldPanel("document"), FieldPanel("note")],
            heading=_("Receipt"),
        ),
    ]

    def records(self) -> QuerySet:
        return MoneyLine.objects.shown().prefetch_related("partnership__sides__city")
