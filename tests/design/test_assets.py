from pathlib import Path

import pytest

from citytocity.design import assets

KILOBYTE = 1000


def size(*names: str) -> int:
    return sum((assets.VENDOR / "fonts" / f"{name}.woff2").stat().st_size for name in names)


ENGLISH = (
    "piazzolla-latin-opsz-normal",
    "piazzolla-latin-wght-italic",
    "commissioner-latin-wght-normal",
)
RUSSIAN = (
    *ENGLISH,
    "piazzolla-cyrillic-opsz-normal",
    "piazzolla-cyrillic-wght-italic",
    "commissioner-cyrillic-wght-normal",
)


def test_the_faces_of_an_english_page_weigh_less_than_130_kilobytes() -> None:
    assert size(*ENGLISH) < 130 * KILOBYTE


def test_the_faces_of_a_russian_page_weigh_less_than_215_kilobytes() -> None:
    assert size(*RUSSIAN) < 215 * KILOBYTE


def made_packages(folder: Path) -> Path:
    for file in assets.sources(folder).values():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(file.name)
    return folder


def test_it_copies_every_file_under_its_own_name(tmp_path: Path) -> None:
    packages, vendor = made_packages(tmp_path / "node_modules"), tmp_path / "vendor"

    copied = assets.copy(packages, vendor=vendor)

    assert copied == 18
    assert assets.missing(vendor) == []
    assert (vendor / "atlas" / "land-110m.json").read_text() == "land-110m.json"


def test_a_second_time_it_copies_nothing(tmp_path: Path) -> None:
    packages, vendor = made_packages(tmp_path / "node_modules"), tmp_path / "vendor"
    assets.copy(packages, vendor=vendor)

    assert assets.copy(packages, vendor=vendor) == 0


def test_a_changed_package_is_copied_again(tmp_path: Path) -> None:
    packages, vendor = made_packages(tmp_path / "node_modules"), tmp_path / "vendor"
    assets.copy(packages, vendor=vendor)
    (packages / "world-atlas" / "land-110m.json").write_text("new")

    assets.copy(packages, vendor=vendor)

    assert (vendor / "atlas" / "land-110m.json").read_text() == "new"


def test_without_the_packages_it_says_what_to_run_and_copies_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="Run `npm ci` first"):
        assets.copy(tmp_path / "node_modules", vendor=tmp_path / "vendor")

    assert not (tmp_path / "vendor").exists()
