from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.cities.models import City
from citytocity.dossiers.actions import NOT_OF_THE_CITY
from citytocity.dossiers.enums import Part
from citytocity.dossiers.models import FIRST_YEAR, LAST_YEAR, Dossier
from citytocity.dossiers.permissions import partnerships_for
from citytocity.dossiers.queries import (
    MOST_RESULTS,
    has_anything,
    results_for,
    strangers,
    years_on_record,
)
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.languages.forms import WordsWidget
from citytocity.ledger.choosing import RecordSelectMultiple, is_key, name_chosen
from citytocity.ledger.meanwhile import NotMeanwhileForm
from citytocity.ledger.models import Partnership, Result
from citytocity.ledger.presentation import when_in_words
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_where

GONE = "gone-"
MOST_PARTNERSHIPS = 8


class AboutForm(forms.ModelForm):
    """What a dossier is about: whose, with whom, when, in which languages."""

    class Meta:
        model = Dossier
        fields = [
            "title",
            "competition",
            "city",
            "partnerships",
            "first_year",
            "last_year",
            "language",
            "beside",
        ]
        widgets = {"partnerships": RecordSelectMultiple(Partnership)}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "city" in fields:
            fields["city"].queryset = cities_where(by, Act.RECORD)
            fields["city"].empty_label = None
        fields["partnerships"].queryset = partnerships_for(by)
        fields["partnerships"].error_messages["invalid_choice"] = gettext_lazy(
            "You do not keep the register of a side of this partnership."
        )
        names = [(code, LOCAL_NAMES[code]) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        label, beside = fields["language"].label, fields["beside"]
        fields["language"] = forms.ChoiceField(label=label, choices=names)
        fields["beside"] = forms.ChoiceField(
            label=beside.label,
            choices=[("", gettext_lazy("none")), *names],
            required=False,
            help_text=beside.help_text,
        )
        name_chosen([self])

    def clean_partnerships(self) -> list[Partnership]:
        chosen = self.cleaned_data["partnerships"].with_sides()
        if len(chosen) > MOST_PARTNERSHIPS:
            words = _("A dossier is of at most %(number)d partnerships.")
            raise forms.ValidationError(words % {"number": MOST_PARTNERSHIPS})
        return list(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_sides()
        self._check_years()
        return cleaned

    def _check_sides(self) -> None:
        city: City | None = self.cleaned_data.get("city") or getattr(self.instance, "city", None)
        others = strangers(self.cleaned_data.get("partnerships", ()), city) if city else []
        if others:
            told = {"city": city, "partnerships": "; ".join(str(one) for one in others)}
            self.add_error("partnerships", NOT_OF_THE_CITY % told)

    def _check_years(self) -> None:
        """That there is something to tell; what is possible at all the model says."""
        if self.errors:
            return
        told = self.cleaned_data
        partnerships, first, last = told["partnerships"], told["first_year"], told["last_year"]
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            return
        if not has_anything(partnerships, first, last):
            self.add_error("first_year", _nothing_in(partnerships))


class DossierForm(NotMeanwhileForm, AboutForm):
    """The same of one that is there, with its results and the words of each part."""

    class Meta(AboutForm.Meta):
        fields = [*(one for one in AboutForm.Meta.fields if one != "city"), *Part.values]
        labels = dict.fromkeys(Part.values, gettext_lazy("Your words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.chosen = {one.result_key: one for one in self.instance.chosen.all()}
        for part in Part.values:
            widget = WordsWidget(several_lines=True, shown=self.instance.languages)
            widget.attrs["aria-label"] = Part(part).label
            fields[part].widget = widget
        fields["results"] = forms.MultipleChoiceField(
            label=gettext_lazy("Results"),
            required=False,
            choices=self._choices(),
            initial=[self._key_of(key) for key in self.chosen],
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy(
                "Those of the partnerships in these years, and those without a date: whether these "
                "belong here is yours to say."
            ),
        )
        fields["results"].valid_value = is_one_of_ours

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for fault in list(self._faults_of_results()):
                self.add_error("results", fault)
        return cleaned

    @cached_property
    def results(self) -> list[Result]:
        """The results that are chosen and on record, in the order of the list."""
        found = Result.objects.in_bulk(self._keys)
        return [found[key] for key in self._keys if key in found]

    @property
    def left_out(self) -> list[Any]:
        """Those that were chosen and are not any more."""
        return [one for key, one in self.chosen.items() if key not in self._keys]

    @property
    def _keys(self) -> list[int]:
        """What is chosen, whether it was on the register when the form was opened or not."""
        return [int(key.removeprefix(GONE)) for key in self.cleaned_data["results"]]

    def _faults_of_results(self) -> Iterator[str]:
        """Those that are of other cities or years are named, and nothing is left out silently."""
        if len(self.results) > MOST_RESULTS:
            yield _("A dossier tells of at most %(number)d results.") % {"number": MOST_RESULTS}
        if others := self._apart():
            words = _(
                "Not of these partnerships in these years: %(results)s. Take it out, or choose "
                "other partnerships or years."
            )
            yield words % {"results": "; ".join(others)}
        if set(self._keys) - {one.pk for one in self.results} - self.chosen.keys():
            yield _("A result that you chose is not on the register any more.")

    def _apart(self) -> list[str]:
        told = self.cleaned_data
        found = results_for(told["partnerships"], told["first_year"], told["last_year"])
        asked = found.filter(pk__in=[one.pk for one in self.results])
        fitting = set(asked.values_list("pk", flat=True))
        return [str(one) for one in self.results if one.pk not in fitting]

    @cached_property
    def _gone(self) -> set[int]:
        on_record = Result.objects.filter(pk__in=self.chosen).values_list("pk", flat=True)
        return self.chosen.keys() - set(on_record)

    def _key_of(self, key: int) -> str:
        return f"{GONE}{key}" if key in self._gone else str(key)

    def _choices(self) -> Iterable[tuple[str, str]]:
        """The chosen ones first, as they stand in the dossier, then the others of these years."""
        one = self.instance
        partnerships = list(one.partnerships.with_sides())
        found = results_for(partnerships, one.first_year, one.last_year)
        others = found.exclude(pk__in=self.chosen).select_related("activity")[:MOST_RESULTS]
        on_record = Result.objects.select_related("activity").in_bulk(list(self.chosen))
        for key, chosen in self.chosen.items():
            words = _("%(title)s: no longer on the register") % {"title": chosen.title}
            yield self._key_of(key), _named(on_record[key]) if key in on_record else words
        for result in others:
            yield str(result.pk), _named(result)


def is_one_of_ours(value: str) -> bool:
    """Whether it could be a result's key; of which city it is, is said by name later."""
    return is_key(value.removeprefix(GONE))


def _named(result: Result) -> str:
    when = result.when or (result.activity.when if result.activity else "")
    told = [str(result.title), str(result.get_kind_display())]
    return ", ".join([*told, when_in_words(when) or _("date not recorded")])


def _nothing_in(partnerships: Iterable[Partnership]) -> str:
    found = years_on_record(partnerships)
    if found is None:
        return _("Nothing is on record of these partnerships yet, in any year.")
    told = {"first": found[0], "last": found[1]}
    return (
        _("Nothing is on record in these years. What is on record is from %(first)d to %(last)d.")
        % told
    )
