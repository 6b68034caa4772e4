"""Each rule says for what it gives points; an honest text in any language has none."""

import datetime

import pytest
from django.utils import timezone

from citytocity.contributions.models import Contribution
from citytocity.contributions.spam import in_words, reasons
from tests.factories.contributions import TEXT

LINES = "\n".join(["Buy watches at a very good price"] * 3)
RUSSIAN = "Каждую весну хор складывает ноты и садится в поезд, который идёт на восток."


def _sent(text: str = TEXT, *, seconds: int = 600, **values: object) -> Contribution:
    now = timezone.now()
    begun = now - datetime.timedelta(seconds=seconds)
    defaults = {"text": text, "sent": now, "begun": begun, "is_proved": True, "written_in": "en"}
    return Contribution(**defaults | values)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (_sent(), []),
        (_sent(RUSSIAN, written_in="ru"), []),
        (_sent("青岛和彼尔姆是友好城市。", written_in="zh-hans"), []),
        (_sent("https://a.example http://b.example"), []),
        (_sent("https://a.example http://b.example www.c.example"), [("links", 2)]),
        (_sent("https://a.example " * 20), [("links", 6)]),
        (_sent(LINES), [("repeated", 3)]),
        (_sent(RUSSIAN, written_in="de"), [("script", 3)]),
        (_sent(TEXT, written_in="ru"), [("script", 3)]),
        (_sent(TEXT.upper()), [("capitals", 1)]),
        (_sent(seconds=10), [("quick", 2)]),
        (_sent(is_proved=False), [("unproved", 1)]),
    ],
)
def test_a_rule_gives_its_points(sent: Contribution, found: list[tuple[str, int]]) -> None:
    assert reasons(sent) == found


def test_an_editor_reads_reasons_in_words_also_of_a_rule_that_is_no_more() -> None:
    assert list(in_words([["links", 2], ["gone", 1]])) == [("many links", 2), ("gone", 1)]
