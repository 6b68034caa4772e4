"""Entries of the glossary."""

from typing import Any

from citytocity.translation.models import Term


def term(source: str, target: str, *, pair: str = "de ru", **values: Any) -> Term:
    """An entry of a language pair, written like `de ru`; forms stand one a line."""
    from_language, _space, to_language = pair.partition(" ")
    return Term.objects.create(
        source=source,
        target=target,
        from_language=from_language,
        to_language=to_language,
        **values,
    )
