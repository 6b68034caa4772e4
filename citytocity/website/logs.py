"""Log lines as JSON, without personal data: no addresses, no names, no query strings, no keys."""

import datetime
import json
import logging
import re

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
            "event": record.getMessage().split("?", 1)[0],
        }
        status = getattr(record, "status_code", 0)
        if status:
            line["status"] = status
        if 400 <= status < 500:
            # The message of a refused request may quote what somebody typed.
            line["event"] = getattr(getattr(record, "request", None), "path", "")
        elif record.exc_info and record.exc_info[0]:
            line["fault"] = self.formatException(record.exc_info)
        line["event"] = SIGNED.sub("…", str(line["event"]))
        return json.dumps(line, ensure_ascii=False)
