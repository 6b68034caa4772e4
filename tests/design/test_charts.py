"""A year in marks."""

import pytest
from django.template.loader import render_to_string

from citytocity.design.charts import Mark, marked_year, month_names

CUP = Mark(title="A cup won in Oxford", url="/en/activities/cup/", ink="cobalt")
CAMP = Mark(title="Camp <in> Perm", url="/en/activities/camp/")


def test_each_record_stands_in_its_month_and_empty_months_stay() -> None:
    year = marked_year([(8, CUP), (8, CAMP), (1, CUP)], label="2018", language="en")

    assert [len(month.marks) for month in year.months] == [1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]
    assert year.months[7].marks == (CUP, CAMP)


@pytest.mark.parametrize(("marks", "fits"), [(12, True), (13, False)])
def test_a_month_has_room_for_twelve(marks: int, fits: bool) -> None:
    year = marked_year([(8, CUP)] * marks, label="2018", language="en")

    assert year.fits is fits


@pytest.mark.parametrize(
    ("language", "august"),
    [
        ("en", "Aug"),
        ("ru", "авг"),
        ("zh-hans", "8月"),
        ("it", "ago"),
        ("fr", "août"),
        ("de", "Aug"),
    ],
)
def test_months_are_named_in_each_language_whichever_came_before(
    language: str, august: str
) -> None:
    month_names("zh-hans")

    assert month_names(language)[8] == august


def test_the_chart_opens_every_record_and_says_its_title() -> None:
    year = marked_year([(8, CUP), (8, CAMP)], label="Activities by month", language="en")

    html = render_to_string("design/_units.html", {"year": year})

    assert '<ol class="units" aria-label="Activities by month">' in html
    assert (
        '<a class="unit" data-ink="cobalt" href="/en/activities/cup/">'
        '<span class="vh">A cup won in Oxford</span></a>'
    ) in html
    assert "Camp &lt;in&gt; Perm" in html
