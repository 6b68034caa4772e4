"""The skeleton of every page, rendered."""

import json
import re

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from citytocity.design.access import ReadingSettings
from citytocity.design.furniture import Alternate, Feed, PageMeta, SocialImage
from tests.factories.design import page_context


def request(path: str = "/en/stories/?page=2", **settings: str) -> HttpRequest:
    made = RequestFactory().get(path)
    made.reading = ReadingSettings(**settings)
    return made


def page(made: HttpRequest | None = None, **values: object) -> str:
    return render_to_string("design/page.html", page_context(**values), request=made or request())


def test_settings_stand_on_the_root_before_the_first_paint() -> None:
    html = page(request(size="largest", colours="black"))

    assert re.search(r"<html[^>]*>", html)[0] == (
        '<html lang="en" data-size="largest" data-colours="black" data-pictures="on" '
        'data-spacing="usual" data-face="site">'
    )


def test_the_order_is_skip_link_settings_languages_masthead_way_content_foot() -> None:
    html = page()

    marks = [
        'class="skip"',
        'class="set"',
        'class="langs"',
        'class="mast"',
        'class="crumbs',
        "<main",
        "<footer",
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_the_chosen_settings_are_pressed_and_the_others_are_not() -> None:
    html = page(request(colours="sky"))

    pressed = re.findall(r'name="(\w+)" value="(\w+)"[^>]*aria-pressed="true"', html)
    assert pressed == [
        ("size", "usual"),
        ("colours", "sky"),
        ("pictures", "on"),
        ("spacing", "usual"),
        ("face", "site"),
    ]


def test_the_form_knows_the_way_back_with_its_query() -> None:
    assert '<input type="hidden" name="back" value="/en/stories/?page=2">' in page()


def test_the_way_back_to_usual_stands_there_once_something_differs() -> None:
    assert 'name="usual"' not in page()
    assert 'name="usual"' in page(request(spacing="wide"))


def test_languages_go_by_their_own_names_and_carry_their_codes() -> None:
    links = re.findall(r'<li><a href="(/\w\w/stories/)" lang="(\w\w)" hreflang="\w\w"', page())

    assert links == [("/en/stories/", "en"), ("/ru/stories/", "ru")]


def test_only_a_page_in_cyrillic_letters_fetches_cyrillic_letters_first() -> None:
    fonts = r'rel="preload"[^>]*fonts/([\w-]+?)-(?:opsz|wght)-normal[\w.]*woff2"'

    with override("ru"):
        russian = re.findall(fonts, page())

    assert re.findall(fonts, page()) == ["piazzolla-latin", "commissioner-latin"]
    assert russian == [
        "piazzolla-latin",
        "commissioner-latin",
        "piazzolla-cyrillic",
        "commissioner-cyrillic",
    ]


def test_a_reader_of_the_plain_face_does_not_fetch_the_other() -> None:
    assert "preload" in page(request(face="plain"))
    assert 'fonts/piazzolla-latin-opsz-normal.woff2" crossorigin' not in page(request(face="plain"))


def test_the_head_says_what_the_page_is_and_where_it_is_in_other_languages() -> None:
    meta = PageMeta(
        title=mark_safe('<span lang="de">Jahr &amp; Tag</span>'),
        description="What came of it",
        canonical="https://city.example/en/results/",
        alternates=(
            Alternate("en", "https://city.example/en/results/"),
            Alternate("x-default", "https://city.example/"),
        ),
        image=SocialImage(
            url="https://city.example/og.png", width=1200, height=630, alt="Two drops"
        ),
        feeds=(Feed(title="Results", url="/en/results/feed/"),),
    )

    html = page(meta=meta)

    assert "<title>Jahr &amp; Tag · City to City</title>" in html
    assert '<meta name="description" content="What came of it">' in html
    assert '<link rel="canonical" href="https://city.example/en/results/">' in html
    assert '<link rel="alternate" hreflang="x-default" href="https://city.example/">' in html
    assert '<meta property="og:title" content="Jahr &amp; Tag">' in html
    assert '<meta property="og:image" content="https://city.example/og.png">' in html
    assert (
        '<link rel="alternate" type="application/atom+xml" title="Results" '
        'href="/en/results/feed/">' in html
    )
    assert "noindex" not in html


def test_a_page_that_is_not_for_search_engines_says_so() -> None:
    assert '<meta name="robots" content="noindex">' in page(meta=PageMeta(indexed=False))


def test_the_home_page_is_titled_with_the_name_of_the_site() -> None:
    assert "<title>City to City</title>" in page(meta=PageMeta(), crumbs=())


def test_texts_cannot_break_out_of_the_data_for_search_engines() -> None:
    entry = {"@type": "City", "name": "</script><script>alert(1)</script>&"}

    html = page(meta=PageMeta(json_ld=(entry,)))

    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(data) == {"@context": "https://schema.org", **entry}


def test_a_language_written_from_the_right_turns_the_page() -> None:
    with override("ar"):
        assert '<html lang="ar" dir="rtl"' in page()


def test_the_bar_speaks_the_language_of_the_page() -> None:
    with override("zh-hans"):
        assert '<html lang="zh-Hans"' in page()


def test_a_page_without_a_request_is_read_the_usual_way() -> None:
    html = render_to_string("design/page.html", page_context())

    assert 'data-size="usual"' in html
    assert 'name="back" value="/"' in html
