from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.cities.models import City
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.forms import ListFilter, RecordField
from citytocity.ledger.models import Theme
from citytocity.stories.enums import StoryKind


class StoryFilter(ListFilter):
    """Which stories are listed."""

    topic = RecordField(Theme.objects.all(), label=_("Topic"))
    kind = forms.ChoiceField(
        choices=StoryKind, required=False, label=pgettext_lazy("of a story", "Kind")
    )


class PairForm(forms.Form):
    """Two of the languages that a story has; `names` are they, by code."""

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = {"invalid_choice": _("This story is not in that language yet: choose another.")}
        labels = {"first": _("First language"), "second": _("Second language")}
        for name, label in labels.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=names, error_messages=unknown
            )
        if len(names) > 1:
            self.initial["second"] = names[1][0]

    def clean_second(self) -> str:
        second = self.cleaned_data["second"]
        if second == self.cleaned_data.get("first"):
            raise ValidationError(_("That is the same language twice: choose another here."))
        return second


class BeginForm(forms.Form):
    """What a draft begins with; the kind may be left open."""

    title = forms.CharField(
        label=_("Headline"),
        max_length=255,
        validators=[validate_plain],
        help_text=_("A working title is enough; it can be changed at any time."),
    )
    kind = forms.ChoiceField(
        label=_("What will it be?"),
        choices=[("", _("something else")), *StoryKind.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, cities: QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, LOCAL_NAMES[code]) for code, _n in settings.WAGTAIL_CONTENT_LANGUAGES]
        self.fields["city"] = forms.ModelChoiceField(cities, label=_("City"), empty_label=None)
        self.fields["language"] = forms.ChoiceField(
            label=_("The language you write in"), choices=names
        )
