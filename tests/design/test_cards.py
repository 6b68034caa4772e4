"""The card by which a page is passed on."""

from io import BytesIO

import pytest
from PIL import Image

from citytocity.design import cards, drawings
from citytocity.design.drawings import CityLook

PERM, OXFORD = CityLook("ember", "river", "perm"), CityLook("cobalt", "arch", "oxford")


def drawn(*looks: CityLook, title: str, below: str = "City to City · Perm") -> Image.Image:
    return Image.open(BytesIO(cards.card(looks, title=title, below=below, seed="x"))).convert("RGB")


PAPER, JADE, COBALT = (255, 248, 236), (18, 163, 115), (58, 89, 223)  # inks as printed on it


def covers(colour: tuple[int, int, int], picture: Image.Image, box: tuple[int, ...]) -> float:
    """The share of the box in the colour, or in one that nobody can tell from it."""
    part = picture.crop(box)
    found = part.getcolors(part.width * part.height) or []
    like = [
        count
        for count, other in found
        if max(abs(a - b) for a, b in zip(colour, other, strict=True)) <= 4
    ]
    return sum(like) / (part.width * part.height)


def test_a_card_has_the_size_that_networks_ask_for_and_is_light() -> None:
    made = cards.card([PERM, OXFORD], title="Still we rise", below="City to City")

    assert Image.open(BytesIO(made)).size == (1200, 630)
    assert len(made) < 150_000


def test_the_same_card_is_drawn_on_any_day() -> None:
    assert drawn(PERM, title="One").tobytes() == drawn(PERM, title="One").tobytes()


@pytest.mark.parametrize("sign", drawings.SIGNS)
def test_every_sign_can_be_drawn(sign: str) -> None:
    picture, band = drawn(CityLook("jade", sign, "x"), title="A title"), (0, 0, 1200, 250)

    assert covers(JADE, picture, band) > 0.05
    assert covers(PAPER, picture, band) > 0.1


def test_letters_that_our_faces_lack_leave_the_card_to_the_patterns() -> None:
    below = (0, 300, 1200, 630)

    assert covers(COBALT, drawn(OXFORD, title="两座城市"), below) > 0.1
    assert covers(COBALT, drawn(OXFORD, title="Два города"), below) == 0


@pytest.mark.parametrize(
    "title",
    [
        "Short",
        "Достопримечательности и самоуправление: как жители двух городов десять лет подряд "
        "придумывали дворы, скверы и набережные, а потом ещё и построили их вместе",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "word " * 120,
        "W" * 255,
    ],
)
def test_a_title_of_any_length_stays_on_the_card(title: str) -> None:
    picture = drawn(PERM, title=title)

    for margin in ((0, 280, 40, 630), (1160, 280, 1200, 630), (0, 612, 1200, 630)):
        assert covers(PAPER, picture, margin) == 1
