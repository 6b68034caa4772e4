"""How a record stands with the other city, on its page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, prefetch_related_objects
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.confirmation.facts import cities_in
from citytocity.confirmation.models import Statement
from citytocity.confirmation.presentation import list_address, shown, state_of
from citytocity.confirmation.queries import (
    Standing,
    as_kept,
    between,
    recorder_of,
    standing,
    statements_about,
    tally,
)
from citytocity.design.components import Figure
from citytocity.ledger.models import Activity, Agreement, Participation, Partnership, Result
from citytocity.ledger.presentation import figure, said, sentence, when_in_words
from citytocity.ledger.sections import Section, may_have


def statements_are_there(_key: str) -> dict[str, Exists]:
    """Whether anybody was asked anything at all."""
    return {"statements": Exists(Statement.objects.all())}


def both_sides_of_activity(request: HttpRequest, record: Activity) -> list[Section]:
    """With its groups, which may have been confirmed one by one."""
    groups = list(record.participations.all())
    for group in groups:
        group.activity = record
    return _section(record, *groups)


def both_sides_of_result(request: HttpRequest, record: Result) -> list[Section]:
    if record.pk and not (record.from_city and record.to_city):
        city = "participations__city"
        prefetch_related_objects([record], f"activity__{city}", "partnership__sides__city")
    return _section(record)


def both_sides_of_partnership(request: HttpRequest, record: Partnership) -> list[Section]:
    """How it stands itself and its agreements, and the figures of all that is between its sides."""
    if not record.pk:
        return []
    between_sides = between(record).select_related("by_city", "city").defer("shown")
    found = list(between_sides.order_by("pk")) if may_have(record, "statements") else []
    papers = {paper.pk: paper for paper in record.agreements.all()} if found else {}
    more = [
        as_kept(one, papers[one.record_key])
        for one in found
        if one.model is Agreement and one.record_key in papers
    ]
    return _both_sides(record, found, more=more, figures=_figures(record, tally(found)))


def _section(record: Any, *groups: Participation) -> list[Section]:
    if not record.pk or len(cities_in(record)) < 2:
        return []
    found = list(statements_about(record, *groups)) if may_have(record, "statements") else []
    return _both_sides(record, found, *groups)


def _both_sides(
    record: Any,
    found: list[Statement],
    *groups: Participation,
    more: Iterable[Standing] = (),
    figures: Any = (),
) -> list[Section]:
    by_key = {(type(one), one.pk): one for one in (record, *groups)}
    here = [
        standing(statement, about)
        for statement in found
        if (about := by_key.get((statement.model, statement.record_key))) is not None
    ]
    own = [one for one in here if one.record is record]
    parts = [*(one for one in here if one.record is not record), *more]
    asker = own[0].statement.by_city if own else recorder_of(record)
    context = {
        "state": state_of(own, asker),
        "others": [shown(one) for one in own],
        "groups": [(_part(one.record), shown(one)) for one in parts],
        "figures": figures,
    }
    return [Section("confirmation/_both_sides.html", context)]


def _part(record: Participation | Agreement) -> Any:
    """A group by its city, an agreement by its kind and day."""
    if isinstance(record, Participation):
        return said(record.city.name)
    kind = capfirst(record.get_kind_display())
    if not record.signed:
        return kind
    return sentence(_("%(agreement)s of %(day)s"), agreement=kind, day=when_in_words(record.signed))


def _figures(record: Partnership, found: dict[str, int]) -> list[Figure]:
    nouns = {
        "confirmed": ngettext(
            "record confirmed by both sides", "records confirmed by both sides", found["confirmed"]
        ),
        "disputed": ngettext(
            "record on which the sides differ",
            "records on which the sides differ",
            found["disputed"],
        ),
        "waiting": ngettext(
            "record waiting for an answer", "records waiting for an answer", found["waiting"]
        ),
    }
    return [
        figure(found[state], noun, list_address(record.slug, state))
        for state, noun in nouns.items()
        if found[state]
    ]
