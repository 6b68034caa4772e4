"""The forms of records: an id is made from the title, rows change places without a clash."""

from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.db.models import UniqueConstraint
from django.utils.text import slugify

from citytocity.ledger.choosing import ChoosingForm


class RecordForm(ChoosingForm):
    """A record's form. An empty id is made from the title or name."""

    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.instance.slug = self._free_slug(self._named(cleaned))
        return cleaned

    def rows(self, name: str) -> list[Any]:
        """The rows of a list that name a city and are to stay, be they right or wrong."""
        forms = self.formsets[name].forms
        for form in forms:
            form.is_valid()  # reads what was sent
        said = [(form, form.cleaned_data) for form in forms]
        return [form for form, row in said if row.get("city") and not row.get("DELETE")]

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Rows are saved one after the other: two that exchange what each may have but once would
        stand in each other's way, so their places are cleared first. They keep their keys."""
        if commit:
            for formset in self.formsets.values():
                formset.model._default_manager.filter(pk__in=_moved(formset)).delete()
        return super().save(commit=commit)

    def _named(self, cleaned: dict[str, Any]) -> str:
        words = cleaned.get(self.named_by)
        if not words:
            return self._meta.model._meta.model_name
        return words.data.get("en") or str(words) if hasattr(words, "data") else str(words)

    def _free_slug(self, name: str) -> str:
        longest = self._meta.model._meta.get_field("slug").max_length
        base = slugify(anyascii(name))[: min(80, longest - 5)] or self._meta.model._meta.model_name
        taken = set(
            self._meta.model.objects.filter(slug__startswith=base)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _moved(formset: Any) -> list[Any]:
    """The keys of the rows whose part in a rule that allows it once has changed."""
    unique = {
        name
        for rule in formset.model._meta.constraints
        if isinstance(rule, UniqueConstraint)
        for name in rule.fields
    }
    return [form.instance.pk for form in formset.initial_forms if unique & set(form.changed_data)]


class NamedRecordForm(RecordForm):
    named_by = "name"
