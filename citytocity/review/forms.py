from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.languages.plain_text import validate_plain

LONGEST_COMMENT = 3000
DAYS = (7, 14, 30)


class CommentForm(forms.Form):
    """Plain words about a passage."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what should be different.")},
    )


def _site_language() -> str:
    return str(settings.LANGUAGE_CODE)


class InviteForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a person", "name"), max_length=150, validators=[validate_plain]
    )
    email = forms.EmailField(label=_("e-mail address"))
    language = forms.ChoiceField(label=_("language of the letter"), initial=_site_language)
    days = forms.TypedChoiceField(
        label=_("link holds"),
        coerce=int,
        choices=lambda: [
            (days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS
        ],
        initial=14,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, LOCAL_NAMES[code]) for code, _n in settings.WAGTAIL_CONTENT_LANGUAGES]
        cast("forms.ChoiceField", self.fields["language"]).choices = known
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
