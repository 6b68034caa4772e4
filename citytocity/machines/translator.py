"""A machine that translates: what rooms may ask of it, and what it says when it does not.

Not wagtail-localize's own translators: they know no errors and no limits, want `Locale` rows, and
give words to its editor, where nothing says that a machine wrote them.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _


class TranslatorError(Exception):
    """It does not translate; the text says why to a person. `is_passing`: later it may."""

    def __init__(self, words: str, *, is_passing: bool = False) -> None:
        super().__init__(words)
        self.is_passing = is_passing


class Translator(Protocol):
    """Languages are ours, such as `zh-hans`; each translator knows what it calls them."""

    name: str

    def translates(self, source: str, target: str) -> bool:
        """Whether it knows the pair. TranslatorError if it does not answer."""

    def translate(
        self, texts: Sequence[str], *, source: str, target: str, is_html: bool
    ) -> list[str]:
        """The texts in the other language, in their order; tags stay where `is_html`.

        TranslatorError if it has not translated all of them.
        """


def batches(texts: Sequence[str], *, count: int, size: int) -> Iterator[list[str]]:
    """The texts in portions of so many texts and so many bytes; one that is larger goes alone."""
    batch: list[str] = []
    held = 0
    for text in texts:
        length = len(text.encode())
        if batch and (len(batch) == count or held + length > size):
            yield batch
            batch, held = [], 0
        batch.append(text)
        held += length
    if batch:
        yield batch


def unknown_pair(source: str, target: str) -> TranslatorError:
    words = _("The translator does not translate from %(source)s into %(target)s.")
    return TranslatorError(words % {"source": source, "target": target})
