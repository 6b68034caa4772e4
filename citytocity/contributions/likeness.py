"""Marks by which a text is known again, whole or in part, with other spaces, signs and capitals.

Every five words that follow each other (three letters, where words are not parted by spaces) are
one piece. The 80 pieces with the smallest hashes are the marks: two texts that share most of their
pieces share most of these too (A. Broder, On the resemblance and containment of documents, 1997).
"""

import hashlib
import re
import unicodedata

WORDS, LETTERS = 5, 3
MARKS_AT_MOST = 80
WORD = re.compile(r"[^\W_]+")
WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


def marks(text: str) -> set[int]:
    """The text's marks; none for a text of less than five words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    hashes = sorted(_hash(piece) for piece in _pieces(plain))
    return set(hashes[:MARKS_AT_MOST])


def share(common: int, *sizes: int) -> int:
    """How much of the shorter text the other one has too, in percent."""
    return round(100 * common / min(sizes)) if min(sizes) else 0


def _pieces(plain: str) -> set[str]:
    words = WORD.findall(plain)
    if len(WITHOUT_SPACES.findall(plain)) > len(plain) / 4:
        letters = "".join(words)
        return {letters[at : at + LETTERS] for at in range(len(letters) - LETTERS + 1)}
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def _hash(piece: str) -> int:
    digest = hashlib.blake2b(piece.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
