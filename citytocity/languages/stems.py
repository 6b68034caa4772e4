"""Words as search compares them: without endings, accents and case, in every language.

Search engines in a database know no Russian cases and no Chinese words. So what is indexed and what
is asked both go through here first.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from citytocity.languages.text import Words

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
IS_CJK = re.compile(rf"^[{CJK}]")


def search_terms(words: Words) -> str:
    """What the index keeps of a text: each language's stems, and the folded words themselves."""
    terms: dict[str, None] = {}
    for code, text in Words(words).data.items():
        for token in _tokens(text):
            terms.update(dict.fromkeys([*_pieces(token), *_stems(token, code)]))
    return " ".join(terms)


def stemmed(text: str, language: str) -> str:
    """The text's words without endings, accents and case, in their order."""
    return " ".join(stem for token in _tokens(text) for stem in _stems(token, language))


def query_alternatives(text: str, languages: list[str]) -> list[list[str]]:
    """For each word asked for, the forms under which the index may have it.

    All words must be found, each in one of its forms. A run of Chinese counts as several words.
    """
    alternatives = []
    for token in _tokens(text):
        if IS_CJK.match(token):
            alternatives += [[piece] for piece in _pieces(token)]
        else:
            forms = [_fold(token), *(stem for code in languages for stem in _stems(token, code))]
            alternatives.append(list(dict.fromkeys(forms)))
    return alternatives


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _pieces(token: str) -> list[str]:
    """A Chinese run as overlapping pairs; any other word folded."""
    if not IS_CJK.match(token):
        return [_fold(token)]
    return [token[i : i + 2] for i in range(len(token) - 1)] or [token]


def _stems(token: str, language: str) -> list[str]:
    if IS_CJK.match(token):
        return _pieces(token)
    return [_fold(_stem(token.replace("ё", "е"), language.split("-")[0]))]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    algorithm = ALGORITHMS.get(language)
    return snowballstemmer.stemmer(algorithm).stemWord(word) if algorithm else word


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    """Without accents: é is e, ё is е; й stays, it is a letter of its own."""
    decomposed = unicodedata.normalize("NFD", word.replace("й", "\0"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain).replace("\0", "й")
