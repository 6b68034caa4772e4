"""Photographs, galleries and films, with what must stand beside them."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class PictureSource:
    """One format of a picture: `image/avif` and a srcset."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A photograph or drawing in a file, with what must stand beside it.

    `lang` is the language of its alternative words and its caption, where it is not the page's.
    """

    src: str
    width: int
    height: int
    alt: str = ""
    sources: tuple[PictureSource, ...] = ()
    srcset: str = ""
    sizes: str = "(min-width: 60rem) 50vw, 100vw"
    caption: str = ""
    credit: str = ""
    rights: str = ""
    rights_url: str = ""
    lang: str = ""

    @property
    def told(self) -> SafeString | str:
        """The alternative words, to stand where the picture would."""
        return (
            format_html('<span lang="{}">{}</span>', self.lang, self.alt) if self.lang else self.alt
        )


@dataclass(frozen=True)
class Gallery:
    pictures: tuple[Picture, ...]
    key: str = "gallery"
    words: str = ""


@dataclass(frozen=True)
class Video:
    """A film on another site: nothing is asked of that site before the reader wants to see it."""

    title: str
    embed_url: str
    watch_url: str
    host: str
    poster: Picture | None = None
    lang: str = ""
