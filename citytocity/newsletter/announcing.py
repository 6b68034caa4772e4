"""That there is a newsletter, and its name, for the box on every page, which asks no database.

The row says what is so; the file in the data folder repeats it, is written when the row changes,
and compared with it every minute. So pages cost not one question more than before.
"""

import json
from contextlib import suppress

from django.conf import settings

from citytocity.design.memory import new_version
from citytocity.languages.text import Words
from citytocity.newsletter.models import Newsletter

FILE = "newsletter.json"


def announced() -> Words | None:
    """The name of the newsletter; None where none is offered."""
    with suppress(FileNotFoundError, ValueError):
        return Words(json.loads((settings.DATA_DIR / FILE).read_text(encoding="utf-8")))
    return None


def announce() -> None:
    """Says on every page what the row says now; nothing where it says so already."""
    found = Newsletter.objects.filter(is_on=True).first()
    path = settings.DATA_DIR / FILE
    if found is None and path.exists():
        path.unlink(missing_ok=True)
    elif found and announced() != found.name:
        half = path.with_suffix(".half")
        half.write_text(found.name.as_json(), encoding="utf-8")
        half.replace(path)
    else:
        return
    new_version(settings.DATA_DIR)
