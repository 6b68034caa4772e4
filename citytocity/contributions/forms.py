"""What a sender fills in, and what an editor decides with. Every form keeps what was typed."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.contributions.enums import Claim, Kind, Reason, Shown, State
from citytocity.contributions.guards import Stamp, stamp_of
from citytocity.contributions.models import Contribution, Picture
from citytocity.contributions.queries import about_of, cities_concerned
from citytocity.people.forms import language_choices

Group = tuple[Any, tuple[str, ...]]
"""A heading, and the names of the fields under it."""


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SeveralPictures(forms.Field):
    """Looked at by the view, one by one: what is wrong with one says nothing of the others."""

    widget = SeveralFiles


class CityByName(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(City.objects.order_by("-is_host", "slug"), **kwargs)


class WritingForm(forms.ModelForm):
    """What somebody writes. The trap is a field that people do not see; machines fill it."""

    groups: tuple[Group, ...] = ()
    needed: ClassVar[set[str]] = {"text", "email"}

    website = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Contribution
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, keeps_half: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keeps_half = keeps_half
        for name, field in self.fields.items():
            field.required = name in self.needed and not keeps_half
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if self.instance.state == State.ASKED:
            self.fields["email"].disabled = True  # this address is confirmed, another is not
            self.fields["answer"] = forms.CharField(
                label=_("Your answer"),
                widget=forms.Textarea({"rows": 5}),
                max_length=5_000,
                required=False,
                initial=self.question.answer if self.question else "",
            )

    @property
    def question(self) -> Any:
        """What the editors asked last and have no answer to."""
        return self.instance.questions.filter(answered=None).last() if self.instance.pk else None

    @property
    def sheets(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields under their headings, as the page shows them."""
        for heading, names in self.groups:
            yield heading, [self[name] for name in names if name in self.fields]

    @property
    def values(self) -> dict[str, Any]:
        """What can be kept of it, also where other fields are wrong."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name in self.kept}
        if not cleaned.get("written_in"):
            cleaned.pop("written_in", None)
        if "city" in self.fields and "city" not in self.errors:
            city = self.cleaned_data.get("city")
            cleaned["cities"] = [city] if city else []
        return cleaned

    @property
    def kept(self) -> set[str]:
        return {*(self._meta.fields or ()), "answer"}

    @property
    def stamped(self) -> Stamp | None:
        return stamp_of(self.data.get("stamp", ""))

    @property
    def is_trusted(self) -> bool:
        """Whether it may come from a person: looked at before any picture is opened."""
        return not self.non_field_errors()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error(None, _("A field that must stay empty was filled in. Send it again."))
        stamp = self.stamped
        if stamp is None:
            self.add_error(None, _("This page was open for long. Look it over and send it again."))
        elif stamp.is_quick and not self.keeps_half:
            self.add_error(None, _("That was very quick. Look it over and send it again."))
        return cleaned


class TellingForm(WritingForm):
    """A text with pictures, in one of the site's languages, about a city."""

    city = CityByName(
        label=_("City"), required=False, empty_label=_("another city, or none"), help_text=""
    )
    pictures = SeveralPictures(
        label=_("Pictures"),
        required=False,
        widget=SeveralFiles({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}),
        help_text=_(
            "Up to ten, each up to 20 megabytes: JPEG, PNG, WebP or HEIC. We remove the place "
            "where they were taken and all else that is written into the files."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["written_in"] = forms.ChoiceField(
            label=_("The language you write in"),
            choices=language_choices(),
            initial=get_language(),
            required=not self.keeps_half,
        )
        if self.instance.pk:
            self.fields["city"].initial = self.instance.cities.first()


class StoryForm(TellingForm):
    needed: ClassVar[set[str]] = {"text", "email", "title", "written_in"}
    groups = (
        (_("Your story"), ("written_in", "city", "title", "text", "pictures")),
        (_("Who you are"), ("credit", "name", "email")),
    )

    class Meta(WritingForm.Meta):
        fields: ClassVar[list[str]] = ["written_in", "title", "text", "credit", "name", "email"]
        labels = {
            "title": _("Title"),
            "text": _("Your text"),
            "credit": _("How shall we name you under it?"),
            "name": _("Your name"),
            "email": _("E-mail address"),
        }
        help_texts = {
            "text": _("Plain text; an empty line begins a new paragraph."),
            "credit": _("Your name, a pen name, or nothing."),
            "name": _("For the letters we write to you; it is not published."),
            "email": _("We send you a link to confirm. It is not published."),
        }
        widgets = {"text": forms.Textarea({"rows": 16})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].label = _("Which city is it about?")


class MemoryForm(TellingForm):
    needed: ClassVar[set[str]] = {"email", "written_in"}
    groups = (
        (_("Your memory"), ("written_in", "title", "text", "pictures")),
        (_("Where and when it was"), ("city", "place", "when")),
        (_("Who you are"), ("credit", "name", "email")),
    )

    class Meta(StoryForm.Meta):
        fields: ClassVar[list[str]] = [*StoryForm.Meta.fields, "place", "when"]
        labels = StoryForm.Meta.labels | {
            "title": _("In a few words"),
            "text": _("What do you remember?"),
            "place": _("Place"),
            "when": _("When"),
        }
        help_texts = StoryForm.Meta.help_texts | {
            "text": _(
                "Who was there, what happened, what stayed with you. Or send a picture only."
            ),
            "place": _("A street, a hall, a school."),
            "when": _("A year is enough: 1994. Or 1994-06, or 1994~ for about 1994."),
        }
        widgets = {"text": forms.Textarea({"rows": 10})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].label = _("City")

    def is_empty(self, *, pictures: int) -> bool:
        """Whether there are neither words nor a picture, and it is not to be written on later."""
        return not (self.keeps_half or pictures or self.cleaned_data.get("text"))


class CorrectionForm(WritingForm):
    needed: ClassVar[set[str]] = {"text", "email"}
    groups = (
        (_("Your correction"), ("text", "right", "known_from")),
        (_("Who you are"), ("name", "email")),
    )

    about = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(WritingForm.Meta):
        fields: ClassVar[list[str]] = ["text", "right", "known_from", "name", "email"]
        labels = {
            "text": _("What is wrong?"),
            "right": _("What would be right?"),
            "known_from": _("How do you know?"),
            "name": _("Your name"),
            "email": _("E-mail address"),
        }
        help_texts = {
            "known_from": _("You were there, a book, a link: whatever helps us to check."),
            "name": _("For the letters we write to you; it is not published."),
            "email": _("We send you a link to confirm. It is not published."),
        }
        widgets = {
            "text": forms.Textarea({"rows": 4}),
            "right": forms.Textarea({"rows": 3}),
            "known_from": forms.Textarea({"rows": 3}),
        }

    def clean_about(self) -> Any:
        address = self.cleaned_data["about"]
        return about_of(address) if address else None

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        if record := self.cleaned_data.get("about") or self.instance.about:
            values |= {"about": record, "cities": cities_concerned(record)}
        return values


FORMS: dict[str, type[WritingForm]] = {
    Kind.STORY: StoryForm,
    Kind.CORRECTION: CorrectionForm,
    Kind.MEMORY: MemoryForm,
}


class SendForm(forms.Form):
    """The last step: consent, and the browser's small calculation if it has scripts."""

    proof = forms.CharField(required=False, widget=forms.HiddenInput({"data-proof": ""}))
    consent = forms.BooleanField(
        label=_("I have read this and agree"),
        error_messages={"required": _("We can take it only if you agree.")},
    )


class PictureForm(forms.ModelForm):
    """What is declared of one picture."""

    class Meta:
        model = Picture
        fields: ClassVar[list[str]] = ["alt", "credit", "claim", "licence", "shown"]
        widgets = {"claim": forms.RadioSelect, "shown": forms.RadioSelect}
        labels = {
            "alt": _("What is there to see?"),
            "credit": _("Who made the picture?"),
            "claim": _("Why may you give it to us?"),
            "licence": _("What may others do with it?"),
            "shown": _("Who can be recognised?"),
        }
        help_texts = {
            "alt": _("In a sentence, for those who do not see it."),
            "credit": _("The name that stands beside it; “unknown” if nobody knows."),
            "licence": _("With “all rights reserved” it is shown here and nowhere else."),
            "shown": _("We show people only if they agreed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alt", "credit"):
            self.fields[name].required = True
        self.fields["claim"].choices = Claim.choices  # type: ignore[attr-defined]
        self.fields["shown"].choices = Shown.choices  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    words = forms.CharField(
        label=_("Your question"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It goes out by e-mail, with a link to answer and to complete the text."),
    )


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Reason.choices,
        help_text=_("The letter says it politely, in the sender's language."),
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They stand in the letter as you write them."),
    )


class AcceptForm(forms.Form):
    """Asked only where no city is known yet."""

    city = CityByName(label=_("City it belongs to"), required=True)
