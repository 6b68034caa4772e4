"""The form field for a text in several languages: one row a language, the original marked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.plain_text import check_words, tidy
from citytocity.languages.text import Words


class WordsWidget(forms.Widget):
    """A row for each content language; filled ones are shown, and those that are to be `shown`;
    the others are folded away."""

    template_name = "languages/words_widget.html"

    class Media:
        css = {"all": ["languages/words-field.css"]}

    def __init__(
        self,
        *,
        several_lines: bool = False,
        shown: Iterable[str] = (),
        attrs: dict | None = None,
    ) -> None:
        super().__init__(attrs)
        self.several_lines = several_lines
        self.shown = frozenset(shown)

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = Words(value)
        original = words.original or _writing_language()
        rows = [self._row(name, context, words, code, original) for code in _codes(words)]
        context["widget"] |= {
            "shown": [row for row in rows if row["is_shown"]],
            "folded": [row for row in rows if not row["is_shown"]],
            "filled": len(words.languages),
            "of": len(rows),
            "several_lines": self.several_lines,
            "original_name": f"{name}__original",
            "label": context["widget"]["attrs"].get("aria-label", ""),
            "told_by": context["widget"]["attrs"].get("aria-describedby", ""),
            "is_wrong": context["widget"]["attrs"].get("aria-invalid", ""),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Words:
        codes = [code for code in LOCAL_NAMES if f"{name}__{code}" in data]
        original = data.get(f"{name}__original")
        codes.sort(key=lambda code: code != original)
        return Words({code: tidy(data[f"{name}__{code}"]) for code in codes})

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}__{code}" in data for code in LOCAL_NAMES)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}__{_writing_language()}" if id_ else ""

    def _row(self, name: str, context: dict, words: Words, code: str, original: str) -> dict:
        return {
            "code": code,
            "lang": html_code(code),
            "dir": direction(code),
            "endonym": LOCAL_NAMES[code],
            "name": f"{name}__{code}",
            "id": f"{context['widget']['attrs'].get('id', name)}__{code}",
            "text": words.data.get(code, ""),
            "is_original": code == original,
            "is_shown": code in words.data
            or code in (self.shown or {original, _writing_language()}),
        }


class WordsFormField(forms.Field):
    """Cleans to Words. Unknown languages, markup and texts over the length are refused."""

    default_error_messages = {"required": gettext_lazy("Write it in one language at least.")}

    def __init__(
        self, *, max_length: int | None = None, several_lines: bool = False, **kwargs: Any
    ) -> None:
        kwargs["widget"] = kwargs.get("widget") or WordsWidget(several_lines=several_lines)
        kwargs.pop("empty_value", None)
        self.max_length = max_length
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"aria-label": self.label} if self.label else {}

    def to_python(self, value: Any) -> Words:
        return Words(value)

    def validate(self, value: Words) -> None:
        super().validate(value or None)
        check_words(value, max_length=self.max_length)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Words(initial) != Words(data)


def _writing_language() -> str:
    """The editor's own language if it is a content language, else the site's."""
    active = get_language() or settings.LANGUAGE_CODE
    known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    return active if active in known else settings.LANGUAGE_CODE


def _codes(words: Words) -> list[str]:
    content = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return content + [code for code in words.languages if code not in content]
