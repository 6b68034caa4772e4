"""The forms of a folder: one for each part, and rows for programme and people."""

import datetime
import zoneinfo
from collections import Counter
from typing import Any
from zoneinfo import available_timezones

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permissions import policy_registry

from citytocity.cities.models import City, Organisation
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.ledger.boxes import DAY
from citytocity.ledger.choosing import RecordSelect, name_chosen
from citytocity.ledger.models import Activity
from citytocity.ledger.presentation import when_in_words
from citytocity.visits.enums import VISITING, Direction, FolderState, TravellerRole
from citytocity.visits.models import ProgrammeItem, Traveller, Visit
from citytocity.visits.models.programme import EARLIEST, ENDS_FIRST, LATEST, OF_OUR_TIME
from citytocity.visits.permissions import visits_of
from citytocity.visits.queries import answerable

LATE = datetime.time(6)
"""What ends before this hour, and began later, ends the next day: a dinner, a late concert."""
BLANK_ROWS = 4
DAY_LONG = datetime.timedelta(days=1)
FILLED_IN = frozenset({"day", "begins", "zone"})
CHECKED_WHERE_CHOSEN = frozenset({"activity", "answers"})
"""The register may change after they were chosen: that must not stop the other parts."""


class PartForm(WagtailAdminModelForm):
    """One part of a folder."""

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        self.person = for_user
        name_chosen([self])

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says of a field of another part is told above this one."""
        told: dict[str, list[ValidationError]] = {}
        for name, faults in errors.update_error_dict({}).items():
            if name in self.fields:
                told[name] = faults
            elif name not in CHECKED_WHERE_CHOSEN:
                told.setdefault(NON_FIELD_ERRORS, []).extend(faults)
        if told:
            super()._update_errors(ValidationError(told))


def _day(name: str) -> forms.DateField:
    """A day of the folder, typed as everywhere in the register."""
    field = Visit._meta.get_field(name)
    return forms.DateField(label=capfirst(field.verbose_name), required=False, **DAY)  # type: ignore[union-attr]


def _few_lines(*names: str) -> dict[str, forms.Widget]:
    return {name: forms.Textarea({"rows": 4}) for name in names}


class RequestForm(PartForm):
    received = _day("received")

    class Meta:
        model = Visit
        fields = ["kind", "asked_by", "asked_by_words", "received", "wished", "purpose", "contact"]
        widgets = {"asked_by": RecordSelect(Organisation), **_few_lines("contact")}


class DecisionForm(PartForm):
    decided_on = _day("decided_on")

    class Meta:
        model = Visit
        fields = ["decision", "decided_by", "decided_on", "paper", "reason"]
        widgets = {"paper": AdminDocumentChooser(), **_few_lines("reason")}

    def clean_paper(self) -> Any:
        """Only a document that the person may choose; the one that is there may stay."""
        paper = self.cleaned_data["paper"]
        if paper and paper.pk != self.initial.get("paper"):
            policy = policy_registry.get_by_type(get_document_model())
            if not policy.user_has_permission_for_instance(self.person, "choose", paper):
                raise ValidationError(gettext("Choose a document that is yours to use."))
        return paper


class ReturnForm(PartForm):
    """What the visit answers: one of those that went the other way before."""

    return_until = _day("return_until")

    class Meta:
        model = Visit
        fields = ["answers", "return_owed", "return_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = visits_of(self.person)
        keys = [visit.pk for visit in answerable(self.instance, among)]
        field: Any = self.fields["answers"]
        field.queryset = among.filter(pk__in={*keys, self.instance.answers_id}).select_related(
            "activity"
        )
        field.label_from_instance = _with_when
        field.help_text = _("Visits with a folder that went the other way, before this one.")


def _with_when(visit: Visit) -> str:
    when = when_in_words(visit.activity.when)
    return f"{visit} ({when})" if when else str(visit)


class StayForm(PartForm):
    class Meta:
        model = Visit
        fields = ["lodging", "nights", "transport", "interpreting", "costs"]
        widgets = _few_lines("lodging", "transport", "costs")


class BriefForm(PartForm):
    class Meta:
        model = Visit
        fields = ["talking_points"]


class ReportForm(PartForm):
    class Meta:
        model = Visit
        fields = ["press", "report", "lessons"]
        widgets = {"report": forms.Textarea({"rows": 10}), **_few_lines("press", "lessons")}


class OpenForm(forms.Form):
    """The activity whose folder is opened."""

    activity = forms.ModelChoiceField(
        Activity.objects.filter(kind__in=VISITING),
        label=_("Activity"),
        widget=RecordSelect(Activity),
        help_text=_("A visit, an exchange or a delegation on the register; type its name."),
        error_messages={
            "invalid_choice": _("Only a visit, an exchange or a delegation has a folder.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_chosen([self])


class ItemForm(forms.ModelForm):
    """One row of the programme: a day and hours by the clocks of the place."""

    day = forms.DateField(label=_("day"), **DAY)
    begins = forms.TimeField(label=_("begins"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    until = forms.TimeField(
        label=_("ends"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    class Meta:
        model = ProgrammeItem
        fields = ["title", "place", "zone", "transport", "attends", "note", "interpreter", "sight",
                  "public"]  # fmt: skip
        widgets = {"zone": forms.TextInput({"list": "zones"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "begins", "until"):
            self.fields[name].label = capfirst(str(self.fields[name].label))
        item = self.instance
        if item.pk:
            self.initial["day"], self.initial["begins"] = item.begins.date(), item.begins.time()
            self.initial["until"] = item.finishes.time() if item.finishes else None

    def has_changed(self) -> bool:
        """A new row that has only what was filled in for it, here or by the script, is blank."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - FILLED_IN)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, begins, until = (given.get(name) for name in ("day", "begins", "until"))
        if day is not None and not EARLIEST.date() < day < LATEST.date() - DAY_LONG:
            self.add_error("day", OF_OUR_TIME)
            return given
        if day is None or begins is None or given.get("zone") not in available_timezones():
            return given  # the model tells of the zone
        clocks = zoneinfo.ZoneInfo(given["zone"])
        item = self.instance
        item.starts = datetime.datetime.combine(day, begins, clocks)
        item.ends = None
        if until is not None:
            is_late = until <= begins and until < LATE
            last = day + DAY_LONG if is_late else day
            item.ends = datetime.datetime.combine(last, until, clocks)
            if item.ends <= item.starts:
                self.add_error("until", ENDS_FIRST)
        return given


class TravellerForm(forms.ModelForm):
    class Meta:
        model = Traveller
        fields = ["passport_name", "spoken_name", "role", "city", "office", "age", "gender",
                  "residence", "languages", "needs"]  # fmt: skip


class PeopleFormSet(BaseInlineFormSet):
    """Each city's delegation has one head."""

    def clean(self) -> None:
        super().clean()
        heads: Counter[Any] = Counter()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            if given.get("DELETE") or given.get("role") != TravellerRole.HEAD:
                continue
            heads[given.get("city")] += 1
            if heads[given.get("city")] > 1:
                told = gettext("The delegation of this city has a head already.")
                form.add_error("role", told)


def programme_formset(visit: Visit, items: list[ProgrammeItem], data: Any = None) -> Any:
    """The rows of a programme; the first blank one begins where the last ended."""
    kind = forms.inlineformset_factory(
        Visit, ProgrammeItem, form=ItemForm, extra=BLANK_ROWS, can_delete=True
    )
    last = max(items, key=lambda item: item.starts, default=None)
    zone = last.zone if last else _zone_of(visit)
    if last:
        end = last.finishes or last.begins
        first: dict[str, Any] = {"day": end.date(), "begins": end.time()}
    else:
        first = {"day": visit.activity.when_first}
    rest = {"day": first["day"], "zone": zone}
    initial = [first | {"zone": zone}, *([rest] * (BLANK_ROWS - 1))]
    return kind(data, instance=visit, queryset=visit.items.all(), initial=initial, prefix="items")


def people_formset(visit: Visit, data: Any = None) -> Any:
    kind = forms.inlineformset_factory(
        Visit, Traveller, form=TravellerForm, formset=PeopleFormSet, extra=BLANK_ROWS,
        can_delete=True,
    )  # fmt: skip
    cities = _cities_of(visit)
    initial = [{"city": cities[0]}] * BLANK_ROWS if len(cities) == 1 else []
    made = kind(data, instance=visit, initial=initial, prefix="people")
    choices = [("", "---------"), *((city.pk, str(city)) for city in _all_cities_of(visit))]
    for form in [*made.forms, made.empty_form]:
        city: Any = form.fields["city"]
        kept = {form.instance.city_id} - {None}
        city.queryset = City.objects.filter(pk__in=kept.union(key for key, _name in choices if key))
        city.choices = choices
    return made


def _cities_of(visit: Visit) -> list[City]:
    return list(visit.guests.values())


def _all_cities_of(visit: Visit) -> list[City]:
    host = visit.activity.host
    return [*visit.guests.values(), *([host] if host else [])]


def _zone_of(visit: Visit) -> str:
    host = visit.activity.host
    return host.zone.key if host else settings.TIME_ZONE


class PrintForm(forms.Form):
    """The two languages of a paper."""

    first = forms.ChoiceField(label=_("language"))
    second = forms.ChoiceField(label=_("second language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(code, LOCAL_NAMES[code]) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        self.fields["first"].choices = codes  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("none")), *codes]  # type: ignore[attr-defined]

    @property
    def languages(self) -> tuple[str, ...]:
        """The one or the two that were chosen."""
        chosen = (self.cleaned_data["first"], self.cleaned_data["second"])
        return tuple(dict.fromkeys(code for code in chosen if code))


# --- the list ---


class _NamingForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_chosen([self])


class VisitFilterSet(WagtailFilterSet):
    """Narrows the list of folders."""

    city = django_filters.ModelChoiceFilter(
        queryset=lambda _request: City.objects.all(),
        widget=RecordSelect(City),
        label=_("City"),
        method="of_city",
    )
    direction = django_filters.ChoiceFilter(
        choices=Direction.choices,
        label=_("Direction"),
        method="towards",
        help_text=_("Seen from the city that is chosen, or from the host office's."),
    )
    state = django_filters.ChoiceFilter(choices=FolderState.choices, label=_("State"))
    year = django_filters.NumberFilter(label=_("Year"), method="of_year", min_value=1,
                                       max_value=9999, decimal_places=0)  # fmt: skip
    lacks = django_filters.ChoiceFilter(
        choices=[("decision", _("without decision")), ("return", _("a visit is owed"))],
        label=_("What is open"),
        method="lacking",
    )

    class Meta:
        model = Visit
        fields = ["kind"]

    def get_form_class(self) -> type[forms.Form]:
        return type("FilterForm", (_NamingForm, super().get_form_class()), {})

    def of_city(self, found: Any, _name: str, city: City) -> QuerySet:
        return found.with_city(city)

    def towards(self, found: Any, _name: str, direction: str) -> QuerySet:
        city = self.form.cleaned_data.get("city") or City.objects.filter(is_host=True).first()
        return found.seen_from(city, direction) if city else found.none()

    def of_year(self, found: Any, _name: str, year: Any) -> QuerySet:
        return found.in_year(int(year))

    def lacking(self, found: Any, _name: str, what: str) -> QuerySet:
        return found.undecided() if what == "decision" else found.owed()
