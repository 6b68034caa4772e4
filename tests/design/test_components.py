"""What the components say, in words and in structure."""

import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from citytocity.design.access import ReadingSettings
from citytocity.design.components import (
    Bar,
    Calendar,
    Cell,
    Column,
    Disagreement,
    Exchange,
    Figure,
    Filter,
    FilterField,
    Gallery,
    Idea,
    Journey,
    Knowledge,
    Month,
    Option,
    Pagination,
    Reciprocity,
    SourceLine,
    State,
    Statement,
    Table,
    TimelineItem,
    Twin,
    Video,
    bars,
)
from tests.factories.design import cities, city, picture, row, story_card


def drawn(name: str, *, pictures: str = "on", **values: Any) -> str:
    request = RequestFactory().get("/en/")
    request.reading = ReadingSettings(pictures=pictures)
    return render_to_string(f"design/_{name}.html", values, request=request)


def words(html: str) -> str:
    return " ".join(strip_tags(re.sub(r"(?<=[\w.])<", " <", html)).split())


def test_a_city_shows_its_name_beside_its_ink() -> None:
    assert drawn("city", city=city("Oxford")).strip() == (
        '<a class="city" data-ink="cobalt" href="/en/cities/oxford/">Oxford</a>'
    )


def test_a_city_without_a_page_is_no_link() -> None:
    assert "<a" not in drawn("city", city=city("Oxford", url=""))


def test_a_name_in_another_language_says_which() -> None:
    assert ' lang="ru"' in drawn("city", city=city("Пермь", lang="ru"))


@pytest.mark.parametrize(("names", "kind"), [(("Perm",), "cities"), (("Perm", "Oxford"), "pair")])
def test_two_cities_face_each_other_and_others_stand_in_a_row(
    names: tuple[str, ...], kind: str
) -> None:
    assert f'<span class="{kind}">' in drawn("cities", cities=cities(*names))


def test_no_cities_are_nothing_at_all() -> None:
    assert drawn("cities", cities=()).strip() == ""


def test_texts_are_escaped_and_safe_texts_are_left() -> None:
    assert "&lt;b&gt;" in drawn("city", city=city("<b>"))
    assert '<span lang="de">' in drawn("city", city=city(mark_safe('<span lang="de">X</span>')))


def test_a_number_is_a_door_that_says_where_it_leads() -> None:
    figure = Figure(
        value="15 000", noun="came", url="/en/x/", link="See the record", qualifier="at least"
    )

    html = drawn("figure", figure=figure)

    assert words(html) == "at least 15 000 came See the record : came"
    assert 'href="/en/x/"' in html


def test_a_number_without_records_is_no_link() -> None:
    assert "<a" not in drawn("figure", figure=Figure(value="7", noun="cities"))


def test_a_picture_comes_in_better_formats_with_its_size_words_credit_and_rights() -> None:
    html = drawn("picture", picture=picture())

    assert '<source type="image/avif" srcset="/media/square.avif 1200w"' in html
    assert 'width="1200" height="800" alt="A square with a fountain" loading="lazy"' in html
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in html
    assert words(html) == "The square in 1958. Picture: State Archive. CC BY 4.0"


def test_the_first_picture_of_a_page_is_not_put_off() -> None:
    html = drawn("picture", picture=picture(), eager=True)

    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


@pytest.mark.parametrize("name", ["picture", "img"])
def test_a_reader_without_pictures_loads_none_and_reads_what_they_show(name: str) -> None:
    html = drawn(name, picture=picture(), pictures="off", reading=ReadingSettings(pictures="off"))

    assert "/media/" not in html
    assert "Picture: A square with a fountain" in html


def test_a_gallery_parts_who_made_a_picture_from_its_rights() -> None:
    gallery = Gallery(pictures=(picture(caption="", credit="Me", rights="all rights reserved"),))

    assert "Picture: Me. all rights reserved" in words(drawn("gallery", gallery=gallery))


def test_a_gallery_without_pictures_has_nothing_to_enlarge() -> None:
    gallery = Gallery(pictures=(picture(), picture()))

    assert drawn("gallery", gallery=gallery).count("popovertarget=") == 4
    assert "popover" not in drawn("gallery", gallery=gallery, pictures="off")


def test_a_story_without_a_picture_has_a_cover_drawn_from_its_cities() -> None:
    html = drawn("story_card", card=story_card())

    assert '<svg class="art"' in html
    assert "<img" not in html


def test_a_story_with_a_picture_shows_it_instead_of_a_cover() -> None:
    html = drawn("story_card", card=story_card(picture=picture()))

    assert '<svg class="art"' not in html
    assert html.count("<img") == 1


def test_without_pictures_no_cover_is_drawn() -> None:
    assert "<svg" not in drawn("story_card", card=story_card(), pictures="off")


@pytest.mark.parametrize(
    ("state", "marked"),
    [
        (State("confirmed"), '<span class="state">confirmed</span>'),
        (State("claimed", "claim"), '<span class="state claim">claimed</span>'),
        (State("not recorded", "none"), '<span class="state none">not recorded</span>'),
    ],
)
def test_a_state_has_a_sign_and_a_word(state: State, marked: str) -> None:
    assert drawn("state", state=state).strip() == marked


def test_a_row_says_when_what_and_who() -> None:
    html = drawn("rows", rows=[row(state=State("publication"))])

    assert '<time class="when" datetime="2018-12">December 2018</time>' in html
    assert words(html) == "December 2018 Photo album Perm Duisburg publication"


def test_a_time_too_vague_for_a_machine_is_said_in_words_alone() -> None:
    html = drawn("rows", rows=[row(when="late September", datetime="")])

    assert "<time" not in html
    assert '<span class="when">late September</span>' in html


def test_a_milestone_has_a_hollow_drop() -> None:
    html = drawn("timeline", items=[TimelineItem(title="Twinning", plain=True, anchor="twinning")])

    assert '<li class="plain" id="twinning">' in html


def test_an_idea_tells_from_where_to_where() -> None:
    idea = Idea(title="A call centre", origins=cities("Oxford"), destinations=cities("Perm"))

    assert words(drawn("ideas", ideas=[idea])) == "From Oxford to Perm A call centre"


def test_sources_are_written_out_and_disagreements_shown_with_the_one_that_counts() -> None:
    knowledge = Knowledge(
        sources=(
            SourceLine(
                title="Festival",
                url="https://example.org/",
                publisher="Perm City Administration",
                published="14 December 2018",
                about="attendance",
                note="As a whole.",
            ),
        ),
        disagreements=(
            Disagreement(
                about="attendance",
                statements=(
                    Statement("15 000", "Perm", counts=True),
                    Statement("12 000", "A paper", published="2019", note="A guess."),
                ),
            ),
        ),
        url="/en/activities/festival/sources/",
    )

    assert words(drawn("know", knowledge=knowledge)) == (
        "How do we know this? Perm City Administration, Festival , 14 December 2018 attendance "
        "As a whole. The sources disagree: attendance 15 000 Perm counts here "
        "12 000 A paper , 2019 A guess. All sources of this page"
    )


def test_what_has_no_source_says_so() -> None:
    assert "No source is on record for this yet." in drawn("know", knowledge=Knowledge())


def test_where_all_sources_disagree_none_is_said_to_be_missing() -> None:
    statements = (Statement("1995", "Perm", counts=True), Statement("1996", "A paper"))
    knowledge = Knowledge(disagreements=(Disagreement(about="since", statements=statements),))

    assert words(drawn("know", knowledge=knowledge)) == (
        "How do we know this? The sources disagree: since 1995 Perm counts here 1996 A paper"
    )


def test_a_filter_is_sent_by_get_and_keeps_what_was_chosen() -> None:
    chosen = Filter(
        action="/en/activities/",
        fields=(
            FilterField(
                "year", "Year", (Option("", "Any year"), Option("2018", "2018", chosen=True))
            ),
        ),
        kept=(("view", "map"),),
        clear_url="/en/activities/",
        result="13 activities",
    )

    html = drawn("filter", filter=chosen)

    assert '<form class="filter" method="get" action="/en/activities/"' in html
    assert '<input type="hidden" name="view" value="map">' in html
    assert '<label for="filter-year">' in html
    assert '<option value="2018" selected>2018</option>' in html
    assert '<p class="result" role="status">13 activities</p>' in html
    assert "Show everything" in html


def test_a_filter_nobody_used_has_nothing_to_clear() -> None:
    unused = Filter(
        action="/",
        fields=(FilterField("year", "Year", (Option("", "Any year", chosen=True),)),),
        clear_url="/",
    )

    assert "Show everything" not in drawn("filter", filter=unused)


def test_the_pages_of_a_list_keep_the_rest_of_the_question() -> None:
    page = Paginator(range(100), 10).page(2)

    pagination = Pagination.of(page, QueryDict("city=perm&page=2&city=oxford"))

    assert pagination.previous_url == "?city=perm&city=oxford"
    assert pagination.next_url == "?city=perm&city=oxford&page=3"
    assert [link.number for link in pagination.pages] == [1, 2, 3, 4, None, 10]
    assert [link.number for link in pagination.pages if link.current] == [2]


def test_a_list_of_one_page_has_no_pages() -> None:
    page = Paginator(range(3), 10).page(1)

    assert drawn("pagination", pagination=Pagination.of(page, QueryDict())).strip() == ""


def test_an_empty_month_says_so() -> None:
    calendar = Calendar(title="2018", months=(Month("November"), Month("December", rows=(row(),))))

    html = drawn("calendar", calendar=calendar)

    assert words(html) == (
        "2018 November nothing on record December December 2018 Photo album Perm Duisburg"
    )


def test_a_table_has_a_name_headings_and_a_box_that_can_be_scrolled_by_keyboard() -> None:
    table = Table(
        caption="Who took part",
        columns=(Column("City"), Column("People", is_number=True)),
        rows=((Cell(cities=cities("Perm"), is_heading=True), Cell("25", is_number=True)),),
        key="who",
    )

    html = drawn("table", table=table)

    assert '<div class="tablebox" tabindex="0" role="region" aria-labelledby="who">' in html
    assert '<caption id="who">Who took part</caption>' in html
    assert '<th scope="row">' in html
    assert '<td class="n">25' in html


@pytest.mark.parametrize("cells", [1, 3])
def test_a_row_that_has_not_a_field_for_each_column_is_an_error(cells: int) -> None:
    table = Table(
        caption="Who", columns=(Column("City"), Column("Role")), rows=((Cell(),) * cells,)
    )

    with pytest.raises(ValueError, match="zip"):
        drawn("table", table=table)


def test_a_table_that_stacks_names_the_column_in_each_field_and_keeps_its_roles() -> None:
    table = Table(
        caption="Who took part",
        columns=(Column("City"), Column("Role"), Column("Source")),
        rows=((Cell("Perm", is_heading=True), Cell("guest"), Cell()),),
        stacks=True,
    )

    html = drawn("table", table=table)

    assert 'class="tablebox stacks"' in html
    assert '<th scope="row" role="rowheader">Perm' in html
    assert '<td role="cell"><span class="of" aria-hidden="true">Role</span>guest' in html
    assert html.count('class="of"') == 1, "a field without anything in it needs no name"


def test_bars_are_as_long_as_their_share_and_leave_room_for_the_number() -> None:
    made = bars([("Youth", 3, "3", "/y"), ("Sport", 1, "1", ""), ("Media", 0, "0", "")])

    assert [bar.share for bar in made] == [85, 28, 0]
    assert '<svg class="bar" width="28%" aria-hidden="true">' in drawn("bars", bars=made)


@pytest.mark.parametrize("counts", [[], [("Youth", 0, "0", "")]])
def test_bars_of_nothing_have_no_length(counts: list[tuple[str, int, str, str]]) -> None:
    assert [bar.share for bar in bars(counts)] == [0] * len(counts)


def test_a_bar_without_records_is_no_link() -> None:
    assert "<a" not in drawn("bars", bars=[Bar(label="Youth", words="3", share=50)])


def test_who_came_and_who_went_is_a_table_with_a_drop_for_each_journey() -> None:
    table = Reciprocity(
        came="Came to Perm",
        went="Perm went",
        exchanges=(
            Exchange(label="Oxford", city=city("Oxford"), came=(Journey("Cup", "/c", "cobalt"),)),
        ),
    )

    html = drawn("recip", reciprocity=table)

    assert words(html) == "Came to Perm Perm went Cup Oxford none on record"
    assert '<a class="unit" data-ink="cobalt" href="/c">' in html


def test_a_partner_has_a_ring_of_years_and_the_year_in_words() -> None:
    twin = Twin(
        city=city("Oxford"),
        words="Twin city since 1995",
        year=1995,
        until=2018,
        distance="3 627 km",
    )

    html = drawn("twin", twin=twin)

    assert '<svg class="ring" data-ink="cobalt"' in html
    assert words(html) == "1995 Oxford Twin city since 1995 3 627 km"


def test_a_partner_without_a_year_has_a_ring_that_says_so() -> None:
    html = drawn("twin", twin=Twin(city=city("Oxford"), words="Twin city", until=2018))

    assert re.findall(r"<text[^>]*>([^<]*)</text>", html) == ["?"]


def test_a_film_is_a_link_until_the_reader_presses() -> None:
    video = Video(
        title="The dance",
        embed_url="https://www.youtube-nocookie.com/embed/x",
        watch_url="https://youtu.be/x",
        host="YouTube",
    )

    html = drawn("video", video=video)

    assert "<iframe" not in html
    assert words(html) == (
        "Watch: The dance The film is kept at YouTube. Nothing is asked of YouTube until you press."
    )


@pytest.mark.parametrize("name", ["note", "empty"])
def test_a_note_shows_the_way_out(name: str) -> None:
    html = drawn(name, text="Nothing is on record.", url="/en/about/", link="Tell us")

    assert words(html) == "Nothing is on record. Tell us"


def test_a_language_is_that_of_the_title_and_not_of_what_stands_around_it() -> None:
    places = {
        drawn("row", row=row(lang="de")): '<h3 lang="de">',
        drawn("calendar_entry", row=row(lang="de")): '<a href="/en/activities/album/" lang="de">',
        drawn("timeline_item", item=TimelineItem("Anfang", lang="de")): '<h3 lang="de">',
        drawn("idea", idea=Idea("Einfall", (), (), lang="de")): '<h3 lang="de">',
        drawn("story_card", card=story_card(lang="de")): '<h3 lang="de">',
        drawn("img", picture=picture(lang="de"), reading=ReadingSettings()): 'n" lang="de"',
        drawn("know", knowledge=Knowledge((SourceLine("Blatt", lang="de"),))): '<span lang="de">',
    }

    assert [html for html, place in places.items() if place not in html] == []
    assert [html.count('lang="de"') for html in places] == [1] * len(places)
