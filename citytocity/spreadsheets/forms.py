"""The steps of bringing a spreadsheet, as forms."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.spreadsheets.facts import FACTS, Fact, Reads, column_choices, facts_of
from citytocity.spreadsheets.models import Layout, Spreadsheet
from citytocity.spreadsheets.reading import EMPTY, OUT, Reader
from citytocity.spreadsheets.tables import ENCODINGS
from citytocity.spreadsheets.values import Doubt

LARGEST = 25 * 1024 * 1024
SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
NO_WORKBOOK = gettext_lazy(
    "“%(name)s” is neither an Excel workbook (.xlsx) nor CSV. Open it in your spreadsheet program "
    "and save it as one of these."
)


class BringForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, up to 25 MB and 100,000 rows."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise ValidationError(_("“%(name)s” is larger than 25 MB.") % {"name": file.name})
        start = file.read(8)
        file.seek(0)
        is_zip, is_old = start.startswith(b"PK\x03\x04"), start.startswith(b"\xd0\xcf\x11\xe0")
        is_text = not is_zip and Path(file.name or "").suffix.lower() in SUFFIXES[2:]
        if is_old or not (is_zip or is_text):
            raise ValidationError(NO_WORKBOOK % {"name": file.name})
        return file


class DescribeForm(forms.Form):
    """Which sheet it is, and what stands in it."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        required=False,
        choices=[(one, one.replace("_", "-").upper()) for one in ENCODINGS],
        help_text=gettext_lazy("If letters look wrong below, choose another one and look again."),
    )
    heading_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("What stands above it is not read. 0: there are no headings."),
    )
    subject = forms.ChoiceField(label=gettext_lazy("The rows are"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"),
        choices=lambda: [(code, LOCAL_NAMES[code]) for code in settings.CONTENT_CODES],
    )
    layout = forms.ModelChoiceField(
        Layout.objects.none(),
        label=gettext_lazy("Layout kept before"),
        required=False,
        empty_label=gettext_lazy("none"),
    )

    def __init__(
        self,
        *args: Any,
        sheets: list[str],
        subjects: list[tuple[str, Any]],
        layouts: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        is_workbook = sheets != [""]
        self.fields["sheet"].choices = [(one, one) for one in sheets]  # type: ignore[attr-defined]
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]
        self.fields["layout"].queryset = layouts  # type: ignore[attr-defined]
        for name, is_asked in (
            ("sheet", is_workbook and len(sheets) > 1),
            ("encoding", not is_workbook),
            ("layout", layouts.exists()),
        ):
            if not is_asked:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """What `actions.describe` is told."""
        names = ("sheet", "encoding", "heading_row", "subject", "language")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ColumnsForm(forms.Form):
    """What each column holds, and what all rows have in common."""

    layout_name = forms.CharField(
        label=gettext_lazy("Keep this layout under the name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("For the next list of this form. Leave it empty to keep nothing."),
    )

    def __init__(
        self,
        *args: Any,
        spreadsheet: Spreadsheet,
        headings: list[str],
        likely: list[str],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spreadsheet, self.headings = spreadsheet, headings
        self.facts = facts_of(spreadsheet.subject)
        choices = column_choices(spreadsheet.subject, language)
        for place, heading in enumerate(headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=likely[place] if place < len(likely) else "",
            )
        for fact in FACTS[spreadsheet.subject]:
            if fact.may_be_common:
                self.fields[f"common-{fact.key}"] = _common_field(fact)

    def columns(self) -> dict[int, str]:
        places = range(len(self.headings))
        return {place: said for place in places if (said := self.cleaned_data[f"column-{place}"])}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, int] = {}
        for place in range(len(self.headings)):
            said = cleaned.get(f"column-{place}")
            if said and said in seen:
                first = self.headings[seen[said]] or str(seen[said] + 1)
                told = _("“%(heading)s” holds this already. Choose one of the two.")
                self.add_error(f"column-{place}", told % {"heading": first})
            elif said:
                seen[said] = place
        self.common = self._common(cleaned)
        self._check_needed({said.partition(":")[0] for said in seen} | set(self.common))
        return cleaned

    def _common(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Facts of all rows as rows have them; an unknown city is told beside its field."""
        reader = Reader(self.spreadsheet, keys=None)
        common: dict[str, Any] = {}
        for fact in self.facts.values():
            written = cleaned.get(f"common-{fact.key}")
            if written:
                try:
                    common[fact.key] = reader.value(fact, written)
                except Doubt as doubt:
                    self.add_error(f"common-{fact.key}", told_whole(doubt))
        return common

    def _check_needed(self, there: set[str]) -> None:
        missing = [
            str(fact.label)
            for fact in self.facts.values()
            if fact.is_needed and fact.key not in there and not self.has_error(f"common-{fact.key}")
        ]
        if missing and not self.errors:
            told = _("Say which column holds this, or give it for all rows: %(facts)s.")
            raise ValidationError(told % {"facts": ", ".join(missing)})


class DecisionsForm(forms.Form):
    """An answer to each doubt; those left open stay doubts."""

    def __init__(
        self, *args: Any, spreadsheet: Spreadsheet, doubts: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spreadsheet, self.doubts = spreadsheet, doubts
        self.facts = facts_of(spreadsheet.subject)
        for number, doubt in enumerate(doubts):
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=_("What is meant"), required=False, choices=_answers(doubt)
            )
            is_chosen = self.facts[doubt["fact"]].reads is Reads.CHOICE or doubt.get("closed")
            if not is_chosen:
                self.fields[f"instead-{number}"] = forms.CharField(
                    label=_("or write it"), required=False, max_length=300
                )
            self.fields[f"key-{number}"] = forms.CharField(
                widget=forms.HiddenInput, initial=doubt["key"], required=False
            )

    def clean(self) -> dict[str, Any]:
        """A doubt is known by its key: another page of them may have been shown meanwhile."""
        cleaned = super().clean() or {}
        reader = Reader(self.spreadsheet, keys=None)
        self.answers: dict[str, Any] = {}
        for number, doubt in enumerate(self.doubts):
            if cleaned.get(f"key-{number}") != doubt["key"]:
                continue
            instead, answer = cleaned.get(f"instead-{number}"), cleaned.get(f"answer-{number}")
            if instead:
                try:
                    self.answers[doubt["key"]] = reader.value(self.facts[doubt["fact"]], instead)
                except Doubt as told:
                    self.add_error(f"instead-{number}", told_whole(told))
            elif answer:
                self.answers[doubt["key"]] = answer
        if not self.answers and not self.errors:
            raise ValidationError(_("Nothing was decided yet."))
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """Each doubt with its fields, for the page."""
        return [
            {
                **doubt,
                "answer": self[f"answer-{number}"],
                "instead": self[f"instead-{number}"]
                if f"instead-{number}" in self.fields
                else None,
                "mark": self[f"key-{number}"],
                "label": self.facts[doubt["fact"]].label,
            }
            for number, doubt in enumerate(self.doubts)
        ]


def told_whole(doubt: Doubt) -> str:
    """What is doubtful, with what may be meant."""
    names = ", ".join(name for _value, name in doubt.choices[:4])
    return f"{doubt.told} {names}".strip()


def _answers(doubt: dict[str, Any]) -> list[tuple[str, str]]:
    empty = [] if doubt["needed"] else [(EMPTY, _("come in without it"))]
    found = [(value, capfirst(name)) for value, name in doubt["choices"]]
    return [("", _("not decided yet")), *found, *empty, (OUT, _("leave these rows out"))]


def _common_field(fact: Fact) -> forms.Field:
    label = capfirst(str(fact.label))
    if fact.reads is Reads.CHOICE:
        choices = [("", "---------"), *fact.choices.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, required=False, max_length=300)
