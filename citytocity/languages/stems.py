"""Words as search compares them: without endings, accents and case, in every language.

Search engines in a database know no Russian cases and no Chinese words. So what is indexed and what
is asked both go through here first: words lose their endings (snowball), letters their accents, and
Chinese, Japanese and Korean, whose words run together, are cut into overlapping pairs of signs.

A search asks for every word of `query_alternatives`, each in any of its forms, as plain text; that
is `And([Or([PlainText(form), …]), …])` on SQLite and PostgreSQL alike. It must not name `fields`:
SQLite's index has columns of other names.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer

from citytocity.languages.small_words import SMALL_WORDS
from citytocity.languages.text import Words

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip
# Russian «фестиваль» loses only its ь where «фестивали» loses «ли»: a second round makes them one.
STEMMED_TWICE = {"ru"}
ONE_PIECE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
RUN = r"\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
SIGNS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963"
TOKEN = re.compile(rf"[{RUN}]+|[^\W_{RUN}](?:[^\W_{RUN}]|[{SIGNS}])*")
IS_RUN = re.compile(rf"^[{RUN}]")


def search_terms(words: Words) -> str:
    """What the index keeps of a text: each language's stems, and the folded words themselves."""
    data = words.data if isinstance(words, Words) else Words(words).data
    if len(data) == 1:
        return " ".join(_terms(*next(iter(data.items()))))
    return " ".join(dict.fromkeys(term for one in data.items() for term in _terms(*one)))


@lru_cache(maxsize=5_000)
def _terms(code: str, text: str) -> tuple[str, ...]:
    """A record's words are asked for twice, and again by all that quote it."""
    return tuple(
        dict.fromkeys(
            term for token in _tokens(text) for term in (*_kept(token), *_stems(token, code))
        )
    )


def stemmed(text: str, language: str) -> str:
    """The text's words without endings, accents and case, in their order."""
    return " ".join(stem for token in _tokens(text) for stem in _stems(token, language))


def stemmed_names(text: str, language: str) -> str:
    """The same without small words (the, в), unless there are no others."""
    return " ".join(stem for token in _named(_tokens(text)) for stem in _stems(token, language))


def query_alternatives(text: str, languages: list[str]) -> list[list[str]]:
    """For each word asked for, the forms under which the index may have it.

    All words must be found, each in one of its forms: as it is written, and as the stem that each
    of the languages makes of it. A run of Chinese counts as several words. Small words (the, в)
    are left out unless there are no others.
    """
    alternatives = []
    for token in _named(_tokens(text)):
        if IS_RUN.match(token):
            alternatives += [[piece] for piece in _pieces(token)]
        else:
            forms = [_fold(token), *(stem for code in languages for stem in _stems(token, code))]
            alternatives.append(list(dict.fromkeys(forms)))
    return alternatives


def _named(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token not in SMALL_WORDS] or tokens


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _pieces(token: str) -> list[str]:
    """A run of Chinese signs as overlapping pairs, one sign by itself; any other word folded."""
    if not IS_RUN.match(token):
        return [_fold(token)]
    return [token[i : i + 2] for i in range(len(token) - 1)] or [token]


def _kept(token: str) -> list[str]:
    """What the index keeps of a word besides its stem; of a run also each single sign."""
    pieces = _pieces(token)
    return [*pieces, *token] if IS_RUN.match(token) else pieces


def _stems(token: str, language: str) -> list[str]:
    if IS_RUN.match(token):
        return _pieces(token)
    return [_fold(_stem(token.replace("ё", "е"), language.split("-")[0]))]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    algorithm = ALGORITHMS.get(language)
    if algorithm is None:
        return word
    stemmer = snowballstemmer.stemmer(algorithm)  # one for each call: it is not thread-safe
    stem = stemmer.stemWord(word)
    return _until_it_stays(stem, stemmer.stemWord) if language in STEMMED_TWICE else stem


def _until_it_stays(word: str, shortened: Callable[[str], str]) -> str:
    while (shorter := shortened(word)) != word:
        word = shorter
    return word


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    """Without accents: é is e, ё is е, ł is l; й stays, it is a letter of its own."""
    decomposed = unicodedata.normalize("NFD", word.translate(ONE_PIECE).replace("й", "\0"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain).replace("\0", "й")
