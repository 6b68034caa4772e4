"""Records of the protocol as the design room's components."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from citytocity.cities.models import City
from citytocity.design.components import Figure, Picture, Row, State, StoryCard
from citytocity.design.photographs import picture
from citytocity.languages.text import Words
from citytocity.ledger.presentation import (
    city_marks,
    datetime_of,
    figure,
    foreign,
    joined,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.protocol.addresses import list_url
from citytocity.protocol.enums import Direction, PromiseState
from citytocity.protocol.models import Gift, Honour, Letter, Promise

FROM = pgettext_lazy("whoever gives or writes", "From")
TO = pgettext_lazy("whoever receives", "To")
Counted = tuple[int, str, str]
"""How many, of what, and the address of the list."""
STATES = {PromiseState.OPEN: "claim", PromiseState.KEPT: "sure", PromiseState.WITHDRAWN: "none"}


def giver(gift: Gift) -> str:
    """Who gave it, for lists of the office."""
    return str(gift.city) if gift.direction == Direction.GIVEN else _other_side(gift)


def receiver(gift: Gift) -> str:
    return _other_side(gift) if gift.direction == Direction.GIVEN else str(gift.city)


def honoured(honour: Honour) -> str:
    """Who was honoured, for lists of the office."""
    return _in_a_row(honour.body, honour.person, honour.of_city)


def holder(person: Words, office: Words) -> str:
    """A person with her office, each in its language."""
    return joined([said(person), said(office)], between=", ")


def gift_card(gift: Gift) -> StoryCard:
    return StoryCard(
        title=wording(gift.title).text,
        url=gift.get_absolute_url(),
        text=_beside(gift.summary, gift.title),
        kind=_on_show(gift),
        cities=city_marks(ends(gift)),
        picture=gift_picture(gift),
        when=when_in_words(gift.when),
        lang=foreign(gift.title),
        key=gift.slug,
    )


def gift_picture(gift: Gift) -> Picture | None:
    if gift.picture is None:
        return None
    alt = gift.picture_alt or gift.title
    return picture(
        gift.picture,
        alt=wording(alt).text,
        credit=gift.picture_credit,
        rights=gift.picture_rights,
        lang=foreign(alt),
    )


def promise_row(promise: Promise) -> Row:
    due = _("due: %(when)s") % {"when": when_in_words(promise.due)} if promise.due else ""
    return Row(
        title=wording(promise.title).text,
        url=promise.get_absolute_url(),
        when=_when(promise.when),
        datetime=datetime_of(promise.when),
        cities=city_marks([promise.from_city, promise.to_city], linked=False),
        state=promise_state(promise),
        detail=due if promise.state == PromiseState.OPEN else "",
        lang=foreign(promise.title),
    )


def promise_state(promise: Promise) -> State:
    """Open, or kept or withdrawn and when."""
    words = capfirst(str(promise.get_state_display()))
    when = when_in_words(promise.settled)
    return State(f"{words}: {when}" if when else words, STATES[PromiseState(promise.state)])


def letter_row(letter: Letter) -> Row:
    return Row(
        title=wording(letter.title).text,
        url=letter.get_absolute_url(),
        when=_when(letter.when),
        datetime=datetime_of(letter.when),
        cities=city_marks([letter.from_city, letter.to_city], linked=False),
        detail=joined(
            [
                holder(letter.from_person, letter.from_office),
                holder(letter.to_person, letter.to_office),
            ],
            between=" → ",
        ),
        lang=foreign(letter.title),
    )


def honour_row(honour: Honour) -> Row:
    body = said(honour.body.name) if honour.body else ""
    return Row(
        title=wording(honour.title).text,
        url=honour.get_absolute_url(),
        when=_when(honour.when),
        datetime=datetime_of(honour.when),
        cities=city_marks(there(honour.city, honour.of_city), linked=False),
        state=State(capfirst(str(honour.get_kind_display()))),
        detail=joined([body, holder(honour.person, honour.office)]),
        lang=foreign(honour.title),
    )


def figures(counts: dict[str, int], **about: str) -> list[Figure]:
    """How many there are of each kind about a record; none is left out, its list would be empty."""
    gifts, letters, honours = counts["gifts"], counts["letters"], counts["honours"]
    given = npgettext("after their number", "gift", "gifts", gifts)
    conferred = npgettext("after their number", "honour", "honours", honours)
    return _figures(
        (gifts, given, list_url("gift_list", **about)),
        (letters, ngettext("letter", "letters", letters), list_url("letter_list", **about)),
        *_promised(counts["promises"], counts["kept"], **about),
        (honours, conferred, list_url("honour_list", **about)),
    )


def promise_figures(promised: int, kept: int, **about: str) -> list[Figure]:
    """How many were made, and how many of them were kept."""
    return _figures(*_promised(promised, kept, **about))


def _promised(promised: int, kept: int, **about: str) -> tuple[Counted, ...]:
    kept_ones = list_url("promise_list", **about, state=PromiseState.KEPT.value)
    made = npgettext("after their number", "promise", "promises", promised)
    return (
        (promised, made, list_url("promise_list", **about)),
        (kept, ngettext("promise kept", "promises kept", kept), kept_ones),
    )


def _figures(*shown: Counted) -> list[Figure]:
    return [figure(count, noun, url) for count, noun, url in shown if count]


def ends(gift: Gift) -> list[City]:
    """The cities it went from and to, as far as they are known."""
    is_given = gift.direction == Direction.GIVEN
    return there(gift.city, gift.partner) if is_given else there(gift.partner, gift.city)


def there(*cities: City | None) -> list[City]:
    """Those of the cities that are known."""
    return [city for city in cities if city is not None]


def _on_show(gift: Gift) -> str:
    if not (gift.is_on_show and gift.place):
        return ""
    return sentence(_("on show: %(place)s"), place=said(gift.place))


def _other_side(gift: Gift) -> str:
    return _in_a_row(gift.body, gift.person, gift.partner)


def _in_a_row(*parts: Any) -> str:
    known: Iterable[str] = (str(part) for part in parts if part)
    return ", ".join(known)


def _beside(text: Words, title: Words) -> str:
    """The text, if it is in the language of the title: a card is marked with one."""
    return wording(text).text if foreign(text) == foreign(title) else ""


def _when(text: str) -> str:
    return when_in_words(text) or _("date not recorded")
