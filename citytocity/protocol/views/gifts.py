"""The hall of gifts: what twin cities gave each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design.components import Fact, Pagination
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import (
    city_marks,
    joined,
    knowledge,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.ledger.views.lists import choice_field, list_meta
from citytocity.protocol.enums import Direction
from citytocity.protocol.forms import GiftFilter
from citytocity.protocol.models import Gift
from citytocity.protocol.presentation import gift_card, gift_picture, holder
from citytocity.protocol.views.lists import (
    about,
    activity_link,
    crumbs,
    fact,
    filter_of,
    narrow_to,
    unknown,
)

PER_PAGE = 24


def gift_list(request: HttpRequest) -> HttpResponse:
    asked = GiftFilter.asked(request)
    gifts = narrow_to(Gift.objects.seen_by_all(), asked).with_pictures()
    page = page_of(request, gifts, per_page=PER_PAGE)
    title = _title(about(asked))
    return render(
        request,
        "protocol/gift_list.html",
        {
            "crumbs": crumbs(_("Gifts"), "gift_list"),
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("What twin cities gave each other, and where it can be seen."),
            ),
            "filter": filter_of(
                request,
                asked,
                choice_field("direction", _("Given or received"), Direction.choices, asked),
            ),
            "count": ngettext("%(number)s gift", "%(number)s gifts", page.paginator.count)
            % {"number": number_in_words(page.paginator.count)},
            "cards": [gift_card(gift) for gift in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def gift(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Gift.objects.seen_by_all().shown().prefetch_related("citations__source"), slug=slug
    )
    return render(
        request,
        "protocol/gift.html",
        {
            "gift": record,
            "crumbs": crumbs(_("Gifts"), "gift_list", said(record.title)),
            "meta": page_meta(
                request,
                title=wording(record.title).text,
                description=wording(record.summary).text,
            ),
            "picture": gift_picture(record),
            "facts": _facts(record),
            "activity": activity_link(record.activity),
            "knowledge": knowledge(record, "gifts"),
        },
    )


def _title(of: str) -> str:
    return sentence(_("Gifts of the twins: %(about)s"), about=of) if of else _("Gifts of the twins")


def _facts(gift: Gift) -> list[Fact]:
    place = joined([said(gift.place), _("on show") if gift.is_on_show else ""], between=", ")
    giver, receiver = Fact("", "", city_marks([gift.city])), _other_side(gift)
    if gift.direction == Direction.RECEIVED:
        giver, receiver = receiver, giver
    return [
        Fact(_("From"), giver.description, giver.cities),
        Fact(_("To"), receiver.description, receiver.cities),
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
    return Fact("", words, city_marks([gift.partner] if gift.partner else []))
