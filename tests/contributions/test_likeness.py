"""A text is known again with other signs, capitals and spaces; another text is not."""

import pytest

from citytocity.contributions.likeness import marks, share
from tests.factories.contributions import TEXT

CHINESE = "青岛和彼尔姆是友好城市，两座城市的学生每年互相访问，一起踢足球，一起唱歌。"


@pytest.mark.parametrize("text", [TEXT, CHINESE])
def test_the_same_words_in_other_dress_have_the_same_marks(text: str) -> None:
    other = text.upper().replace(",", " -").replace("\n\n", "   ")

    assert marks(other) == marks(text)


def test_a_part_of_a_text_shares_most_of_its_marks_with_the_whole() -> None:
    own, whole = marks(TEXT.split("\n\n", maxsplit=1)[0]), marks(TEXT)

    assert share(len(own & whole), len(own), len(whole)) == 100


def test_another_text_shares_none() -> None:
    assert (
        marks(TEXT) & marks("The fire brigade of one city taught the other how to rescue.") == set()
    )


def test_a_text_of_a_few_words_has_no_marks() -> None:
    assert marks("Thank you very much") == set()
    assert share(0, 0, 12) == 0
