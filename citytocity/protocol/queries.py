"""Questions across the protocol. They return rows, never words for a page.

What two things are called is compared by rapidfuzz over the stems that search uses, so that the
same samovar is known again in another case, or with an adjective more.
"""

from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from citytocity.cities.models import City, Organisation
from citytocity.languages.stems import stemmed, stemmed_names
from citytocity.languages.text import Words
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.queries import totals
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.protocol.querysets import GiftQuerySet

ALIKE = 90  # of 100
KINDS: dict[str, Any] = {"gifts": Gift, "letters": Letter, "promises": Promise, "honours": Honour}


def gifts_given_to(
    *, body: Organisation | None, person: Words, by: City, among: GiftQuerySet
) -> list[Gift]:
    """What the city gave the body, or the person, under any spelling of her name; newest first.

    `among` are the gifts that whoever asks may see.
    """
    names = _folded(person)
    to_body = Q(body=body) if body is not None else Q(pk=None)
    to_somebody = ~Q(person="") if names else Q(pk=None)
    given = among.given_by(by).filter(to_body | to_somebody).select_related("body")
    return [
        gift
        for gift in given
        if (body is not None and gift.body_id == body.pk) or names & _folded(gift.person)
    ]


def given_to_guests(
    *,
    by: City,
    cities: set[int],
    bodies: set[int],
    people: list[Words],
    among: GiftQuerySet,
) -> list[Gift]:
    """What the city gave these cities, bodies or persons; first what one of the bodies or persons
    has, under any spelling of the name, then the newest. In one query.

    Cities and bodies are given by their keys; `among` are the gifts that whoever asks may see.
    """
    names = set().union(*map(_folded, people))
    theirs = Q(partner__in=cities) | Q(body__in=bodies) | (~Q(person="") if names else Q(pk=None))
    own: list[Gift] = []
    others: list[Gift] = []
    for gift in among.given_by(by).filter(theirs).shown():
        is_own = gift.body_id in bodies or bool(names & _folded(gift.person))
        if is_own or gift.partner_id in cities:
            (own if is_own else others).append(gift)
    return own + others


def given_before(gift: Gift, *, among: GiftQuerySet) -> Gift | None:
    """The same thing, given before to the same body or person; None if there is none."""
    earlier = gifts_given_to(body=gift.body, person=gift.person, by=gift.city, among=among)
    others = (other for other in earlier if other.pk != gift.pk)
    return next((other for other in others if are_alike(other.title, gift.title)), None)


def are_alike(first: Words, second: Words) -> bool:
    """Whether two texts name the same thing in a language that both have."""
    return any(
        fuzz.token_set_ratio(*(stemmed_names(one.data[code], code) for one in (first, second)))
        >= ALIKE
        for code in first.data.keys() & second.data.keys()
    )


def public_of_partnership(partnership: Partnership) -> dict[str, QuerySet]:
    """What readers see of the protocol between its sides, by kind."""
    return {
        name: model.objects.seen_by_all().of_partnership(partnership)
        for name, model in KINDS.items()
    }


def public_of_activity(activity: Activity) -> dict[str, QuerySet]:
    """What readers see that was given, promised, written or awarded on the activity, by kind."""
    return {
        name: model.objects.seen_by_all().filter(activity=activity) for name, model in KINDS.items()
    }


def counted(records: dict[str, QuerySet]) -> dict[str, int]:
    """How many of each, and how many promises were `kept`, in one query."""
    promises: Any = records["promises"]
    return totals(records | {"kept": promises.kept()})


def _folded(name: Words) -> set[str]:
    """Each spelling of a name, its words in one order and without accents."""
    return {" ".join(sorted(stemmed(text, "").split())) for text in name.data.values()}
