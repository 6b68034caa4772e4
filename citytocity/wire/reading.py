"""What a feed says: RSS, Atom, JSON Feed and WordPress posts, all as the same few facts."""

import calendar
import datetime
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import feedparser
import nh3
from django.utils.dateparse import parse_datetime

AT_MOST = 100  # of one feed
FOLLOWING = re.compile(r"^(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|ref)$")

UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")  # no database and no UTF-8 takes these


class UnreadableFeedError(Exception):
    """It is no feed we know."""


@dataclass(frozen=True)
class Item:
    """One thing that was published. Texts are plain; the date is aware, or None."""

    key: str
    url: str
    title: str
    summary: str
    published: datetime.datetime | None

    @property
    def mark(self) -> str:
        """The same for one article by whatever feed it comes."""
        return hashlib.blake2b(plain_address(self.url).encode(), digest_size=16).hexdigest()


def items(body: bytes, *, base: str) -> list[Item]:
    """The newest hundred of a feed. UnreadableFeedError if it is none.

    What has no title or no web address is left out: there is nothing to show.
    """
    found = _from_json(body, base) if body.lstrip()[:1] in (b"{", b"[") else _from_xml(body, base)
    return [item for item in found if item.title and item.url][:AT_MOST]


def plain_address(url: str) -> str:
    """Without fragment and without what follows readers around; http and https are one."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not FOLLOWING.match(k)]
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}".rstrip("?")


def _from_xml(body: bytes, base: str) -> Iterator[Item]:
    feed = feedparser.parse(body, sanitize_html=True, resolve_relative_uris=False)
    if not feed.get("version"):
        raise UnreadableFeedError
    for entry in feed.entries:
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        yield _item(
            key=entry.get("id") or entry.get("link", ""),
            url=_joined(base, entry.get("link", "")),
            title=entry.get("title", ""),
            summary=entry.get("summary", ""),
            published=_moment(calendar.timegm(moment)) if moment else None,
        )


def _from_json(body: bytes, base: str) -> Iterator[Item]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableFeedError from error
    if isinstance(told, list):
        yield from (_wordpress(post, base) for post in told if isinstance(post, dict))
    elif "jsonfeed.org" in str(told.get("version", "")) and isinstance(told.get("items"), list):
        yield from (_json_feed(entry, base) for entry in told["items"] if isinstance(entry, dict))
    else:
        raise UnreadableFeedError


def _wordpress(post: dict[str, Any], base: str) -> Item:
    """A post of the WordPress REST API; its dates are UTC in `date_gmt`."""
    return _item(
        key=str(post.get("id", "")),
        url=_joined(base, str(post.get("link", ""))),
        title=_rendered(post.get("title")),
        summary=_rendered(post.get("excerpt")),
        published=_parsed(f"{post['date_gmt']}Z") if post.get("date_gmt") else None,
    )


def _json_feed(entry: dict[str, Any], base: str) -> Item:
    return _item(
        key=str(entry.get("id", "")),
        url=_joined(base, str(entry.get("url") or entry.get("external_url") or "")),
        title=str(entry.get("title", "")),
        summary=str(entry.get("summary") or entry.get("content_text") or ""),
        published=_parsed(str(entry.get("date_published", ""))),
    )


def _rendered(value: Any) -> str:
    return str(value.get("rendered", "")) if isinstance(value, dict) else ""


def _item(
    *, key: str, url: str, title: str, summary: str, published: datetime.datetime | None
) -> Item:
    return Item(
        key=(_storable(key) or url)[:500],
        url=url,
        title=_plain(title, 300),
        summary=_plain(summary, 500),
        published=published,
    )


def _joined(base: str, link: str) -> str:
    """The whole web address of a link that may stand beside the feed; empty if it is none."""
    try:
        url = urljoin(base, _storable(link)) if link else ""
        is_web = urlsplit(url).scheme in {"http", "https"} and len(url) <= 1000
    except ValueError:
        return ""
    return url if is_web else ""


def _storable(words: str) -> str:
    return UNSTORABLE.sub("", words)


def _plain(words: str, most: int) -> str:
    """Without mark-up, on one line, cut at a word."""
    text = " ".join(html.unescape(nh3.clean(_storable(words), tags=set())).split())
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def _moment(seconds: int) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _parsed(text: str) -> datetime.datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
