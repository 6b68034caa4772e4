"""The answers of a questionnaire, and what is done with it, as forms."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize_input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from citytocity.cities.models import MOST_INHABITANTS, City
from citytocity.languages.numbers import number_in_words
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.asked import FaultsError
from citytocity.ledger.models import Recognition
from citytocity.ratings.actions import INHABITANTS
from citytocity.ratings.bringing import Brought, answers_in
from citytocity.ratings.definitions import Definition, Indicator
from citytocity.ratings.inhabitants import known_from
from citytocity.ratings.models import Questionnaire
from citytocity.ratings.models.answer import DIGITS, PLACES
from citytocity.ratings.models.questionnaire import FIRST_YEAR, LAST_YEAR
from citytocity.ratings.presentation import decimal_of, places_in

LARGEST = 1024 * 1024
LONGEST_SOURCE = 300


class BeginForm(forms.Form):
    """Which rating is filled in, for which city and year."""

    rating = forms.ChoiceField(label=gettext_lazy("Rating"))
    city = forms.ModelChoiceField(
        City.objects.none(), to_field_name="slug", label=gettext_lazy("City"), empty_label=None
    )
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label=gettext_lazy("Year"))

    def __init__(
        self, *args: Any, definitions: Iterable[Definition], cities: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, str(one.name)) for one in definitions]
        self.fields["rating"].choices = choices  # type: ignore[attr-defined]
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]


class AnswersForm(forms.Form):
    """An answer and its source for each indicator that is not worked out from others.

    Each field remembers what stood there when the page was opened, so that only what this person
    changed is kept, and nothing that somebody else wrote meanwhile is undone (`meanwhile`).
    """

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, definition: Definition, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.asked = definition.asked
        self.fields["population"] = forms.IntegerField(
            label=capfirst(_("inhabitants")),
            required=False,
            min_value=1,
            max_value=MOST_INHABITANTS,
            initial=questionnaire.population,
        )
        self.fields["population_source"] = _source_field(
            _("inhabitants"), known_from(questionnaire.population_source)
        )
        typed = {one.code: one for one in questionnaire.answers.all()}
        for one in self.asked:
            known = typed.get(one.code)
            self.fields[f"value-{one.code}"] = _value_field(one, known.value if known else None)
            self.fields[f"source-{one.code}"] = _source_field(
                str(one.name), known.source if known else ""
            )
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._weigh("population", "population_source")
        for one in self.asked:
            self._weigh(f"value-{one.code}", f"source-{one.code}")
        return cleaned

    def _weigh(self, value: str, source: str) -> None:
        """A value and its source stand together or not at all."""
        if self.has_error(value) or self.has_error(source):
            return
        has_value = self.cleaned_data.get(value) is not None
        if has_value and not self.cleaned_data.get(source):
            self.add_error(source, _("Say where this answer is known from."))
        elif self.cleaned_data.get(source) and not has_value:
            self.add_error(value, _("Give the answer for which this is the source."))

    @property
    def answers(self) -> dict[str, tuple[Decimal, str] | None]:
        """Those that were changed, as `actions.fill` wants them."""
        return {
            one.code: self._pair(f"value-{one.code}", f"source-{one.code}")
            for one in self.asked
            if {f"value-{one.code}", f"source-{one.code}"} & set(self.changed_data)
        }

    @property
    def inhabitants(self) -> tuple[int | None, str] | None:
        """None where nobody changed them."""
        if not {"population", "population_source"} & set(self.changed_data):
            return None
        return self.cleaned_data["population"], self.cleaned_data["population_source"]

    @property
    def remembered(self) -> SafeString:
        """What stood in the fields when the page was opened, hidden: Wagtail's leave it out."""
        hidden = ((field.as_hidden(only_initial=True),) for field in self)
        return format_html_join("", "{}", hidden)

    @property
    def seen(self) -> dict[str, Any]:
        """What stood on the page when it was opened, by code, as `actions.fill` wants it."""
        pairs = {one.code: (f"value-{one.code}", f"source-{one.code}") for one in self.asked}
        pairs[INHABITANTS] = ("population", "population_source")
        return {code: self._seen_pair(*names) for code, names in pairs.items()}

    def meanwhile(self, stands: Mapping[str, Any]) -> None:
        """Tells beside each field what somebody else wrote there. Sent once more, what this person
        wrote goes before it."""
        sent: Any = self.data
        self.data = data = sent.copy()
        for code, pair in stands.items():
            is_of_city = code == INHABITANTS
            value = "population" if is_of_city else f"value-{code}"
            source = "population_source" if is_of_city else f"source-{code}"
            number, of = pair or (None, "")
            shown = "" if number is None else localize_input(plain(number))
            data[self.add_initial_prefix(value)] = shown
            data[self.add_initial_prefix(source)] = of
            self.add_error(value, _meanwhile_in_words(number, of))

    def _pair(self, value: str, source: str) -> tuple[Decimal, str] | None:
        number = self.cleaned_data[value]
        return None if number is None else (number, self.cleaned_data[source])

    def _seen_pair(self, value: str, source: str) -> tuple[Any, str] | None:
        """As it was sent with the page; None where nothing stood there."""
        try:
            number = self.fields[value].to_python(self.data.get(self.add_initial_prefix(value)))
        except ValidationError:  # no page of ours sends it so
            return None
        if number is None:
            return None
        return number, self.data.get(self.add_initial_prefix(source), "")


class BringForm(forms.Form):
    """Another city's answers, weighed against rating and year; `faults` are those of the file."""

    file = forms.FileField(
        label=gettext_lazy("File with the answers of another city"),
        help_text=gettext_lazy(
            "YAML or JSON, as this page gives it out: ask the other city’s office for it."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )

    def __init__(self, *args: Any, definition: Definition, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.year = definition, year
        self.faults: list[str] = []

    def clean_file(self) -> Brought:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("“%(name)s” is larger than 1 MB.") % {"name": file.name})
        try:
            text = file.read().decode("utf-8-sig")
            return answers_in(text, definition=self.definition, year=self.year)
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not UTF-8 text.")) from error
        except FaultsError as error:
            self.faults = error.faults
            words = ngettext(
                "This is in the way, and nothing was brought:",
                "These %(number)s faults are in the way, and nothing was brought:",
                len(self.faults),
            )
            told = {"number": number_in_words(len(self.faults))}
            raise ValidationError(words % told) from error


class RecognitionsForm(forms.Form):
    """Which recognitions came of an entry."""

    recognitions = forms.ModelMultipleChoiceField(
        Recognition.objects.none(),
        required=False,
        label=gettext_lazy("Recognitions that came of it"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, recognitions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recognitions"].queryset = recognitions  # type: ignore[attr-defined]


def _labelled(words: str, about: str) -> SafeString:
    """What the field is; what it is about stands above it, and is said to those who hear it."""
    return format_html('{}<span class="w-sr-only">: {}</span>', words, about)


def plain(number: Decimal | int) -> Decimal:
    """As it was typed: without the noughts that a column adds."""
    return Decimal(number).normalize() + 0


def _meanwhile_in_words(number: Decimal | int | None, source: str) -> str:
    if number is None:
        return _("Somebody else took this answer out meanwhile. Save again to keep yours.")
    told = {"answer": number_in_words(plain(number)), "source": source}
    words = _(
        "Somebody else wrote here meanwhile: %(answer)s (%(source)s). "
        "Save again to put yours in its place."
    )
    return words % told


def _value_field(indicator: Indicator, known: Decimal | None) -> forms.DecimalField:
    """It takes as many places as the definition says, or as stand there since it said more."""
    shown = None if known is None else plain(known)
    places = max(indicator.places, 0 if shown is None else places_in(Fraction(shown)))
    return forms.DecimalField(
        label=_labelled(pgettext("in a rating", "Answer"), str(indicator.name)),
        required=False,
        localize=True,
        max_digits=DIGITS - 4 + places,
        decimal_places=places,
        min_value=None if indicator.is_signed else 0,
        max_value=None if indicator.most is None else decimal_of(indicator.most, PLACES),
        initial=shown,
    )


def _source_field(about: str, known: str) -> forms.CharField:
    return forms.CharField(
        label=_labelled(_("Source"), about),
        required=False,
        max_length=LONGEST_SOURCE,
        validators=[validate_plain],
        initial=known,
        widget=forms.TextInput(attrs={"placeholder": _("where it is known from")}),
    )
