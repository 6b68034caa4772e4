"""Static files with names that change with their content; style sheet and scripts in one piece.

Pages name `design/site.css` and `design/site.js`, cards in pages of other sites `design/card.css`,
forms there `design/embedded.css`, which need no fonts and few of the parts. In the source these
list their parts, so a server in DEBUG and the tests need no step in between; collecting the static
files puts the parts in the place of the list.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from citytocity.design import assets

STYLES = "design/site.css"
CARD, EMBEDDED = "design/card.css", "design/embedded.css"
SCRIPTS = "design/site.js"
MAPS = "design/vendor/atlas/"

Paths = dict[str, tuple[Storage, str]]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"]*")')
_STYLE_PART = re.compile(r'@import url\("([^"]+)"\);')
_SCRIPT_PART = re.compile(r'^import "\./([^"]+)";$', re.MULTILINE)
_ADDRESS = re.compile(r'url\("(?!data:|#|/)([^"]+)"\)')


class FrontEndStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; before they are collected, the plain names (tests, DEBUG)."""

    vendor = assets.VENDOR

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def post_process(
        self,
        paths: Paths,
        dry_run: bool = False,  # noqa: FBT001, FBT002 (Django's own signature)
        **options: Any,
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Bundles, hashes and compresses; ImproperlyConfigured if the faces were not copied."""
        if STYLES in paths and (absent := assets.missing(self.vendor)):
            raise ImproperlyConfigured(
                f"{len(absent)} front-end files such as {absent[0]} are missing. "
                "Run `npm ci`, then `python -m citytocity.design.assets`."
            )
        yield from super().post_process(_bundled(paths), dry_run=dry_run, **options)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Without Brotli: it takes three times as long to collect for a few percent."""
        return Compressor(use_brotli=False, **kwargs)


def one_style_sheet(read: Callable[[str], str], *, name: str = STYLES) -> tuple[str, list[str]]:
    """The style sheet with its parts in it, without comments; and the names of the parts."""
    loader = read(name)
    parts = [_beside(name, part) for part in _STYLE_PART.findall(loader)]
    opening = _STYLE_PART.sub("", loader)
    return _short("\n".join([opening, *(_rebased(read(part), part) for part in parts)])), parts


def one_script(read: Callable[[str], str]) -> tuple[str, list[str]]:
    """The modules one after the other, each in a block of its own; and their names."""
    parts = [_beside(SCRIPTS, part) for part in _SCRIPT_PART.findall(read(SCRIPTS))]
    return "\n".join(f"{{\n{read(part)}}}" for part in parts), parts


def _bundled(paths: Paths) -> Paths:
    """The files to publish: bundles in the place of lists and parts; no maps, only we read them."""
    if STYLES not in paths:
        return paths
    bundles = InMemoryStorage()
    rest = {path: paths[path] for path in paths if not path.startswith(MAPS)}
    for name, bundle in (
        (STYLES, one_style_sheet),
        (CARD, partial(one_style_sheet, name=CARD)),
        (EMBEDDED, partial(one_style_sheet, name=EMBEDDED)),
        (SCRIPTS, one_script),
    ):
        content, parts = bundle(_reader(paths))
        bundles.save(name, ContentFile(content.encode()))
        rest = {path: rest[path] for path in rest if path not in parts}
        rest[name] = (bundles, name)
    return rest


def _reader(paths: Paths) -> Callable[[str], str]:
    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    return read


def _beside(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _rebased(css: str, part: str) -> str:
    """The part's addresses, as seen from where the whole sheet lies."""
    home = posixpath.dirname(STYLES)
    return _ADDRESS.sub(
        lambda found: f'url("{posixpath.relpath(_beside(part, found[1]), home)}")', css
    )


def _short(css: str) -> str:
    """The sheet without comments and without the spaces that mean nothing."""
    pieces = _STRING.split(_COMMENT.sub("", css))
    return "".join(
        piece if place % 2 else _squeezed(piece) for place, piece in enumerate(pieces)
    ).strip()


def _squeezed(css: str) -> str:
    one_line = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", one_line).replace(": ", ":").replace(";}", "}")
