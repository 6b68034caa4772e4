"""Looking whether outside links answer, writing on Mondays, opening a side's accounts."""

import datetime
import logging
import time
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership
from citytocity.ledger.signals import announce, once_on_commit
from citytocity.links.addresses import named_addresses
from citytocity.links.health import health
from citytocity.links.letters import digest_of
from citytocity.links.models import Digest, Openness, OutsideLink, Place
from citytocity.links.permissions import may_open, may_see, officers
from citytocity.mail.letters import send
from citytocity.outside.fetching import Allowed, FetchError, is_public, status_of
from citytocity.people.models import User

logger = logging.getLogger(__name__)

MONDAY = 0
AGAIN = datetime.timedelta(days=30)
AFTER_A_FAILURE = datetime.timedelta(days=7)
AT_A_TIME = 30
WITHIN, FOR_ONE = 60.0, 10.0  # seconds
GONE = frozenset({404, 410})
BATCH = 1_000
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def gather_links() -> int:
    """Brings the list of outside links up to what the register names now; how many there are."""
    named = set(named_addresses())
    with transaction.atomic():
        known = dict(OutsideLink.objects.values_list("url", "pk"))
        new = {url for url, *_place in named} - known.keys()
        OutsideLink.objects.bulk_create(
            (OutsideLink(url=url) for url in sorted(new)), batch_size=BATCH, ignore_conflicts=True
        )
        known = dict(OutsideLink.objects.values_list("url", "pk"))
        wanted = {(known[url], partnership, noun, key) for url, partnership, noun, key in named}
        there = {
            tuple(place): pk
            for pk, *place in Place.objects.values_list("pk", "link", "partnership", "noun", "key")
        }
        gone = [pk for place, pk in there.items() if place not in wanted]
        for start in range(0, len(gone), BATCH):
            Place.objects.filter(pk__in=gone[start : start + BATCH]).delete()
        Place.objects.bulk_create(
            (
                Place(link_id=link, partnership_id=partnership, noun=noun, key=key)
                for link, partnership, noun, key in sorted(wanted - there.keys())
            ),
            batch_size=BATCH,
        )
        OutsideLink.objects.filter(places=None).delete()
    return len({url for url, *_place in named})


def check_links(*, allowed: Allowed = is_public) -> int:
    """Asks some of those that wait longest, one of each host, for a minute at most; how many.

    The timetable comes every ten minutes, so no server is asked more often than that.
    """
    until = time.monotonic() + WITHIN
    asked = 0
    for link in _one_of_each_host():
        if time.monotonic() > until:
            break
        _look_at(link, allowed)
        asked += 1
    return asked


def send_digests(*, today: datetime.date) -> int:
    """On Mondays, a letter to each officer with what is new since the last one; how many. Nothing
    new, no letter; twice on a day sends nothing twice."""
    if today.weekday() != MONDAY:
        return 0
    return sum(_digest_alone(user, today) for user in officers())


def switch_digest(user: User, *, is_on: bool) -> None:
    if not may_see(user):
        raise PermissionDenied
    Digest.objects.update_or_create(user=user, defaults={"is_on": is_on})


@transaction.atomic
def open_accounts(partnership: Partnership, city: City, *, is_open: bool, by: User) -> None:
    """The side's answers are public from now on, or no longer. The same twice is once.

    ValidationError if the city is no side of it; PermissionDenied for who does not keep the
    register of this very city.
    """
    if not may_open(by, city):
        raise PermissionDenied
    if city not in partnership.cities:
        raise ValidationError("no side")
    rows = Openness.objects.filter(partnership=partnership, city=city)
    if rows.exists() == is_open:
        return
    if is_open:
        Openness.objects.create(partnership=partnership, city=city, decided_by=by)
    else:
        rows.delete()
    log(partnership, "links.open" if is_open else "links.close", user=by)
    once_on_commit(announce)


def _one_of_each_host() -> list[OutsideLink]:
    """Of each host what waits longest; first the hosts that were asked longest ago, or never. So
    many hosts have their turn one after the other, however many addresses some of them have."""
    asked: dict[str, datetime.datetime] = {}
    waiting: dict[str, tuple[datetime.datetime, int]] = {}
    rows = OutsideLink.objects.order_by().values_list("pk", "url", "checked", "failures")
    now = timezone.now()
    for key, url, checked, failures in rows.iterator(chunk_size=BATCH):
        host, when = _host(url), checked or NEVER
        asked[host] = max(asked.get(host, NEVER), when)
        if checked is None or checked <= now - (AFTER_A_FAILURE if failures else AGAIN):
            waiting[host] = min(waiting.get(host, (when, key)), (when, key))
    turn = sorted(waiting, key=lambda host: (asked[host], waiting[host]))[:AT_A_TIME]
    links = OutsideLink.objects.in_bulk([waiting[host][1] for host in turn])
    return [links[waiting[host][1]] for host in turn if waiting[host][1] in links]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _look_at(link: OutsideLink, allowed: Allowed) -> None:
    """A refusal (401, 403, 429) is an answer: there is something, only not for programs."""
    try:
        status, fault = status_of(link.url, allowed=allowed, longest=FOR_ONE), ""
    except FetchError as error:
        status, fault = None, str(error)[:120]
    has_failed = status is None or status in GONE or status >= 500
    OutsideLink.objects.filter(pk=link.pk).update(
        checked=timezone.now(),
        status=status,
        fault=fault,
        failures=min(link.failures + 1, 1_000) if has_failed else 0,
    )


def _digest_alone(user: User, today: datetime.date) -> bool:
    """What goes wrong with one officer's letter is written down and keeps no other from going."""
    try:
        return _digest(user, today)
    except Exception:
        logger.exception("a digest could not be written")
        return False


@transaction.atomic
def _digest(user: User, today: datetime.date) -> bool:
    digest, _is_first = Digest.objects.select_for_update().get_or_create(user=user)
    if not digest.is_on or digest.sent == today:
        return False
    with translation.override(user.language):
        links = health(user, today)
    told = set(digest.told)
    new = [(one, sign) for one in links for sign in one.signs if sign.key not in told]
    digest.sent = today
    digest.told = sorted(sign.key for one in links for sign in one.signs)
    digest.save()
    if new:
        send(lambda: digest_of(new), to=user.email, language=user.language)
    return bool(new)
