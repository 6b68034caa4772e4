"""Contrast, measured again from the style sheet by the formula of WCAG 2.2."""

import re

import pytest

from citytocity.design.assets import ROOM
from citytocity.design.drawings import SIGNS

CSS = ROOM / "static" / "design" / "css"
TOKENS = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (CSS / "tokens.css").read_text()))
MODES = (CSS / "modes.css").read_text()
INKS = re.findall(r'data-ink="(\w+)"', (CSS / "tokens.css").read_text())
LIGHT, DARK = 0, 1


def colour(token: str, scheme: int) -> str:
    """The token's hexadecimal value on a light (0) or dark (1) device."""
    value = TOKENS[token]
    pair = re.match(r"light-dark\((\S+), (\S+)\)", value)
    return pair[scheme + 1] if pair else value


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(hexadecimal: str) -> float:
    digits = hexadecimal.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("ink", ["paper", "sheet", "wash", "mist", "sea"]),
        ("soft", ["paper", "sheet", "wash", "mist"]),
        ("link", ["paper", "sheet", "wash", "mist"]),
        ("bad", ["paper", "bad-wash"]),
        ("night-ink", ["night"]),
        ("night-soft", ["night"]),
        ("focus-ink", ["focus"]),
    ],
)
def test_text_reaches_seven_to_one_on_every_ground_it_stands_on(
    text: str, grounds: list[str], scheme: int
) -> None:
    measured = {
        ground: contrast(colour(text, scheme), colour(ground, scheme)) for ground in grounds
    }

    assert {ground: ratio for ground, ratio in measured.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_borders_of_controls_reach_three_to_one(scheme: int) -> None:
    measured = [
        contrast(colour("edge", scheme), colour(ground, scheme))
        for ground in ("paper", "sheet", "wash", "mist")
    ]

    assert min(measured) >= 3


def test_there_are_twelve_inks() -> None:
    assert len(INKS) == 12
    assert len(SIGNS) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("ink", INKS)
def test_an_ink_is_a_mark_on_paper_and_its_tint_a_ground_for_text(ink: str, scheme: int) -> None:
    on_paper = contrast(colour(ink, scheme), colour("paper", scheme))
    on_tint = contrast(colour("ink", scheme), colour(f"{ink}-tint", scheme))

    assert on_paper >= 4.5
    assert on_tint >= 7


@pytest.mark.parametrize("name", ["white", "black", "sky"])
def test_the_schemes_of_two_colours_reach_seven_to_one(name: str) -> None:
    paper, ink = re.search(
        rf'data-colours="{name}"\] {{ --k-paper: (#\w+); --k-ink: (#\w+)', MODES
    ).groups()

    assert contrast(paper, ink) >= 7


def test_where_the_system_asks_for_more_contrast_text_is_black_or_white() -> None:
    wish = MODES[MODES.index("prefers-contrast") :]

    assert "--ink: light-dark(#000, #fff);" in wish
    assert contrast("#00129e", "#fff") >= 7
    assert contrast("#c9d3ff", "#000") >= 7
