"""Keeping a contact, answering the yearly letter, and writing to the partner."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.contacts.enums import Answer
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.contacts.permissions import kept_by, may_keep
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.choosing import Choice, ChoosingForm, is_key
from citytocity.ledger.panels import Rows
from citytocity.people.forms import language_choices


class ContactForm(ChoosingForm):
    """A contact of a city whose register the person keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=capfirst(str(self.fields["language"].label)),
            choices=[("", "—"), *language_choices()],
            required=False,
            help_text=_("In which the person is written to."),
        )
        deputy = self.fields["deputy"]
        deputy.queryset = self._colleagues()
        deputy.label_from_instance = _colleague
        if not self._side():
            deputy.help_text = _("Save first; then choose among the others of the same side.")

    def _colleagues(self) -> QuerySet[ContactPoint]:
        """Contacts of the same side; none before the side is known."""
        side = self._side()
        if not side:
            return ContactPoint.objects.none()
        found = kept_by(self.for_user).of_side(*side).filter(forgotten=None)
        return found.exclude(pk=self.instance.pk).select_related("city")

    def _side(self) -> list[Any]:
        """The keys of partnership and city; nothing while one of them is open."""
        side = [self._key(name) for name in ("partnership", "city")]
        return side if all(side) else []

    def _key(self, name: str) -> Any:
        known = self.data.get(name) if self.is_bound else None
        known = known or self.initial.get(name) or getattr(self.instance, f"{name}_id")
        return known if is_key(known) else None

    def clean_city(self) -> Any:
        city = self.cleaned_data["city"]
        if city and not may_keep(self.for_user, city):
            raise forms.ValidationError(_("You keep no contacts of this city."))
        return city


def _colleague(contact: ContactPoint) -> str:
    return f"{contact.person}, {contact.office}"


PANELS = [
    FieldRowPanel([Choice("partnership"), Choice("city")]),
    FieldPanel("office"),
    Choice("body"),
    FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
    FieldPanel("together"),
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldRowPanel([FieldPanel("language"), FieldPanel("confirmed")]),
            FieldPanel("sharing"),
        ],
        heading=gettext_lazy("The person"),
    ),
    Rows(
        "languages",
        heading=gettext_lazy("Languages spoken"),
        label=gettext_lazy("language spoken"),
        add=gettext_lazy("Add a language"),
        panels=[FieldRowPanel([FieldPanel("code"), FieldPanel("level")])],
    ),
    FieldPanel("deputy"),
]


class AnswerForm(forms.Form):
    """What a contact says when asked; who says that something is different says what."""

    answer = forms.ChoiceField(choices=Answer)
    words = forms.CharField(
        max_length=1000, required=False, strip=True, validators=[validate_plain]
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.CHANGED and not cleaned.get("words"):
            self.add_error("words", _("Write what is different."))
        return cleaned


class PartnerLetterForm(forms.Form):
    """The letter to the partner, as the registrar words it."""

    email = forms.EmailField(label=gettext_lazy("To the e-mail address"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=language_choices
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, validators=[validate_plain]
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 14}),
        validators=[validate_plain],
    )


class SuccessorForm(forms.Form):
    """Who takes the office: a contact of the same side."""

    successor = forms.ModelChoiceField(
        queryset=ContactPoint.objects.none(), label=gettext_lazy("Who takes the office")
    )

    def __init__(self, *args: Any, handover: Handover, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaving = handover.contact
        if not may_keep(user, leaving.city):
            raise PermissionDenied
        found = ContactPoint.objects.of_side(leaving.partnership_id, leaving.city_id)
        others = found.filter(forgotten=None).exclude(pk=leaving.pk).select_related("city")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        self.fields["successor"].label_from_instance = _colleague  # type: ignore[attr-defined]
        self.initial.setdefault("successor", leaving.deputy_id)
