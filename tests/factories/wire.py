"""Feeds of partners, and what came by them."""

from itertools import count
from typing import Any

from django.utils import timezone

from citytocity.cities.models import City
from citytocity.wire.models import Feed, Lead

number = count(1)


def feed(of: City, **values: Any) -> Feed:
    n = next(number)
    defaults = {"name": f"Town hall {n}", "url": f"https://feed-{n}.example/", "language": "de"}
    return Feed.objects.create(city=of, **defaults | values)


def lead(title: str, *, of: City, **values: Any) -> Lead:
    n = next(number)
    defaults = {
        "key": str(n),
        "mark": str(n),
        "url": f"https://news-{n}.example/",
        "published": timezone.now(),
    }
    return Lead.objects.create(feed=feed(of), city=of, title=title, **defaults | values)
