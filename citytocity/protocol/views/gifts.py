"""The hall of gifts: what twin cities gave each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citytocity.design.components import Fact
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.presentation import city_marks, joined, said, when_in_words
from citytocity.protocol.enums import Direction
from citytocity.protocol.forms import GiftFilter
from citytocity.protocol.models import Gift
from citytocity.protocol.presentation import (
    FROM,
    TO,
    gift_card,
    gift_picture,
    holder,
    there,
)
from citytocity.protocol.views.lists import (
    PublicList,
    fact,
    list_context,
    record_context,
    unknown,
)

GIFTS = PublicList(
    view="gift_list",
    noun="gifts",
    records=lambda: Gift.objects.seen_by_all().with_pictures(),
    name=gettext_lazy("Gifts"),
    title=gettext_lazy("Gifts of the twins"),
    of=gettext_lazy("Gifts of the twins: %(about)s"),
    description=gettext_lazy("What twin cities gave each other, and where it can be seen."),
    empty=gettext_lazy("No gift is shown here yet."),
    form=GiftFilter,
    choice=("direction", gettext_lazy("Given or received"), Direction),
    per_page=24,
)


def gift_list(request: HttpRequest) -> HttpResponse:
    page, context = list_context(request, GIFTS)
    number = page.paginator.count
    words = ngettext("%(number)s gift", "%(number)s gifts", number)
    own = {
        "count": words % {"number": number_in_words(number)},
        "cards": [gift_card(gift) for gift in page],
    }
    return render(request, "protocol/list.html", context | own)


def gift(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Gift.objects.for_a_page(), slug=slug)
    context = record_context(request, record, GIFTS, facts=_facts(record))
    return render(request, "protocol/gift.html", context | {"picture": gift_picture(record)})


def _facts(gift: Gift) -> list[Fact]:
    place = joined([said(gift.place), _("on show") if gift.is_on_show else ""], between=", ")
    giver, receiver = Fact("", "", city_marks([gift.city])), _other_side(gift)
    if gift.direction == Direction.RECEIVED:
        giver, receiver = receiver, giver
    return [
        Fact(str(FROM), giver.description, giver.cities),
        Fact(str(TO), receiver.description, receiver.cities),
        Fact(_("When"), when_in_words(gift.when) or unknown()),
        *fact(_("Material"), said(gift.material)),
        *fact(_("Size"), gift.size),
        *fact(_("Owner"), said(gift.owner)),
        *fact(_("Where it is kept"), place),
        *fact(_("Inventory number"), gift.inventory),
    ]


def _other_side(gift: Gift) -> Fact:
    body = said(gift.body.name) if gift.body else ""
    words = joined([body, holder(gift.person, gift.office)], between="; ")
    return Fact("", words, city_marks(there(gift.partner)))
