"""The lists of a report as tables: for each its heading, and its columns from left to right."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from citytocity.design.components import Cell, Column, State, Table
from citytocity.languages.names import language_name
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    AgreementKind,
    PartnershipKind,
    RecognitionKind,
    ResultKind,
    SideState,
)
from citytocity.ledger.presentation import joined, sentence, when_in_words
from citytocity.money.enums import Payer
from citytocity.protocol.enums import Direction
from citytocity.reports import wording
from citytocity.reports.told import Annual, Entry
from citytocity.reports.wording import in_this_language, label

WHEN, KIND, CITIES = gettext_lazy("When"), gettext_lazy("Kind"), gettext_lazy("Cities")


@dataclass(frozen=True)
class _Column:
    """Its head, and the field of each entry."""

    head: Any
    cell: Callable[[Annual, Entry], Cell]
    is_number: bool = False
    is_filled: Callable[[Entry], bool] = lambda _entry: True


def table(name: str, told: Annual, entries: list[Entry]) -> Table:
    """The list of that name; a column that none of its entries fills is left out."""
    caption, every = LISTS[name]
    columns = [one for one in every if any(map(one.is_filled, entries))]
    return Table(
        str(caption),
        tuple(Column(str(one.head), is_number=one.is_number) for one in columns),
        tuple(
            tuple(replace(one.cell(told, entry), is_number=one.is_number) for one in columns)
            for entry in entries
        ),
        key=f"list-{name}",
        stacks=True,
    )


def _record(head: Any) -> _Column:
    return _Column(head, lambda _told, entry: wording.title_cell(entry.ref))


def _when(head: Any = WHEN) -> _Column:
    return _Column(head, lambda _told, entry: Cell(wording.when(entry.when)))


def _kind(choices: Any, head: Any = KIND) -> _Column:
    return _Column(head, lambda _told, entry: Cell(label(choices, entry.kind)))


def _cities(head: Any = CITIES) -> _Column:
    return _Column(
        head,
        lambda told, entry: Cell(cities=wording.marks(told, entry)),
        is_filled=lambda entry: bool(entry.cities),
    )


def _number(head: Any) -> _Column:
    return _Column(
        head, lambda _told, entry: Cell(number_in_words(entry.number or 0)), is_number=True
    )


def _sides(told: Annual, entry: Entry) -> Cell:
    return Cell(joined((_side(told, side) for side in entry.sides), between="; "))


def _side(told: Annual, side: Any) -> str:
    state = label(SideState, side.state).lower() if side.state else _("not recorded")
    since = f" ({when_in_words(side.when)})" if side.when else ""
    city = wording.city_name(told, side.city)
    return sentence("%(city)s: %(state)s", city=city, state=f"{state}{since}")


def _body(name: str) -> Callable[[Annual, Entry], Cell]:
    return lambda _told, entry: Cell(
        joined(in_this_language(getattr(side, name)) for side in entry.sides)
    )


def _has_body(name: str) -> Callable[[Entry], bool]:
    return lambda entry: any(getattr(side, name) for side in entry.sides)


def _cost(_told: Annual, entry: Entry) -> Cell:
    return Cell(wording.cost(entry), wording.address(entry.ref.path) if entry.cost else "")


def _payers(_told: Annual, entry: Entry) -> Cell:
    return Cell(joined((label(Payer, one) for one in entry.payers), between=", "))


def _evidence(_told: Annual, entry: Entry) -> Cell:
    states = {
        "evidenced": State(_("evidenced")),
        "confirmed": State(_("confirmed by the other city")),
    }
    return Cell(state=states.get(entry.state) or State(_("claimed"), "claim"))


def _rank(_told: Annual, entry: Entry) -> Cell:
    rank = _("rank %(rank)s") % {"rank": number_in_words(entry.number)} if entry.number else ""
    return Cell(joined([rank, in_this_language(entry.note)]))


LISTS: dict[str, tuple[Any, tuple[_Column, ...]]] = {
    "partnerships": (
        gettext_lazy("Partnerships"),
        (
            _record(gettext_lazy("Partnership")),
            _kind(PartnershipKind),
            _when(gettext_lazy("Since")),
            _Column(gettext_lazy("How each side sees it"), _sides),
        ),
    ),
    "keepers": (
        gettext_lazy("Who keeps it in each city"),
        (
            _record(gettext_lazy("Partnership")),
            _cities(gettext_lazy("City")),
            _Column(
                gettext_lazy("Responsible office"), _body("office"), is_filled=_has_body("office")
            ),
            _Column(
                gettext_lazy("Association"),
                _body("association"),
                is_filled=_has_body("association"),
            ),
        ),
    ),
    "visits": (
        gettext_lazy("Visits both ways"),
        (
            _when(),
            _record(gettext_lazy("Visit")),
            _kind(ActivityKind),
            _cities(gettext_lazy("Host, then guests")),
            _Column(
                gettext_lazy("Guests, people"),
                lambda _told, entry: Cell(wording.heads(entry.people)),
                is_number=True,
            ),
            _Column(
                pgettext_lazy("of a visit", "Cost"),
                _cost,
                is_number=True,
                is_filled=lambda entry: bool(entry.cost),
            ),
            _Column(gettext_lazy("Who paid"), _payers, is_filled=lambda entry: bool(entry.payers)),
        ),
    ),
    "results": (
        gettext_lazy("Results of the year"),
        (
            _record(gettext_lazy("Result")),
            _kind(ResultKind),
            _cities(gettext_lazy("From, to")),
            _Column(gettext_lazy("Evidence"), _evidence),
        ),
    ),
    "gifts": (
        gettext_lazy("Gifts of the year"),
        (
            _when(),
            _record(gettext_lazy("Gift")),
            _kind(Direction, gettext_lazy("Given or received")),
            _cities(),
            _Column(
                gettext_lazy("Where it is kept"),
                lambda _told, entry: Cell(in_this_language(entry.note)),
                is_filled=lambda entry: bool(entry.note),
            ),
        ),
    ),
    "stories": (
        gettext_lazy("Stories of the year"),
        (
            _when(),
            _record(gettext_lazy("Story")),
            _Column(
                gettext_lazy("Written in"),
                lambda _told, entry: Cell(language_name(entry.state, wording.language())),
            ),
        ),
    ),
    "awards": (
        gettext_lazy("Awards and ranks of the year"),
        (
            _when(),
            _record(gettext_lazy("Award")),
            _kind(RecognitionKind),
            _cities(gettext_lazy("Given to")),
            _Column(gettext_lazy("Rank and category"), _rank),
        ),
    ),
    "planned": (
        gettext_lazy("On record for the next year"),
        (
            _when(),
            _record(gettext_lazy("Activity")),
            _kind(ActivityKind),
            _cities(),
            _Column(
                gettext_lazy("Status"),
                lambda _told, entry: Cell(label(ActivityStatus, entry.state)),
            ),
        ),
    ),
    "anniversaries": (
        gettext_lazy("Anniversaries"),
        (
            _when(),
            _record(gettext_lazy("Partnership")),
            _number(gettext_lazy("Years")),
        ),
    ),
    "ending": (
        gettext_lazy("Agreements to renew"),
        (
            _when(gettext_lazy("Ends")),
            _record(gettext_lazy("Agreement")),
            _kind(AgreementKind),
        ),
    ),
    "silent": (
        gettext_lazy("Nothing on record in this year"),
        (_record(gettext_lazy("Partnership")), _when(gettext_lazy("Since"))),
    ),
}
