"""Forms as a browser sends them: with all that stands in them."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def form_on(client: Client, address: str, **given: Any) -> dict[str, Any]:
    """What the page's form would send, with some fields changed; a field is named by its end."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    return filled(page, **given)


def filled(page: BeautifulSoup, **given: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    form = page.select_one("main form[method=post]") or page
    for field in form.select("input, select, textarea"):
        name = field.get("name")
        if not name or (
            field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked")
        ):
            continue
        sent[name] = _value(field)
    for end, value in given.items():
        names = [name for name in sent if name.endswith(end)] or [
            field["name"] for field in form.select(f"[name$='{end}']")
        ]
        sent |= dict.fromkeys(names, value)
    return sent


def words_of(answer: Any) -> str:
    """What a page says, as it is read."""
    page = BeautifulSoup(answer.text, "html.parser")
    return " ".join((page.select_one("main") or page).get_text(" ").split())


def _value(field: Any) -> str:
    if field.name == "textarea":
        return field.text.removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]")
        return chosen["value"] if chosen else ""
    return field.get("value", "on" if field.get("type") in {"radio", "checkbox"} else "")
