"""What is asked of those who ask, and of those who answer."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from citytocity.cities.models import City
from citytocity.confirmation.enums import Verdict
from citytocity.confirmation.models.statement import LONGEST_WORDS
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.languages.plain_text import validate_plain

DAYS = (14, 30, 60, 90)
LATER = ""


class AnswerForm(forms.Form):
    """The answer to one record; nothing is said of those that are left for later."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(LATER, _("Leave it for later")), *Verdict.choices],
        error_messages={
            "required": _("You wrote something about this record: choose an answer too.")
        },
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("Why, or where it is said. Readers see it beside the record."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        validators=[validate_plain],
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    last = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == Verdict.DECLINED and not cleaned.get("words"):
            self.add_error("words", _("Say in a few words why you do not confirm it."))
        return cleaned


class AskForm(forms.Form):
    """Who is asked, of what, and for how long."""

    by_city = forms.ModelChoiceField(City.objects.none(), label=_("On behalf of"))
    city = forms.ModelChoiceField(City.objects.none(), label=_("Who is asked"))
    records = forms.MultipleChoiceField(
        label=_("In the same letter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Records of both cities that nobody has confirmed yet."),
    )
    name = forms.CharField(
        label=pgettext_lazy("of a person", "name"), max_length=150, validators=[validate_plain]
    )
    email = forms.EmailField(label=_("e-mail address"))
    language = forms.ChoiceField(label=_("language of the letter"))
    message = forms.CharField(
        label=_("a word of your own"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        validators=[validate_plain],
    )
    days = forms.TypedChoiceField(
        label=_("link holds"),
        coerce=int,
        choices=[
            (days, ngettext_lazy("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS
        ],
        initial=30,
    )

    def __init__(self, *args: Any, asking: Any, asked: Any, records: Any, **kwargs: Any) -> None:
        """`asking` and `asked` are cities, `records` pairs of a key and a name."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["by_city"]).queryset = asking
        cast("forms.ModelChoiceField", self.fields["city"]).queryset = asked
        cast("forms.MultipleChoiceField", self.fields["records"]).choices = records
        known = [(code, LOCAL_NAMES[code]) for code, _n in settings.WAGTAIL_CONTENT_LANGUAGES]
        cast("forms.ChoiceField", self.fields["language"]).choices = known
        if not records:
            del self.fields["records"]
        for field in self.fields.values():
            field.label = capfirst(str(field.label))

    def own(self, name: str) -> Any:
        """What one field holds, where the others may wait; None, and its fault alone is told."""
        faults = self.errors.get(name)
        self.errors.clear()
        if faults:
            self.errors[name] = faults
        return self.cleaned_data.get(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("city") and cleaned.get("city") == cleaned.get("by_city"):
            self.add_error("city", _("A city does not ask itself: choose the other side."))
        return cleaned


class DocumentForm(forms.Form):
    """A signed file of another installation."""

    document = forms.FileField(label=_("Signed file"), help_text=_("It ends in .json."))

    LARGEST = 2 * 1024 * 1024

    def clean_document(self) -> bytes:
        file = self.cleaned_data["document"]
        if file.size > self.LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 2 MB are read."))
        return file.read()
