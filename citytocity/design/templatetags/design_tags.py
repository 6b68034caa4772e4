"""Tags of the skeleton and the components."""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from babel.core import get_global
from django import template
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from citytocity.design import drawings
from citytocity.design.access import ReadingSettings
from citytocity.design.components import Cell, CityMark, Column, State, Table
from citytocity.languages.catalogue import html_code

register = template.Library()

# Languages whose pages are set in Cyrillic letters, so that their fonts are fetched first.
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "ru", "sr", "uk"})
CYRILLIC_WORDS = re.compile("([\u0400-\u04ff]+)")
JSON_IN_HTML = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def reading_settings(context: Context) -> ReadingSettings:
    """The reader's settings; the usual ones where a page is made without a request."""
    return getattr(context.get("request"), "reading", None) or ReadingSettings()


@register.simple_tag(takes_context=True)
def return_address(context: Context) -> str:
    """Where the reader comes back to: this page with its query."""
    request = context.get("request")
    return request.get_full_path() if request else "/"


@register.simple_tag
def city_mark(city: CityMark) -> SafeString:
    """A city's name beside its drop. In code, for a list draws hundreds of them."""
    look = f' data-ink="{conditional_escape(city.look.ink)}"' if city.look else ""
    lang = f' lang="{conditional_escape(city.lang)}"' if city.lang else ""
    tag, url = ("a", f' href="{conditional_escape(city.url)}"') if city.url else ("span", "")
    name = conditional_escape(city.name)
    return mark_safe(f'<{tag} class="city"{look}{lang}{url}>{name}</{tag}>')  # noqa: S308 escaped


@register.simple_tag
def city_marks(cities: Sequence[CityMark]) -> SafeString:
    """Cities one after the other; two of them face each other."""
    if not cities:
        return SafeString("")
    marks = format_html_join("", "{}", ((city_mark(city),) for city in cities))
    name = "pair" if len(cities) == 2 else "cities"
    return format_html('<span class="{}">{}</span>', name, marks)


@register.simple_tag
def state_mark(state: State) -> SafeString:
    """How sure we are, in words beside a sign."""
    kind = "" if state.kind == "sure" else f" {state.kind}"
    return format_html('<span class="state{}">{}</span>', kind, state.words)


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of a table, in code, for a report draws thousands of fields."""
    role = ' role="row"' if table.stacks else ""
    drawn = []
    for row in table.rows:
        fields = zip(table.columns, row, strict=True)
        drawn += [f"<tr{role}>", *(_field(*one, stacks=table.stacks) for one in fields), "</tr>\n"]
    return mark_safe("".join(drawn))  # noqa: S308 what is told is escaped where it comes in


def _field(column: Column, cell: Cell, *, stacks: bool) -> str:
    """HTML. A field of a table that stacks says its role, which browsers forget with another
    display, and what its column is called."""
    inner: str = conditional_escape(cell.text)
    if cell.url:
        inner = f'<a href="{conditional_escape(cell.url)}">{inner}</a>'
    inner += city_marks(cell.cities) + (state_mark(cell.state) if cell.state else "")
    if cell.is_heading:
        role = ' role="rowheader"' if stacks else ""
        return f'<th scope="row"{role}>{inner}</th>'
    role = ' role="cell"' if stacks else ""
    number = ' class="n"' if cell.is_number else ""
    if stacks and cell.is_filled:
        inner = (
            f'<span class="of" aria-hidden="true">{conditional_escape(column.words)}</span>{inner}'
        )
    return f"<td{role}{number}>{inner}</td>"


@register.simple_tag
def pressed(chosen: str, value: str) -> SafeString:
    return mark_safe(f'aria-pressed="{"true" if chosen == value else "false"}"')  # noqa: S308


@register.simple_tag(takes_context=True)
def cover(
    context: Context, cities: Sequence[CityMark], *, seed: str = "", symbol: str = ""
) -> SafeString:
    """A cover drawn from the cities' signs; nothing where the reader wants no pictures."""
    if not reading_settings(context).shows_pictures:
        return SafeString("")
    looks = [city.look for city in cities if city.look]
    return drawings.picture(looks, seed=seed, symbol=symbol)


@register.simple_tag(takes_context=True)
def wide_cover(
    context: Context, cities: Sequence[CityMark], *, seed: str = "", symbol: str = ""
) -> SafeString:
    """The cover of a whole page: one city's sign in its drop, or two or more that meet."""
    looks = [city.look for city in cities if city.look]
    if not looks or not reading_settings(context).shows_pictures:
        return SafeString("")
    if len(looks) == 1:
        return drawings.city_cover(looks[0], seed=seed)
    if len(looks) == 2:
        return drawings.cover(looks[0], looks[1], seed=seed, columns=9, rows=3, symbol=symbol)
    return drawings.many(looks, seed=seed, columns=12, rows=4)


@register.simple_tag(takes_context=True)
def city_cover(context: Context, city: CityMark) -> SafeString:
    """The cover of a city's own page."""
    return wide_cover(context, [city], seed=city.look.key if city.look else "")


@register.simple_tag(takes_context=True)
def sign(context: Context, city: CityMark) -> SafeString:
    """A city's sign, for the drop of its card."""
    if not city.look or not reading_settings(context).shows_pictures:
        return SafeString("")
    return drawings.sign(city.look)


@register.simple_tag
def ring(
    since: int | None, until: int | None, *, city: CityMark | None = None, word: str = ""
) -> SafeString:
    """The ring of years, a tick for each, in the city's ink; a question mark for no year."""
    ink = city.look.ink if city and city.look else ""
    return drawings.ring(since, until, ink=ink, word=word)


@register.simple_tag
def json_ld(objects: Iterable[Mapping[str, Any]]) -> SafeString:
    """schema.org objects as data blocks, which no text in them can break out of."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<script type="application/ld+json">{_json(entry)}</script>\n'
            for entry in objects or ()
        )
    )


@register.filter
def html_language(code: str) -> str:
    return html_code(code)


@register.filter
def plain(text: str) -> str:
    """The bare words of a text that may carry markup, for titles and attributes."""
    if isinstance(text, SafeString):
        return html.unescape(strip_tags(text))
    return text


@register.filter
def uses_cyrillic(code: str) -> bool:
    return code.lower().partition("-")[0] in CYRILLIC


@register.filter
def letters_apart(words: str, code: str) -> SafeString | str:
    """Cyrillic words apart on a page in Latin letters, which fetches no second font for them."""
    if uses_cyrillic(code):
        return words
    apart = [
        format_html('<span class="other-letters">{}</span>', part) if place % 2 else part
        for place, part in enumerate(CYRILLIC_WORDS.split(words))
    ]
    return format_html_join("", "{}", ((part,) for part in apart))


@register.filter
def open_graph_locale(code: str) -> str:
    """The language with the land most of its readers live in: `ru` is `ru_RU`."""
    likely = get_global("likely_subtags")
    language = code.partition("-")[0]
    whole = likely.get(html_code(code).replace("-", "_")) or likely.get(language, language)
    return f"{language}_{whole.rpartition('_')[2]}" if "_" in whole else code


@register.filter
def brand(name: str) -> SafeString:
    """The site's name; the middle one of three words is set apart: City <em>to</em> City."""
    match name.split():
        case [first, middle, last]:
            return format_html("{} <em>{}</em> {}", first, middle, last)
    return conditional_escape(name)


def _json(value: Mapping[str, Any]) -> str:
    entry = {"@context": "https://schema.org", **value}
    return json.dumps(entry, ensure_ascii=False, default=str).translate(JSON_IN_HTML)
