"""Asks a translator's address for JSON, and says in words what went wrong.

The address is the host office's own setting and may well be this machine's, so private ones are
allowed. Redirects are not followed: the key would go along.
"""

import json
from typing import Any

import urllib3
from django.utils.translation import gettext as _

from citytocity.machines.translator import TranslatorError

AGENT = "CityToCity (drafts for translators)"
CONNECT_WITHIN, READ_WITHIN = 5.0, 60.0  # seconds; LibreTranslate without a GPU is slow
LARGEST = 8 * 1024 * 1024  # bytes of an answer
REFUSED, TOO_LARGE, TOO_MANY, USED_UP = 403, 413, 429, 456  # the last is DeepL's


def ask(
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    payload: Any = None,
    within: float = READ_WITHIN,
) -> Any:
    """What the answer's JSON says. TranslatorError if there is none, or it is a refusal."""
    try:
        answer = urllib3.request(
            method,
            url,
            headers={"User-Agent": AGENT, "Accept": "application/json", **(headers or {})},
            json=payload,
            timeout=urllib3.Timeout(connect=min(CONNECT_WITHIN, within), read=within),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        body = answer.read(LARGEST + 1)
        answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        words = _("The translator does not answer (%(why)s).") % {"why": type(error).__name__}
        raise TranslatorError(words, is_passing=True) from error
    if answer.status != 200:
        raise _refusal(answer.status, body)
    return _read(body)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body[:LARGEST])
    except (ValueError, RecursionError) as error:
        raise unreadable() from error


def unreadable() -> TranslatorError:
    return TranslatorError(_("What the translator answers cannot be read."))


def _refusal(status: int, body: bytes) -> TranslatorError:
    if status in (401, REFUSED):
        return TranslatorError(_("The translator refuses our key."))
    if status == USED_UP:
        return TranslatorError(_("What the translator does for our key is used up."))
    if status == TOO_MANY:
        return TranslatorError(_("The translator has too much to do."), is_passing=True)
    if status == TOO_LARGE:
        return TranslatorError(_("The text is too large for the translator."))
    words = _("The translator answers %(status)s: %(words)s")
    told = {"status": status, "words": _reason(body) or "–"}
    return TranslatorError(words % told, is_passing=status >= 500)


def _reason(body: bytes) -> str:
    """What a refusal says for itself: LibreTranslate in `error`, DeepL in `message`."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    return str(told.get("error") or told.get("message") or "")[:200]
