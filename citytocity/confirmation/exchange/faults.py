"""What is wrong with a document, and where, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a JSON pointer (RFC 6901)."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"


class DocumentRefusedError(Exception):
    """Nothing was taken; `problems` tells every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def place_of(fault: Any) -> str:
    """Where it is; of a kind that is not known, where the kind should stand."""
    pointer = _pointer(fault["loc"])
    if fault["type"] not in {"union_tag_not_found", "union_tag_invalid"}:
        return pointer
    return f"{pointer}/{fault['ctx']['discriminator'].strip(chr(39))}"


def _pointer(steps: tuple[Any, ...]) -> str:
    """Without the names of kinds, by which pydantic tells which form it tried."""
    path: list[str] = []
    kinds = {"record", "request", "answer", "activity", "participation", "result", "agreement",
             "partnership"}  # fmt: skip
    for place, step in enumerate(steps):
        is_kind = isinstance(step, str) and step in kinds
        after = steps[place - 1] if place else None
        if place == 0 or (is_kind and (place == 1 or isinstance(after, int) or after == "record")):
            continue
        path.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in path)


def told(fault: Any) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    messages = {
        "missing": _("This must be given."),
        "extra_forbidden": _("The format knows nothing of this name."),
        "string_type": _("A text is wanted here."),
        "int_type": _("A whole number is wanted here."),
        "list_type": _("A list is wanted here."),
        "dict_type": _("A mapping is wanted here."),
        "model_type": _("A mapping is wanted here."),
        "model_attributes_type": _("A mapping is wanted here."),
        "string_pattern_mismatch": _("This is not written as the format wants it."),
        "union_tag_not_found": _("This must be given."),
    }
    if kind in messages:
        return messages[kind]
    if kind == "value_error":
        return str(context["error"])
    if kind in {"literal_error", "union_tag_invalid"}:
        known = context.get("expected") or context.get("expected_tags", "")
        return _("This is not known here. Known are: %(known)s.") % {"known": known}
    if kind == "string_too_long":
        return _("At most %(limit)d characters fit.") % {"limit": context["max_length"]}
    if kind in {"too_short", "too_long"}:
        return _("There are too few or too many of them.")
    if kind in {"greater_than_equal", "less_than_equal"}:
        return _("This number is out of bounds.")
    return _("This is not written as the format wants it.")
