"""What readers choose, and what the office sets up."""

import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.images.widgets import AdminImageChooser

from citytocity.cities.models import City
from citytocity.contributions.guards import Stamp, stamp_of
from citytocity.dates.clocks import is_shown
from citytocity.dates.wording import zones_in_words
from citytocity.ledger.models import Theme
from citytocity.mail.addresses import without_addresses
from citytocity.newsletter.actions.readers import Choice
from citytocity.newsletter.addresses import normalised
from citytocity.newsletter.enums import Rhythm, Timing
from citytocity.newsletter.models import Issue, Newsletter, Reader, Wish
from citytocity.newsletter.permissions import is_proved
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.waves import Plan
from citytocity.people.forms import language_choices

NOW = (None, "", Timing.NOW)
A_DAY, LONGEST_AHEAD = datetime.timedelta(days=1), datetime.timedelta(days=183)


class ChoicesForm(forms.Form):
    """Language, how often, and of what; nothing ticked stands for all of it."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Rhythm.choices,
        initial=Rhythm.EACH,
        widget=forms.RadioSelect,
    )
    cities = forms.ModelMultipleChoiceField(
        City.objects.none(),
        label=gettext_lazy("Cities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    topics = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        self.fields["language"].initial = get_language()
        for name, found in (
            ("cities", City.objects.order_by("-is_host", "slug")),
            ("topics", Theme.objects.order_by("slug")),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @classmethod
    def of(cls, reader: Reader, data: Any = None) -> "ChoicesForm":
        """With what she chose so far."""
        return cls(
            data,
            initial={
                "language": reader.spoken,
                "rhythm": reader.rhythm,
                "cities": list(reader.wish.cities.all()),
                "topics": list(reader.wish.topics.all()),
            },
        )

    @property
    def chosen(self) -> dict[str, Any]:
        told = self.cleaned_data
        wish = Wish.of(told["cities"], told["topics"])
        return {"language": told["language"], "rhythm": told["rhythm"], "wish": wish}


class PreferencesForm(ChoicesForm):
    """With the clocks by which her letters come."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy(
            "Some issues come at an hour of the day, by your clocks. Without a choice it is that "
            "of your city, where you chose a single one; else that of the office."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones(_("None chosen"))  # type: ignore[attr-defined]

    @classmethod
    def of(cls, reader: Reader, data: Any = None) -> "PreferencesForm":
        form = cast("PreferencesForm", super().of(reader, data))
        form.initial["time_zone"] = reader.time_zone
        return form

    @property
    def chosen(self) -> dict[str, Any]:
        return super().chosen | {"time_zone": self.cleaned_data["time_zone"]}


def zones(nothing: str) -> list[tuple[str, str]]:
    """Every time zone by the name of its country; before them the words for none."""
    return [("", nothing), *zones_in_words(get_language() or settings.LANGUAGE_CODE)]


class AddressForm(forms.Form):
    """The address and the consent. The trap is a field that people do not see."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=320,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("We send you a letter with a link to confirm."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I have read this and agree"),
        error_messages={"required": gettext_lazy("We can write to you only if you agree.")},
    )
    website = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def stamped(self) -> Stamp | None:
        return stamp_of(self.data.get("stamp", ""))

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error(None, _("A field that must stay empty was filled in. Send it again."))
        stamp = self.stamped
        if stamp is None:
            self.add_error(None, _("This page was open for long. Look it over and send it again."))
        elif stamp.is_quick:
            self.add_error(None, _("That was very quick. Look it over and send it again."))
        return cleaned


class SignUpForm(AddressForm, ChoicesForm):
    """On a page of our own, with what to get."""

    field_order = ["email", "language", "rhythm", "cities", "topics"]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that the page shows one after the other."""
        return [self[name] for name in self.field_order]

    @property
    def choice(self) -> Choice:
        return Choice(email=self.cleaned_data["email"], **self.chosen)


class EmbeddedForm(AddressForm):
    """In a frame on another site: every issue, of all cities, in the language of the frame."""

    @property
    def choice(self) -> Choice:
        language = get_language() or settings.LANGUAGE_CODE
        return Choice(email=self.cleaned_data["email"], language=language, wish=Wish.of())


class NewsletterForm(forms.ModelForm):
    class Meta:
        model = Newsletter
        fields: ClassVar[list[str]] = [
            "is_on",
            "name",
            "about",
            "imprint",
            "is_looked_at",
            "time_zone",
            "counts_clicks",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column = self.fields["time_zone"]
        words = _("That of the office: %(zone)s") % {"zone": settings.TIME_ZONE}
        self.fields["time_zone"] = forms.ChoiceField(
            label=column.label, help_text=column.help_text, required=False, choices=zones(words)
        )

    def clean(self) -> dict[str, Any]:
        """Beside each field that is missing, before the database refuses the whole."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("name", "imprint"):
            if cleaned.get("is_on") and not cleaned.get(name):
                self.add_error(name, _("Readers need to know this before they sign up."))
        return cleaned

    def validate_constraints(self) -> None:
        """`clean` says it beside the fields."""


class BeginForm(forms.Form):
    """The days that a new issue tells of."""

    since = forms.DateField(
        label=pgettext_lazy("of days", "From"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("of days", "Until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        return cleaned


class IssueForm(forms.ModelForm):
    """The words of an issue; its items stand beside them, each with its place."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields: ClassVar[list[str]] = [
            "subject",
            "opening",
            "picture",
            "picture_alt",
            "picture_credit",
        ]
        widgets = {"picture": AdminImageChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The action puts the words into the issue as it is kept then."""


class NoteForm(forms.Form):
    """What whoever looks at the issue should know."""

    note = forms.CharField(
        label=gettext_lazy("A word to whoever looks at it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )


class RemarksForm(forms.Form):
    remarks = forms.CharField(
        label=gettext_lazy("What should be different"),
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Say what should be different.")},
        help_text=gettext_lazy("It goes to whoever made it by letter, and stays in the history."),
    )


class PlanForm(forms.Form):
    """When an issue goes. Day and time are what the clocks show: each reader's, or the office's."""

    timing = forms.ChoiceField(
        label=gettext_lazy("When it goes"),
        choices=Timing.choices,
        initial=Timing.NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        if told["timing"] in NOW:
            return Plan()
        return Plan(Timing(told["timing"]), told["day"], told["time"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("timing") in NOW:
            return cleaned
        for name in ("day", "time"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say when."))
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and not timezone.localdate() - A_DAY <= day <= timezone.localdate() + LONGEST_AHEAD:
            self.add_error("day", _("Choose a day within the next six months."))
        elif day and time and cleaned["timing"] == Timing.MOMENT:
            zone = newsletter().zone
            if not is_shown(day, time, zone):
                message = _("The clocks are put forward there that night: this time is left out.")
                self.add_error("time", message)
        return cleaned


class DayForm(forms.Form):
    """By when the translators' work is wanted."""

    day = forms.DateField(
        label=gettext_lazy("Wanted by"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class TestForm(forms.Form):
    """Where a letter goes that is for the office's own eyes: to an address whose owner has proved
    that it is hers, for her account here. A draft is nobody else's, and a slip of the hand sends
    it to a stranger."""

    __test__ = False  # no test of pytest's

    email = forms.CharField(label=gettext_lazy("To"), max_length=320, widget=forms.EmailInput())

    def clean_email(self) -> str:
        email = normalised(self.cleaned_data["email"])
        if not is_proved(email):
            raise forms.ValidationError(
                _(
                    "A test letter goes to you, to people of the host office, or to an address "
                    "that somebody has confirmed for an account on this site. Invite whoever "
                    "should see it first."
                )
            )
        return email


class PurposeForm(forms.Form):
    """What a list of readers is taken along for; it stands in the log, so it names nobody."""

    purpose = forms.CharField(
        label=gettext_lazy("What the list is for"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Say what you take the list along for: it stays in the log.")
        },
    )

    def clean_purpose(self) -> str:
        purpose: str = self.cleaned_data["purpose"]
        if without_addresses(purpose) != purpose:
            raise forms.ValidationError(_("Name no e-mail address here: it stays in the log."))
        return purpose
