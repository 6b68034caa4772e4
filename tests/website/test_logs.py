import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

from citytocity.website.logs import JsonLines


def written(message: str, *arguments: Any, **values: Any) -> dict[str, Any]:
    record = logging.LogRecord("site", logging.WARNING, "", 1, message, arguments, None)
    vars(record).update(values)
    return json.loads(JsonLines().format(record))


def test_a_line_says_when_how_bad_who_and_what() -> None:
    line = written("The worker stopped.")

    assert list(line) == ["time", "level", "logger", "event"]
    assert (line["level"], line["logger"], line["event"]) == (
        "warning",
        "site",
        "The worker stopped.",
    )


def test_what_was_asked_for_after_the_path_is_left_out() -> None:
    assert written("Not Found: %s", "/en/search/?q=Anna")["event"] == "Not Found: /en/search/"


def test_a_refused_request_is_told_by_its_path_without_typed_words_or_address() -> None:
    request = SimpleNamespace(path="/en/activities/", META={"REMOTE_ADDR": "192.0.2.7"})

    line = written("City “Anna”: no such record.", status_code=400, request=request)

    assert (line["event"], line["status"]) == ("/en/activities/", 400)
    assert "Anna" not in json.dumps(line)
    assert "192.0.2.7" not in json.dumps(line)


def test_a_fault_says_where_it_happened() -> None:
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        line = written("Failed", exc_info=sys.exc_info())

    assert line["fault"].splitlines()[-1] == "RuntimeError: broken"
