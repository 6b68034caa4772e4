import pytest

from citytocity.languages.names import language_name


@pytest.mark.parametrize(
    ("code", "reader", "name"),
    [
        ("ru", "en", "Russian"),
        ("en", "ru", "английский"),
        ("zh-hans", "en", "Simplified Chinese"),
        ("de", "zh-hans", "德语"),
        ("ru", "nonsense", "Russian"),
        ("nonsense", "en", "nonsense"),
    ],
)
def test_a_language_has_a_name_in_the_language_of_the_reader(
    code: str, reader: str, name: str
) -> None:
    assert language_name(code, reader) == name
