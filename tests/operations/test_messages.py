import gettext
import os
from pathlib import Path

import pytest

from citytocity.operations import messages
from citytocity.operations.messages import compile_messages

RUSSIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "City"
msgstr "Город"

msgid "%(count)s city"
msgid_plural "%(count)s cities"
msgstr[0] "%(count)s город"
msgstr[1] "%(count)s города"
msgstr[2] "%(count)s городов"

msgid "gift"
msgid_plural "gifts"
msgstr[0] "подарок"
msgstr[1] "подарка"
msgstr[2] "подарков"

#, fuzzy
msgid "Partnership"
msgstr "Партия"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cities" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(RUSSIAN.lstrip(), encoding="utf-8")
    return path


def read(source: Path) -> gettext.GNUTranslations:
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_words_and_plurals_are_compiled_and_unsure_ones_left_out(
    tmp_path: Path, source: Path
) -> None:
    compile_messages(tmp_path)

    russian = read(source)
    plurals = [russian.ngettext("%(count)s city", "%(count)s cities", n) for n in (1, 3, 11)]
    assert russian.gettext("City") == "Город"
    assert plurals == ["%(count)s город", "%(count)s города", "%(count)s городов"]
    assert russian.gettext("Partnership") == "Partnership"


def test_a_noun_with_a_plural_is_found_alone(tmp_path: Path, source: Path) -> None:
    compile_messages(tmp_path)

    russian = read(source)
    gifts = [russian.ngettext("gift", "gifts", number) for number in (1, 3, 11)]
    assert [russian.gettext("gift"), *gifts] == ["подарок", "подарок", "подарка", "подарков"]


def test_only_what_changed_is_compiled_again(tmp_path: Path, source: Path) -> None:
    first, second = compile_messages(tmp_path), compile_messages(tmp_path)
    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))

    assert (first, second, compile_messages(tmp_path)) == (1, 0, 1)


def test_what_an_older_version_compiled_is_compiled_again(tmp_path: Path, source: Path) -> None:
    compile_messages(tmp_path)
    before = Path(messages.__file__).stat().st_mtime - 5
    for path, time in ((source, before - 5), (source.with_suffix(".mo"), before)):
        os.utime(path, (time, time))

    assert compile_messages(tmp_path) == 1


def test_nothing_half_made_stays_beside_the_messages(tmp_path: Path, source: Path) -> None:
    compile_messages(tmp_path)

    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
