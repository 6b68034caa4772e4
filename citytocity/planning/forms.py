from typing import Any, cast

from django import forms
from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.ledger.choosing import RecordSelectMultiple, name_chosen
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import people_who
from citytocity.planning.models import DayToKnow, Plan
from citytocity.stories.models.story import REGISTER


class PlanForm(forms.ModelForm):
    """A planned story of one city; its writer is one of those who write for it.

    `seen` keeps in the page what stood there when the form was opened. What somebody else changed
    since then stays; where both changed the same, the form is refused once and shows both.
    """

    data: Any  # a copy that can be changed, once the form was sent

    class Meta:
        model = Plan
        fields = ["title", "when", "who", "note", *REGISTER]
        widgets = {"note": forms.Textarea({"rows": 3})} | {
            name: RecordSelectMultiple(
                cast("type[Model]", Plan._meta.get_field(name).related_model)
            )
            for name in REGISTER
        }

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.city = city
        writers = people_who(Act.WRITE, city=city).order_by("last_name", "first_name", "email")
        who = forms.ModelChoiceField(writers, required=False, label=capfirst(_("who writes it")))
        who.label_from_instance = lambda person: person.shown_name  # type: ignore[method-assign, assignment]
        self.fields["who"] = who
        for field in self.fields.values():
            field.show_hidden_initial = True
        name_chosen([self])

    def seen(self) -> SafeString:
        hidden = ((self[name].as_hidden(only_initial=True),) for name in self.fields)
        return format_html_join("", "{}", hidden)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self["title"].html_initial_name in self.data:
            self.data = self.data.copy()  # to show what stands there now
            for name in self.fields:
                self._weigh(name, cleaned)
            name_chosen([self])
        return cleaned

    def _weigh(self, name: str, cleaned: dict[str, Any]) -> None:
        """What the person saw there, what she sends and what is kept now, one against another."""
        field, kept = self.fields[name], self.get_initial_for_field(self.fields[name], name)
        seen, sent = (
            _as_sent(widget.value_from_datadict(self.data, self.files, told))
            for widget, told in (
                (field.hidden_widget(), self[name].html_initial_name),
                (field.widget, self[name].html_name),
            )
        )
        if not field.has_changed(_as_sent(kept), seen):
            return
        self._put(self[name].html_initial_name, field.prepare_value(kept))
        if field.has_changed(seen, sent):
            if field.has_changed(_as_sent(kept), sent):
                self.add_error(name, _clash(getattr(self.instance, name)))
            return
        self._put(self[name].html_name, field.prepare_value(kept))
        cleaned[name] = kept if isinstance(kept, list) else getattr(self.instance, name)

    def _put(self, name: str, value: Any) -> None:
        self.data.setlist(name, value if isinstance(value, list) else [value or ""])


class OwnPlanForm(PlanForm):
    """What somebody means to write herself."""

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, city=city, **kwargs)
        del self.fields["who"]


def _as_sent(value: Any) -> Any:
    """As a browser sends it: an empty field as empty words, lines with both their ends."""
    if isinstance(value, str):
        return "\r\n".join(value.splitlines())
    return "" if value is None else value


def _clash(kept: Any) -> str:
    now = ", ".join(map(str, kept.all())) if hasattr(kept, "all") else _name(kept)
    if not now:
        return _("Somebody has emptied this meanwhile. Save again to put yours in its place.")
    words = _("Somebody has changed this meanwhile to: “%(now)s”. Save again to put yours there.")
    return words % {"now": now}


def _name(kept: Any) -> str:
    return kept.shown_name if isinstance(kept, User) else str(kept or "")


class DayForm(forms.ModelForm):
    class Meta:
        model = DayToKnow
        fields = ["name", "month", "day", "which", "weekday", "city", "website"]
