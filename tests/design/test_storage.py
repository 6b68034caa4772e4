import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

from citytocity.design.assets import ROOM
from citytocity.design.storage import CARD, EMBEDDED, FrontEndStorage, one_script, one_style_sheet

STATIC = ROOM / "static"


def read(name: str) -> str:
    return (STATIC / name).read_text()


@pytest.fixture
def storage(tmp_path: Path) -> FrontEndStorage:
    return FrontEndStorage(location=tmp_path, base_url="/static/")


def own_files() -> dict[str, tuple[FileSystemStorage, str]]:
    source = FileSystemStorage(location=STATIC)
    return {
        str(path.relative_to(STATIC)): (source, str(path.relative_to(STATIC)))
        for path in STATIC.rglob("*.*")
    }


def test_before_files_are_collected_they_go_by_their_plain_names(storage: FrontEndStorage) -> None:
    assert storage.url("design/site.css") == "/static/design/site.css"


def test_every_style_sheet_stands_in_the_list_once() -> None:
    _css, parts = one_style_sheet(read)

    written = [str(path.relative_to(STATIC)) for path in (STATIC / "design/css").rglob("*.css")]
    assert sorted(parts) == sorted(written)


def test_every_script_stands_in_the_list_once() -> None:
    _script, parts = one_script(read)

    written = [str(path.relative_to(STATIC)) for path in (STATIC / "design/js").glob("*.js")]
    assert sorted(parts) == sorted(written)


def test_the_sheet_is_one_piece_and_under_forty_kilobytes() -> None:
    css, _parts = one_style_sheet(read)

    assert "@import" not in css
    assert "/*" not in css
    assert css.count("{") == css.count("}")
    assert len(css.encode()) < 40_000


@pytest.mark.parametrize("name", [CARD, EMBEDDED])
def test_the_sheets_for_other_sites_are_small_and_have_parts_of_ours_alone(name: str) -> None:
    css, parts = one_style_sheet(read, name=name)

    assert set(parts) < set(one_style_sheet(read)[1])
    assert "@font-face" not in css
    assert len(css.encode()) < 14_000


def test_the_scripts_are_under_fifteen_kilobytes_and_each_under_eighty_lines() -> None:
    script, parts = one_script(read)

    assert len(script.encode()) < 15_000
    assert max(len(read(part).splitlines()) for part in parts) < 80


def test_strings_in_the_sheet_are_left_as_they_are() -> None:
    files = {
        "design/site.css": '@import url("css/a.css");\n',
        "design/css/a.css": 'a { content: " ( ; " ; }  /* why */\n.b > c { x: url("../i.svg") }',
    }

    css, _parts = one_style_sheet(files.__getitem__)

    assert css == 'a{content:" ( ; "}.b>c{x:url("i.svg")}'


def test_collected_files_carry_their_content_in_their_names(storage: FrontEndStorage) -> None:
    paths = own_files()
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)

    done = {name: hashed for name, hashed, _processed in storage.post_process(paths)}

    assert re.fullmatch(r"design/site\.[0-9a-f]{12}\.css", done["design/site.css"])
    assert storage.url("design/site.css") == f"/static/{done['design/site.css']}"
    assert "design/css/base.css" not in done
    assert "design/vendor/atlas/land-50m.json" not in done
    with storage.open(done["design/site.css"]) as sheet:
        fonts = re.findall(r'url\("([^"]+woff2)"\)', sheet.read().decode())
    assert len(fonts) == 12
    assert all(storage.exists(f"design/{font}") for font in fonts)


def test_collecting_without_the_faces_says_what_to_do(
    storage: FrontEndStorage, tmp_path: Path
) -> None:
    storage.vendor = tmp_path

    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        list(storage.post_process(own_files()))


def test_the_finders_find_the_sheet() -> None:
    assert any(finder.find("design/site.css") for finder in get_finders())
