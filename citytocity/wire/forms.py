from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import cities_where, only_city
from citytocity.wire.models import Feed


class FeedForm(forms.ModelForm):
    """Offers the cities whose stories the person edits."""

    class Meta:
        model = Feed
        fields = ["name", "url", "city", "language", "is_on"]

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"] = forms.ModelChoiceField(
            label=self.fields["city"].label,
            queryset=cities_where(for_user, Act.EDIT),
            initial=only_city(for_user, Act.EDIT),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of its articles"),
            choices=[(code, LOCAL_NAMES[code]) for code, _n in settings.WAGTAIL_CONTENT_LANGUAGES],
        )
