"""The dial, the strip and the world: true lengths and directions, and no name lost."""

import math
import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from citytocity.design import maps
from citytocity.design.maps import MapArc, MapPlace, labels

PERM = MapPlace("Perm", 58.0105, 56.2502, ink="ember")
OXFORD = MapPlace("Oxford", 51.752, -1.2577, ink="cobalt")
LOUISVILLE = MapPlace("Louisville", 38.2542, -85.7594, ink="jade")
QINGDAO = MapPlace("Qingdao", 36.0662, 120.3694, ink="lagoon")
DUISBURG = MapPlace("Duisburg", 51.4325, 6.7652, ink="plum")
TWINS = [OXFORD, LOUISVILLE, QINGDAO, DUISBURG]


def ways(svg: str) -> dict[str, tuple[float, float]]:
    """Where the lines of a dial end, by ink."""
    found = re.findall(r'class="way" data-ink="(\w+)" d="M0 0L(-?[\d.]+) (-?[\d.]+)"', svg)
    return {ink: (float(x), float(y)) for ink, x, y in found}


def test_lengths_on_the_dial_are_in_the_proportion_of_the_distances() -> None:
    ends = ways(maps.dial(PERM, TWINS, title="From Perm"))

    per_kilometre = math.hypot(*ends["jade"]) / maps.distance_km(PERM, LOUISVILLE)
    assert {ink: math.hypot(*end) for ink, end in ends.items()} == {
        place.ink: pytest.approx(maps.distance_km(PERM, place) * per_kilometre, abs=0.2)
        for place in TWINS
    }


@pytest.mark.parametrize(
    ("place", "direction"),
    [
        (MapPlace("North", 70, 56.2502, ink="x"), (0, -1)),
        (MapPlace("South", 40, 56.2502, ink="x"), (0, 1)),
        (MapPlace("Over the pole", 70, -123.7498, ink="x"), (0, -1)),
    ],
)
def test_directions_on_the_dial_are_true(place: MapPlace, direction: tuple[int, int]) -> None:
    x, y = ways(maps.dial(PERM, [place], title="From Perm"))["x"]

    length = math.hypot(x, y)
    assert (round(x / length), round(y / length)) == direction


def test_the_circles_of_the_dial_say_their_kilometres() -> None:
    dial = maps.dial(PERM, TWINS, title="From Perm")

    assert re.findall(r'<text class="n"[^>]*>([^<]+)<', dial) == [
        "3,000 km",
        "6,000 km",
        "9,000 km",
    ]


def test_the_figures_of_the_circles_leave_the_middle_and_the_names_free() -> None:
    east = [MapPlace(f"Town {n}", 57 - n, 70 + 6 * n, ink="moss") for n in range(9)]
    centre = replace(PERM, name="A city with a long name")

    dial = maps.dial(centre, east, title="x")

    written = re.findall(
        r'<text(?: class="(?:n|host)")? x="([^"]+)" y="([^"]+)"'
        r'(?: text-anchor="(\w+)")?>([^<]+)<',
        dial,
    )
    boxes = [
        labels.box_of(words, labels.Label(float(x), float(y), anchor or "start"), zoom=0.7)
        for x, y, anchor, words in written
    ]
    assert len(boxes) > 10
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_the_dial_names_every_city_up_to_fourteen_and_then_shows_points_only() -> None:
    many = [MapPlace(f"City {n}", 40 + n, 10 * n, ink="moss") for n in range(15)]

    assert re.findall(r">(City \d+)<", maps.dial(PERM, many[:14], title="x")) == [
        place.name for place in many[:14]
    ]
    crowded = maps.dial(PERM, many, title="x")
    assert "City" not in crowded
    assert crowded.count('<circle class="pt"') == 15


@pytest.mark.parametrize(
    "places",
    [
        [],
        [PERM],
        [OXFORD, OXFORD],
        [MapPlace("The other end", -58.0105, -123.7498, ink="x")],
        [MapPlace("Pole", 90, 0), MapPlace("South Pole", -90, 0)],
    ],
)
def test_odd_places_still_make_a_dial(places: list[MapPlace]) -> None:
    dial = maps.dial(PERM, places, title="From Perm")

    assert "nan" not in dial
    assert dial.count('<circle class="pt"') == len(places)


@pytest.mark.parametrize(
    ("first", "second", "from_left"),
    [
        (PERM, DUISBURG, ["Duisburg", "Perm"]),
        (DUISBURG, PERM, ["Duisburg", "Perm"]),
        (QINGDAO, LOUISVILLE, ["Qingdao", "Louisville"]),
        (MapPlace("Nadi", -17.8, 177.4), MapPlace("Apia", -13.8, -171.8), ["Nadi", "Apia"]),
    ],
)
def test_the_strip_has_north_up_and_the_western_city_left(
    first: MapPlace, second: MapPlace, from_left: list[str]
) -> None:
    strip = maps.route(first, second, title="The way")

    named = re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)</text>', strip)
    assert [name for _x, name in sorted(named, key=lambda pair: float(pair[0]))] == from_left


@pytest.mark.parametrize(
    "second",
    [PERM, MapPlace("Next door", 58.02, 56.26), MapPlace("Antipode", -58.0105, -123.7498)],
)
def test_a_strip_between_the_same_near_or_opposite_places_can_be_drawn(second: MapPlace) -> None:
    strip = maps.route(PERM, second, title="The way")

    assert "nan" not in strip
    assert strip.count('class="pt"') == 2


def test_near_cities_have_their_names_on_either_side() -> None:
    strip = maps.route(
        MapPlace("Görlitz", 51.15, 14.98), MapPlace("Zgorzelec", 51.15, 15.1), title="x"
    )

    assert re.findall(r'text-anchor="(\w+)">(Görlitz|Zgorzelec)', strip) == [
        ("end", "Görlitz"),
        ("start", "Zgorzelec"),
    ]


def test_the_world_is_turned_so_that_no_city_lies_behind_its_edge() -> None:
    world = maps.world([MapPlace("Nadi", -17.8, 177.4), MapPlace("Apia", -13.8, -171.8)], title="x")

    left, width = (
        float(number) for number in re.search(r'viewBox="(-?[\d.]+) \S+ (\d+)', world).groups()
    )
    across = [float(x) for x in re.findall(r'class="pt" cx="(-?[\d.]+)"', world)]
    assert all(left < x < left + width for x in across)
    assert abs(across[0] - across[1]) < width / 2


def test_places_on_the_world_add_up_and_open_their_records() -> None:
    world = maps.world(
        [
            MapPlace("Perm", 58, 56, ink="ember", url="/a/?city=perm", count=2),
            MapPlace("Perm", 58, 56, ink="ember", url="/a/?city=perm", count=3),
        ],
        title="Where it was",
    )

    assert world.count("<a ") == 1
    assert '<a href="/a/?city=perm" tabindex="-1"><title>Perm</title>' in world
    assert re.search(r'class="count"[^>]*>(\d+)<', world)[1] == "5"
    assert 'role="group"' in world


def test_ideas_between_the_same_cities_travel_on_different_bows() -> None:
    arcs = [MapArc(LOUISVILLE, PERM, title=title, url=f"/{title}/") for title in ("a", "b", "c")]

    world = maps.world([], arcs=arcs, title="Ideas that travelled")

    bows = re.findall(r'd="(M[^"]*Q[^"]*)"', world)
    assert len(bows) == len(set(bows)) == 3
    assert re.findall(r'<a href="/(\w)/" tabindex="-1"><title>(\w)</title>', world) == [
        ("a", "a"),
        ("b", "b"),
        ("c", "c"),
    ]


@pytest.mark.parametrize("screen", ["narrow", "wide"])
def test_every_city_of_a_crowd_has_its_name_on_each_screen(screen: str) -> None:
    crowd = [MapPlace(f"City{n}", 48 + n % 2 * 3, n * 2.6, count=5 - n) for n in range(5)]

    world = maps.world([*crowd, QINGDAO, LOUISVILLE], title="x")

    drawn = ElementTree.fromstring(world)  # noqa: S314
    other = {"narrow": "wide", "wide": "narrow"}[screen]
    elsewhere = {text for group in drawn.findall(f".//g[@class='{other}']") for text in group}
    names = [
        text.text
        for text in drawn.iter("text")
        if text.get("class") != "count" and text not in elsewhere
    ]
    assert sorted(names) == sorted(
        ["City0", "City1", "City2", "City3", "City4", "Louisville", "Qingdao"]
    )
    assert f'<g class="{screen}"><path class="lead1"' in world


def test_a_map_without_links_is_one_picture_with_its_name() -> None:
    strip = maps.route(PERM, OXFORD, title="Perm & Oxford", description="3,627 km")

    key = re.search(r'aria-labelledby="t(\w+)"', strip)[1]
    assert f'role="img" aria-labelledby="t{key}" aria-describedby="d{key}"' in strip
    assert f'<title id="t{key}">Perm &amp; Oxford</title><desc id="d{key}">3,627 km</desc>' in strip


def test_names_are_text_and_not_markup() -> None:
    evil = MapPlace("<script>", 50, 10, ink="moss", url='/"><script>')

    drawn = maps.dial(evil, [evil], title="<b>") + maps.route(evil, evil, title="<b>")
    assert "<script>" not in drawn + maps.world([evil], title="<b>")


@pytest.mark.parametrize(
    ("language", "number"), [("en", "3,184"), ("ru", "3\xa0184"), ("de", "3.184")]
)
def test_kilometres_are_written_as_the_reader_writes_them(language: str, number: str) -> None:
    with override(language):
        assert maps.in_kilometres(3184.4).rpartition(" ")[0] == number


ANYWHERE = st.builds(
    MapPlace,
    st.text(alphabet="aé<&\"'城 ", min_size=1, max_size=20),
    st.floats(-90, 90),
    st.floats(-180, 180),
)


@given(ANYWHERE, st.lists(ANYWHERE, max_size=16))
@settings(deadline=None, max_examples=25)
def test_any_places_on_earth_make_well_formed_maps(
    centre: MapPlace, places: list[MapPlace]
) -> None:
    made = [
        maps.dial(centre, places, title="<x>"),
        maps.world([centre, *places], title="<x>"),
        *(maps.route(centre, place, title="<x>") for place in places[:1]),
    ]

    assert [ElementTree.fromstring(svg).tag for svg in made] == ["svg"] * len(made)  # noqa: S314
    assert not re.search("nan|inf|style=", re.sub("<(title|text).*?</", "", "".join(made)))


@pytest.mark.parametrize(
    ("place", "kilometres"), [(DUISBURG, 3184), (LOUISVILLE, 8742), (OXFORD, 3627)]
)
def test_distances_from_perm_are_those_of_the_atlas(place: MapPlace, kilometres: int) -> None:
    assert round(maps.distance_km(PERM, place)) == kilometres


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PERM, DUISBURG),
        (LOUISVILLE, MapPlace("Murmansk", 68.97, 33.08)),  # over the isles of the Arctic
        (DUISBURG, MapPlace("Reykjavík", 64.15, -21.94)),
        (OXFORD, MapPlace("Wellington", -41.29, 174.78)),
    ],
)
def test_a_strip_is_light_whatever_coasts_it_passes(first: MapPlace, second: MapPlace) -> None:
    assert len(maps.route(first, second, title="x")) < 12_000


def test_maps_are_small_enough_for_a_page() -> None:
    sizes = {
        "dial": len(maps.dial(PERM, TWINS, title="x")),
        "route": len(maps.route(PERM, DUISBURG, title="x")),
        "world": len(maps.world([PERM, *TWINS], title="x")),
    }

    assert {name: size < 22_000 for name, size in sizes.items()} == dict.fromkeys(sizes, True)


def test_a_plan_shows_places_of_a_town_true_and_as_links() -> None:
    park = MapPlace("The park", 58.0105 + 0.009, 56.2502, ink="jade", url="/park/")
    drawn = maps.plan(PERM, [park, replace(park, name="A hall without address", url="")], title="P")

    x, y = map(float, re.findall(r'class="pt" cx="(-?[\d.]+)" cy="(-?[\d.]+)"', drawn)[0])
    kilometre = 300 / 2.5
    assert (x, y) == (0, pytest.approx(-1.0 * kilometre, abs=1))
    assert re.findall(r'<a href="([^"]+)">.*?<text[^>]*>([^<]+)<', drawn) == [
        ("/park/", "The park")
    ]


def test_places_of_a_town_without_room_for_names_are_named_links() -> None:
    crowd = [
        MapPlace(f"House {nth}", 58.0 + nth / 1000, 56.25, ink="jade", url=f"/{nth}/")
        for nth in range(20)
    ]

    drawn = maps.plan(PERM, crowd, title="P")

    assert re.findall(r'<a href="/(\d+)/" aria-label="House (\d+)"', drawn) == [
        (str(nth), str(nth)) for nth in range(20)
    ]
