"""Log lines as JSON, without personal data: no addresses, no names, no query strings, no keys."""

import datetime
import json
import logging
import re
import traceback

from django.http import HttpRequest

ADDRESS = re.compile(r"[^\s@<>()\"']+@[^\s@<>()\"']+")
WORDS = re.compile(r"|<\w+>|(?!.*[A-Z])\w{1,20}([-.]\w{1,20})*")  # keys look otherwise
SHOWN = re.compile(r"<(?:slug|int):(\w+)>")
HIDDEN = "…"
# A link that was signed for somebody opens a draft or an invitation: `mail.links` makes them so.
SIGNED = re.compile(r"[\w.-]+:[\w-]{6}:[\w-]{20,}")


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, event, and the fault's place if any."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line: dict[str, object] = {
            "time": when.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        status = getattr(record, "status_code", 0)
        if status:
            line["status"] = status
        if not 400 <= status < 500 and record.exc_info and record.exc_info[1]:
            line["fault"] = _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """What happened; of a request that failed the path alone, as its message may quote anything."""
    request = getattr(record, "request", None)
    if getattr(record, "status_code", 0) >= 400:
        return _shown_path(request) if isinstance(request, HttpRequest) else ""
    return SIGNED.sub(HIDDEN, ADDRESS.sub(HIDDEN, record.getMessage().split("?", 1)[0]))


def _shown_path(request: HttpRequest) -> str:
    """The path without what only one reader may know: keys of letters, names of files."""
    path = request.path
    if match := request.resolver_match:
        shown = SHOWN.findall(match.route)
        for name, value in match.kwargs.items():
            if name not in shown:
                path = path.replace(str(value), f"<{name}>")
    return "/".join(part if WORDS.fullmatch(part) else HIDDEN for part in path.split("/"))


def _fault(error: BaseException | None) -> str:
    """Classes and places, the cause first; never the words, which may quote what was typed."""
    parts: list[str] = []
    while error is not None:
        place = "".join(traceback.format_tb(error.__traceback__))
        parts.insert(0, f"{place}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(parts)
