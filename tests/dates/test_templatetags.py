import datetime

import pytest
from django.template import Context, Template
from django.utils import translation


def render(template: str, **context: object) -> str:
    return Template("{% load dates %}" + template).render(Context(context))


def test_a_date_is_said_in_the_active_language() -> None:
    with translation.override("ru"):
        assert render("{{ date|in_words }}", date="2018-09") == "сентябрь 2018"
    with translation.override("de"):
        assert render("{{ date|in_words }}", date="2018-09") == "September 2018"


def test_an_unknown_date_is_empty_on_the_page() -> None:
    assert render("{{ date|in_words }}{{ day|day }}{% when date %}", date="", day=None) == ""


def test_a_plain_day_is_said_in_the_active_language() -> None:
    with translation.override("it"):
        assert render("{{ day|day }}", day=datetime.date(2018, 9, 14)) == "14 settembre 2018"


@pytest.mark.parametrize(
    ("date", "html"),
    [
        ("2018-09", '<time datetime="2018-09">September 2018</time>'),
        ("2018-09-19/2018-09-23", '<time datetime="2018-09-19">19–23 September 2018</time>'),
        ("195X", "the 1950s"),
        ("../2019", "until 2019"),
        ("some <b>day</b>", "some &lt;b&gt;day&lt;/b&gt;"),
    ],
)
def test_when_gives_a_time_element_where_html_has_a_form_for_it(date: str, html: str) -> None:
    with translation.override("en"):
        assert render("{% when date %}", date=date) == html
