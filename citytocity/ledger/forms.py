"""What may be asked of the register's lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.cities.models import City, Organisation
from citytocity.ledger.enums import (
    ActivityKind,
    ParticipationRole,
    PartnershipKind,
    RecognitionKind,
    ResultKind,
    ResultState,
    StillRunning,
)
from citytocity.ledger.models import Partnership, Programme, Proposal, Theme

PER_PAGE = 30
HAPPENED = "took-place"
YEARS_AT_MOST = 100  # of a presentation


class QueryNotUnderstoodError(BadRequest):
    """The address asks for something that is not there; the message says what, and `faults` the
    same by the names that the address uses."""

    def __init__(self, message: str, faults: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.faults = dict(faults or {})


class RecordField(forms.ModelChoiceField):
    """A record by the id that stands in its address."""

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        message = gettext_lazy("There is no such record: check the address.")
        super().__init__(
            queryset,
            required=False,
            to_field_name="slug",
            error_messages={"invalid_choice": message},
            **kwargs,
        )


class Asked(forms.Form):
    """What the address of a page asks for."""

    @classmethod
    def asked(cls, request: HttpRequest) -> dict[str, Any]:
        """The filters of the address; QueryNotUnderstoodError names what is wrong with them."""
        form = cls(request.GET)
        if not form.is_valid():
            wrong = [
                f"{form.fields[name].label} “{request.GET.get(name, '')[:60]}”: {error}"
                for name, errors in form.errors.items()
                for error in errors
            ]
            faults = {name: list(map(str, errors)) for name, errors in form.errors.items()}
            raise QueryNotUnderstoodError(" ".join(wrong), faults)
        return {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}


class ListFilter(Asked):
    """Which records of a list are shown; an empty field shows all."""

    city = RecordField(City.objects.all(), label=gettext_lazy("City"))
    year = forms.IntegerField(
        min_value=1, max_value=9999, required=False, label=gettext_lazy("Year")
    )


class PeriodFilter(Asked):
    """Several years, the first and the last of them included."""

    from_year = forms.IntegerField(
        min_value=1, max_value=9999, required=False, label=gettext_lazy("From the year")
    )
    to_year = forms.IntegerField(
        min_value=1, max_value=9999, required=False, label=gettext_lazy("To the year")
    )

    def clean(self) -> dict[str, Any]:
        years = super().clean() or {}
        first, last = years.get("from_year"), years.get("to_year")
        if first and last and last < first:
            self.add_error("to_year", _("It is before %(first)d.") % {"first": first})
        return years


class PresentationFilter(PeriodFilter):
    """The years that a presentation tells of; empty for the last ten on record."""

    def clean(self) -> dict[str, Any]:
        years = super().clean()
        first, last = years.get("from_year"), years.get("to_year")
        if first and last and last - first >= YEARS_AT_MOST:
            too_many = _("A presentation tells of %(number)d years at most.")
            self.add_error("to_year", too_many % {"number": YEARS_AT_MOST})
        return years


class HappenedFilter(Asked):
    """Whether only what took place is shown, or all that is on record."""

    status = forms.ChoiceField(
        choices=[(HAPPENED, "")], required=False, label=gettext_lazy("Status")
    )


class ActivityFilter(PeriodFilter, HappenedFilter, ListFilter):
    kind = forms.ChoiceField(choices=ActivityKind, required=False, label=gettext_lazy("Kind"))
    theme = RecordField(Theme.objects.all(), label=gettext_lazy("Theme"))
    programme = RecordField(Programme.objects.all(), label=gettext_lazy("Programme"))
    partnership = RecordField(Partnership.objects.all(), label=gettext_lazy("Partnership"))
    organisation = RecordField(Organisation.objects.all(), label=gettext_lazy("Organisation"))
    view = forms.ChoiceField(
        choices=[("list", ""), ("calendar", ""), ("map", "")],
        required=False,
        label=gettext_lazy("View"),
    )


class ParticipationFilter(PeriodFilter, HappenedFilter, ListFilter):
    role = forms.ChoiceField(choices=ParticipationRole, required=False, label=gettext_lazy("Role"))
    partnership = RecordField(Partnership.objects.all(), label=gettext_lazy("Partnership"))


class ResultFilter(PeriodFilter, ListFilter):
    kind = forms.ChoiceField(choices=ResultKind, required=False, label=gettext_lazy("Kind"))
    state = forms.ChoiceField(choices=ResultState, required=False, label=gettext_lazy("State"))
    from_city = RecordField(City.objects.all(), label=gettext_lazy("From the city"))
    to_city = RecordField(City.objects.all(), label=gettext_lazy("To the city"))
    running = forms.ChoiceField(
        choices=StillRunning, required=False, label=gettext_lazy("Still running?")
    )
    programme = RecordField(Programme.objects.all(), label=gettext_lazy("Programme"))
    partnership = RecordField(Partnership.objects.all(), label=gettext_lazy("Partnership"))


class PracticeFilter(Asked):
    """Whose practices are shown; empty for those of the host city."""

    city = RecordField(City.objects.all(), label=gettext_lazy("City"))


class RecognitionFilter(PeriodFilter, ListFilter):
    kind = forms.ChoiceField(choices=RecognitionKind, required=False, label=gettext_lazy("Kind"))
    partnership = RecordField(Partnership.objects.all(), label=gettext_lazy("Partnership"))


class PartnershipFilter(ListFilter):
    kind = forms.ChoiceField(choices=PartnershipKind, required=False, label=gettext_lazy("Kind"))


class WhyForm(forms.ModelForm):
    """Why a change of the register is proposed."""

    class Meta:
        model = Proposal
        fields = ("reason", "link")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reason": gettext_lazy("For whoever decides: what is wrong, and how you know it."),
            "link": gettext_lazy("A page where it is said, if there is one."),
        }


class AcceptForm(forms.ModelForm):
    """A word to the proposer, if there is one to say."""

    class Meta:
        model = Proposal
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        labels = {"note": gettext_lazy("A word to the proposer")}


class RefuseForm(AcceptForm):
    """Why it is not taken."""

    class Meta(AcceptForm.Meta):
        labels = {"note": gettext_lazy("Why it is not taken")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


def page_of(request: HttpRequest, records: QuerySet, *, per_page: int = PER_PAGE) -> Page:
    """The page of the list that the address asks for; Http404 if there is none."""
    paginator = Paginator(records, per_page)
    try:
        return paginator.page(request.GET.get("page") or 1)
    except (PageNotAnInteger, EmptyPage) as error:
        raise Http404(
            _("This list has %(pages)d pages.") % {"pages": paginator.num_pages}
        ) from error
