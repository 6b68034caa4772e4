"""Copies the faces and the map data from node_modules to the static files.

`python -m citytocity.design.assets` after `npm ci`; a built wheel carries the copies.
"""

import shutil
import sys
from pathlib import Path

ROOM = Path(__file__).resolve().parent
VENDOR = ROOM / "static" / "design" / "vendor"
PACKAGES = ROOM.parent.parent / "node_modules"

LETTERS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
FACES = {
    "piazzolla": ("opsz-normal", "wght-italic"),
    "commissioner": ("wght-normal",),
}
MAPS = ("land-110m", "land-50m", "countries-110m", "countries-50m")


def sources(packages: Path = PACKAGES) -> dict[Path, Path]:
    """What is copied: the place under the vendor folder, and the file it comes from."""
    fonts = {
        Path("fonts", f"{face}-{letters}-{cut}.woff2"): packages
        / "@fontsource-variable"
        / face
        / "files"
        / f"{face}-{letters}-{cut}.woff2"
        for face, cuts in FACES.items()
        for cut in cuts
        for letters in LETTERS
    }
    licences = {
        Path("fonts", f"LICENSE-{face}.txt"): packages / "@fontsource-variable" / face / "LICENSE"
        for face in FACES
    }
    maps = {
        Path("atlas", f"{name}.json"): packages / "world-atlas" / f"{name}.json" for name in MAPS
    }
    return fonts | licences | maps


def missing(vendor: Path = VENDOR) -> list[Path]:
    """The files a page needs that have not been copied yet."""
    return [place for place in sources() if not (vendor / place).exists()]


def copy(packages: Path = PACKAGES, *, vendor: Path = VENDOR) -> int:
    """Copies what is new and gives the number of files; FileNotFoundError names what is absent."""
    wanted = sources(packages)
    if absent := [str(file) for file in wanted.values() if not file.exists()]:
        raise FileNotFoundError(
            f"{absent[0]} and {len(absent) - 1} more files are not there. Run `npm ci` first."
            if len(absent) > 1
            else f"{absent[0]} is not there. Run `npm ci` first."
        )
    stale = {
        vendor / place: file
        for place, file in wanted.items()
        if not (vendor / place).exists()
        or (vendor / place).stat().st_mtime_ns != file.stat().st_mtime_ns
    }
    for place, file in stale.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place)
    return len(stale)


if __name__ == "__main__":
    try:
        copied = copy()
    except FileNotFoundError as error:
        sys.exit(f"citytocity: {error}")
    sys.stdout.write(f"{copied} front-end files copied to {VENDOR}.\n")
