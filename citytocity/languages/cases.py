"""Forms of names that losing an ending does not show: Turku is *Turun*, Helsinki *Helsingin*.

Russian, German and most others are told by their stems (`stems`). Finnish and its kin change the
consonant inside the word. Voikko knows all of Finnish; it wants libraries of the system, and names
of towns need this one rule.
"""

from functools import lru_cache

WEAKER = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("mp", "mm"), ("lt", "ll"), ("nt", "nn"),
    ("rt", "rr"), ("k", ""), ("p", "v"), ("t", "d"),
)  # fmt: skip
"""The consonants before the last vowel, and what they become in a closed syllable."""
ENDINGS = ("n", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "laisen")
FULL_ENDINGS = ("a", "ä", "na", "nä", "laiset", "lainen")
VOWELS = "aeiouyäö"
HARDENING = {"fi"}


@lru_cache(maxsize=5_000)
def declined(name: str, language: str) -> frozenset[str]:
    """The name in the cases in which lists and letters have it, in small letters; none for
    languages whose stems are enough. Forms that no speaker would use may be among them."""
    word = name.casefold().strip()
    if language not in HARDENING or len(word) < 3 or word[-1] not in VOWELS:
        return frozenset()
    strong = {word, *({f"{word[:-1]}e"} if word[-1] == "i" else ())}
    strong |= {f"{word}e"} if word[-1] == "e" else set()
    weak = {_weakened(stem) for stem in strong}
    return frozenset(
        [stem + ending for stem in weak | strong for ending in ENDINGS]
        + [stem + ending for stem in strong for ending in (*FULL_ENDINGS, f"{stem[-1]}n")]
    )


def _weakened(stem: str) -> str:
    vowel, before = stem[-1], stem[:-1]
    for strong, weak in WEAKER:
        if before.endswith(strong) and len(before) > len(strong):
            return before[: -len(strong)] + weak + vowel
    return stem
