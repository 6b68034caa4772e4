"""How often one address may ask. What the page cache answers costs nothing and is not counted.

Who asks is known by a keyed hash alone, as with contributions; it is forgotten after some minutes.
django-allauth, which counts elsewhere, was considered: what is only read it does not count.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from citytocity.contributions.limits import visitor

MINUTE = 60  # seconds


def may_ask(request: HttpRequest) -> bool:
    """Whether this address has not asked too often in this minute."""
    key = f"open-data:{int(time.time()) // MINUTE}:{visitor(request)}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache threw it out in between
        asked = 1
    return asked <= settings.OPEN_DATA_QUESTIONS
