"""Tags inside a passage nest strictly; what does not fit is named, not mended."""

import pytest

from citytocity.translation.exchange.markup import (
    BrokenMarkupError,
    different_tags,
    parsed,
    written,
)


@pytest.mark.parametrize(
    "html", ["", "Rhein &amp; Kama", '<a id="a1">Die <b>Brücke</b></a><br/>über', "1 &lt; 2"]
)
def test_a_passage_is_written_as_it_was_read(html: str) -> None:
    assert written(parsed(html)) == html


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>Rhein", "<b> is not closed."),
        ("Rhein</b>", "</b> closes nothing."),
        ("<b><i>Rhein</b></i>", "</b> closes nothing."),
        ("<script>x</script>", "<script> cannot stand here."),
        ('<b class="x">Rhein</b>', "<b> cannot stand here."),
        ('<a href="http://x">Rhein</a>', "<a> cannot stand here."),
        ("<b>" * 10_000, "Its tags lie too deep inside one another."),
        ("<!-- -->", "<!-- --> cannot stand here."),
    ],
)
def test_broken_tags_are_named(html: str, why: str) -> None:
    with pytest.raises(BrokenMarkupError, match=f"^{why}$"):
        parsed(html)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("<b>Рейн</b>", ""),
        ("Рейн", "<b> is missing"),
        ("<b>Рейн</b><b>!</b>", "<b> is not in the original"),
        ("<i>Рейн</i>", "<b> is missing, <i> is not in the original"),
    ],
)
def test_missing_and_added_tags_are_named(words: str, told: str) -> None:
    assert different_tags("<b>Rhein</b>", words) == told
