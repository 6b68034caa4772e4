"""Every number opens the records behind it: as many as it says, on every page of the demo."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests.demo.test_pages import addresses

pytestmark = pytest.mark.django_db
RECORDS = "li.row, li.twin, article.card"


class Figure(NamedTuple):
    """A number on a page; `counts` when it counts records and does not add up their values."""

    path: str
    words: str
    opens: str
    counts: int | None


def main_of(site: Client, path: str) -> Tag:
    main = BeautifulSoup(site.get(path).content, "html.parser").main
    assert main is not None
    return main


def figures(site: Client, path: str) -> Iterator[Figure]:
    main = main_of(site, path)
    for figure in main.select(".fig"):
        link = figure.a
        words = figure.get_text(" ", strip=True)
        assert link is not None, f"{path}: {words} opens nothing"
        yield Figure(path, words, urljoin(path, str(link["href"])), promised(link))
    for bar in main.select(".bars li"):
        words = bar.get_text(" ", strip=True)
        assert bar.a is not None, f"{path}: {words} opens nothing"
        number = re.fullmatch(r"\d+", bar.select_one(".num").get_text().replace(",", ""))
        opens = urljoin(path, str(bar.a["href"]))
        yield Figure(path, words, opens, int(number[0]) if number else None)


def promised(link: Tag) -> int | None:
    """How many records the link says it opens; nothing for one that opens a place on a page."""
    if "See the record:" in link.get_text():
        return 1
    number = re.search(r"See the ([\d,]+) records", link.get_text())
    return int(number[1].replace(",", "")) if number else None


def listed(site: Client, path: str) -> int:
    """How many records the list at the path has, on all its pages."""
    found, further = 0, path
    while further:
        main = main_of(site, further)
        found += len(main.select(RECORDS))
        link = main.select_one("a[rel=next]")
        further = urljoin(further, str(link["href"])) if link else ""
    return found


def test_every_figure_is_as_long_as_the_list_it_opens(site: Client) -> None:
    told = {figure for path in addresses(site) for figure in figures(site, path)}
    lengths = {opens: listed(site, opens) for opens in {figure.opens for figure in told}}

    wrong = [figure for figure in told if figure.counts not in (None, lengths[figure.opens])]
    empty = [figure for figure in told if figure.counts and not lengths[figure.opens]]

    assert len(told) > 60
    assert (wrong, empty) == ([], [])
