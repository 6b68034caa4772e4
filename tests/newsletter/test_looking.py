"""The letter before it goes: in both colours, at two widths, without pictures, on paper."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import override
from pypdfium2 import PdfDocument

from citytocity.newsletter.actions import issues
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.models import Issue
from citytocity.newsletter.queries import newsletter as told
from citytocity.newsletter.rendering import MOST_BYTES, Rendered, rendered
from tests.design.test_colours import contrast
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import picture, story, translation

pytestmark = pytest.mark.django_db
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\}\s*</style>", re.DOTALL)
COLOUR = re.compile(r"(?<![-\w])color: ?(#\w{6})")
GROUND = re.compile(r"background(?:-color)?: ?(#\w{6})")
IMPORTANT = "!important"
HIDDEN = "#ffffff"
"""Of what mail programs show beside the subject, and the letter itself does not."""


@pytest.fixture
def made() -> Issue:
    newsletter()
    river = story("The river", of=city("Perm"), standfirst="What it carries.", picture=picture(),
                  picture_alt="A river")  # fmt: skip
    translation(river, "Река", language="ru")
    return issue(river, picture=picture(), picture_alt={"en": "A bridge"})


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def said(made: Issue, language: str = "en") -> Rendered:
    with override(language):
        matters = [one.matter for one in chosen_items(made, made.items.all())]
    return rendered(made, matters, language=language, newsletter=told())


def preview(office: Client, made: Issue, query: str, *, language: str = "en") -> BeautifulSoup:
    answer = office.get(f"/admin/newsletter/{made.pk}/{language}/?{query}")
    return BeautifulSoup(answer.content, "html.parser")


def letter(office: Client, made: Issue, query: str = "") -> Any:
    return office.get(f"/admin/newsletter/{made.pk}/en/letter.html?{query}")


def test_words_and_links_can_be_read_in_light_and_in_dark(made: Issue) -> None:
    html = said(made).html
    (dark,) = DARK.findall(html)
    light = html.replace(dark, "")
    light_words = set(COLOUR.findall(light)) - {HIDDEN}

    assert set(GROUND.findall(light)) == {"#fdfcfa"}
    assert light_words == {"#1d1936", "#2438b4"}
    assert min(contrast(one, "#fdfcfa") for one in light_words) >= 7
    ground, button = GROUND.findall(dark)
    words = dict.fromkeys(COLOUR.findall(dark), ground) | {"#15122b": button}
    assert ground == "#15122b"
    assert min(contrast(one, behind) for one, behind in words.items()) >= 7


def test_dark_colours_win_over_those_that_stand_at_each_word(made: Issue) -> None:
    (dark,) = DARK.findall(said(made).html)

    rules = [rule for rule in re.split(r"[{;}]", dark) if ":" in rule and rule.strip()]

    assert [rule for rule in rules if IMPORTANT not in rule] == []


def test_the_letter_says_that_it_has_both_colours_and_is_small(made: Issue) -> None:
    html = said(made).html
    page = BeautifulSoup(html, "html.parser")

    meta = page.select_one("meta[name=color-scheme]")
    assert meta is not None
    assert meta["content"] == "light dark"
    assert "googleapis" not in html
    assert said(made).size < MOST_BYTES
    assert all(one.get("alt") for one in page.select("img"))


@pytest.mark.parametrize("alt", ["A river", ""])
def test_every_link_of_the_letter_has_a_name(alt: str) -> None:
    newsletter()
    photograph = {"picture": picture(), "picture_alt": alt} if alt else {}  # else a drawn cover
    perm = city("Perm")
    river = story("The river", of=perm, **photograph)
    river.cities.add(perm)
    river.save()

    made = issue(river)
    page = BeautifulSoup(said(made).html, "html.parser")

    assert [image["alt"] for image in page.select("img")] == [alt]
    links = page.select("a")
    assert [one for one in links if not one.text.strip() and not one.select("img[alt!='']")] == []
    assert bool(page.select("a img")) is bool(alt)


@pytest.mark.parametrize(
    ("query", "widths", "has_text"),
    [
        ("", ["wide", "narrow"], True),
        ("shape=wide", ["wide"], False),
        ("shape=narrow", ["narrow"], False),
        ("shape=text", [], True),
        ("shape=round", ["wide", "narrow"], True),
    ],
)
def test_the_office_chooses_what_to_look_at(
    office: Client, made: Issue, query: str, widths: list[str], has_text: bool
) -> None:
    page = preview(office, made, query)

    assert [frame["class"] for frame in page.select("iframe")] == [[one] for one in widths]
    assert bool(page.select(".letters-text")) is has_text


def test_the_frames_show_what_was_chosen_above_them(office: Client, made: Issue) -> None:
    page = preview(office, made, "colours=dark&pictures=off&rhythm=monthly", language="ru")

    frame = page.select_one("iframe.narrow")
    assert frame is not None
    assert str(frame["src"]).endswith("/ru/letter.html?colours=dark&pictures=off&rhythm=monthly")
    assert "Река" in office.get(str(frame["src"])).content.decode()
    chosen = [one["value"] for one in page.select("option[selected]")]
    assert {"dark", "monthly"} <= set(chosen)
    assert page.select("[name=pictures][checked]")


@pytest.mark.parametrize(
    ("colours", "rule", "scheme"),
    [
        ("light", "@media not all", "color-scheme: light;"),
        ("dark", "@media all", "color-scheme: dark;"),
        ("", "@media (prefers-color-scheme: dark)", "color-scheme: light dark;"),
    ],
)
def test_colours_are_those_that_were_chosen_whatever_the_device_has(
    office: Client, made: Issue, colours: str, rule: str, scheme: str
) -> None:
    html = letter(office, made, f"colours={colours}").content.decode()

    assert rule in html
    assert scheme in html


def test_without_pictures_the_browser_fetches_none(office: Client, made: Issue) -> None:
    usual = letter(office, made).headers["Content-Security-Policy"]
    off = letter(office, made, "pictures=off")

    assert "img-src 'self'" in usual
    assert "img-src 'none'" in off.headers["Content-Security-Policy"]
    assert 'alt="A bridge"' in off.content.decode()


def test_the_archive_leads_to_a_sheet_in_the_readers_language(client: Client, made: Issue) -> None:
    reader()
    address = f"/ru/newsletter/issues/{made.number}/"
    before = client.get(f"{address}sheet.pdf").status_code
    issues.release(made, seen=1, by=user(officer=True))

    page = client.get(address).content.decode()
    sheet = client.get(f"{address}sheet.pdf")

    assert before == 404
    assert f'href="{address}sheet.pdf"' in page
    assert sheet.headers["Content-Type"] == "application/pdf"
    copied = PdfDocument(sheet.content)[0].get_textpage().get_text_range()
    assert [words for words in ("Города-побратимы", "Река", "Perm") if words not in copied] == []
