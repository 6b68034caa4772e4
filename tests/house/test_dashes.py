"""Russian has its own dash between words: the long one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po
from django.utils.translation import override

from citytocity.stories.models import StoryCredit

PACKAGE = Path(__file__).parents[2] / "citytocity"


def russian_in(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from [value] if key == "ru" and isinstance(value, str) else russian_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from russian_in(value)


def test_russian_texts_of_the_demo_have_long_dashes() -> None:
    texts = [
        text
        for path in (PACKAGE / "demo").glob("*.yaml")
        for text in russian_in(yaml.safe_load(path.read_text()))
    ]

    assert any(" — " in text for text in texts)
    assert [text for text in texts if " – " in text] == []


def test_the_russian_interface_has_long_dashes() -> None:
    texts = [
        str(message.string)
        for path in PACKAGE.glob("*/locale/ru/LC_MESSAGES/django.po")
        for message in read_po(path.open("rb"), locale="ru")
    ]

    assert any(" — " in text for text in texts)
    assert [text for text in texts if " – " in text] == []


def test_a_person_has_a_name_and_no_title_in_russian() -> None:
    with override("ru"):
        assert str(StoryCredit._meta.get_field("name").verbose_name) == "имя"
