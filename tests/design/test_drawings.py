"""Signs, covers and rings: the same for the same city, small, and without colours of their own."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citytocity.design import drawings
from citytocity.design.drawings import INKS, SIGNS, CityLook
from citytocity.design.symbols import SYMBOLS
from tests.factories.design import LOOKS

PERM, OXFORD, DUISBURG = LOOKS["Perm"], LOOKS["Oxford"], LOOKS["Duisburg"]


def look(sign: str) -> CityLook:
    return CityLook(ink="jade", sign=sign, key="anywhere")


@given(st.text())
def test_any_city_gets_an_ink_and_a_sign_that_stay_the_same(key: str) -> None:
    assert drawings.ink_for(key) in INKS
    assert drawings.sign_for(key) in SIGNS
    assert drawings.ink_for(key) == drawings.ink_for(key)
    assert drawings.sign_for(key) == drawings.sign_for(key)


def test_cities_without_a_chosen_look_share_all_inks_and_signs_among_them() -> None:
    keys = [f"city-{number}" for number in range(500)]

    assert {drawings.ink_for(key) for key in keys} == set(INKS)
    assert {drawings.sign_for(key) for key in keys} == set(SIGNS)


def test_a_cover_is_the_same_each_time_and_another_for_another_story() -> None:
    once = drawings.cover(PERM, OXFORD, seed="still-we-rise")

    assert once == drawings.cover(PERM, OXFORD, seed="still-we-rise")
    assert once != drawings.cover(PERM, OXFORD, seed="a-cup-won")


def test_a_cover_names_both_inks_and_gives_both_drops_the_same_size() -> None:
    cover = drawings.cover(PERM, OXFORD)

    drops = re.findall(r'<g class="m" data-ink="(\w+)"><path class="f" d="M[^A]*A(\d+)', cover)
    assert drops == [("ember", "162"), ("cobalt", "162")]


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_makes_small_drawings_without_styles_or_colours(sign: str) -> None:
    made = {
        "card": drawings.picture([look(sign), PERM], symbol="ball"),
        "city": drawings.city_cover(look(sign)),
        "sign": drawings.sign(look(sign)),
    }

    assert {name: len(svg) < 9_000 for name, svg in made.items()} == dict.fromkeys(made, True)
    assert not re.search(r"style=|#[0-9a-f]{3}|<rect|<script", "".join(made.values()))


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_leaves_paper_bare_at_the_edge(sign: str) -> None:
    """In every second row of a staggered sign the last half tile comes from beyond the edge."""
    drawn = drawings.city_cover(look(sign), columns=4, rows=4)

    begins = {int(x) for x in re.findall(r"M(-?\d+) -?\d+", drawn.partition("</g>")[0])}
    assert min(begins) < 120
    assert max(begins) >= (420 if drawings.signs.SIGNS[sign].staggered else 360)


@pytest.mark.parametrize("drawing", [drawings.cover(PERM, OXFORD), drawings.ring(None, None)])
def test_drawings_are_well_formed_and_hidden_from_those_who_listen(drawing: str) -> None:
    root = ElementTree.fromstring(drawing)  # noqa: S314

    assert (root.tag, root.get("aria-hidden")) == ("svg", "true")


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_is_drawn_in_whole_numbers_or_tenths(sign: str) -> None:
    numbers = re.findall(r"\d+\.\d+", drawings.sign(look(sign)))

    assert [number for number in numbers if len(number.split(".")[1]) > 1] == []


def test_an_unknown_sign_is_replaced_by_the_one_worked_out_from_the_key() -> None:
    lost = CityLook(ink="ember", sign="pyramid", key="perm")

    assert drawings.sign(lost) == drawings.sign(
        CityLook(ink="ember", sign=drawings.sign_for("perm"), key="perm")
    )


@pytest.mark.parametrize(
    ("looks", "inks"),
    [
        ([], set()),
        ([PERM], {"ember"}),
        ([PERM, OXFORD], {"ember", "cobalt"}),
        ([PERM, OXFORD, DUISBURG], {"ember", "cobalt", "plum"}),
    ],
)
def test_a_picture_shows_the_inks_of_all_its_cities(looks: list[CityLook], inks: set[str]) -> None:
    assert set(re.findall(r'data-ink="(\w+)"', drawings.picture(looks))) == inks


def test_many_cities_overlap_by_one_tile_at_each_seam() -> None:
    crowd = [CityLook(ink=ink, sign="truss", key=ink) for ink in INKS[:3]]

    drawn = drawings.many(crowd, columns=9, rows=1)

    fields = re.findall(r'<path class="f"[^>]* d="([^"]*)"', drawn)
    columns = [
        {int(x) // 120 for x in re.findall(r"M(\d+) (?:0|120)[lh]", path)} for path in fields
    ]
    assert columns == [{0, 1, 2, 3}, {3, 4, 5, 6}, {6, 7, 8}]


def test_of_many_cities_six_are_drawn() -> None:
    crowd = [CityLook(ink=ink, sign="leaf", key=ink) for ink in INKS]

    assert re.findall(r'data-ink="(\w+)"', drawings.picture(crowd)) == list(INKS[:6])


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_stands_where_the_drops_overlap(symbol: str) -> None:
    cover = drawings.cover(PERM, OXFORD, symbol=symbol)

    assert cover.endswith(
        f'<g transform="translate(480 253.8)scale(0.680)">{SYMBOLS[symbol]}</g></svg>'
    )


def test_a_symbol_that_has_no_drawing_leaves_the_cover_as_it_is() -> None:
    assert drawings.cover(PERM, OXFORD, symbol="unicorn") == drawings.cover(PERM, OXFORD)


@pytest.mark.parametrize(
    ("since", "until", "bold"),
    [(2018, 2018, 0), (1992, 2018, 26), (1930, 2018, 50), (2020, 2018, 0)],
)
def test_a_ring_has_one_bold_tick_for_each_year_together(since: int, until: int, bold: int) -> None:
    ring = drawings.ring(since, until, ink="moss")

    assert re.search(r'class="on" d="([^"]*)"', ring)[1].count("M") == bold
    assert re.search(r'class="off" d="([^"]*)"', ring)[1].count("M") == 50 - bold
    assert f">{since}</text>" in ring


def test_a_ring_without_a_year_shows_that_nobody_knows_it() -> None:
    ring = drawings.ring(None, 2018, ink="moss", word="since")

    assert re.findall(r"<text[^>]*>([^<]*)<", ring) == ["?"]
    assert re.search(r'class="on" d="([^"]*)"', ring)[1] == ""
    assert re.search(r'class="off" d="([^"]*)"', ring)[1].count("M") == 50


def test_the_word_in_a_ring_is_text_and_not_markup() -> None:
    assert "&lt;b&gt;since" in drawings.ring(1992, 2018, word="<b>since")
