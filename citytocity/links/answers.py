"""The seven questions about a partnership, answered from the register.

Rooms above add what they know by the hook `links_accountability_parts`: a function that gets the
partnership and the cities whose side wants it public, and gives a list of `Answer`. A question that
nobody answers is shown with the words that the register does not say.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail import hooks

from citytocity.cities.models import City
from citytocity.design.components import Figure, Table
from citytocity.languages.catalogue import html_code
from citytocity.ledger.enums import Certainty, ParticipationRole, ResultKind
from citytocity.ledger.models import (
    Activity,
    Participation,
    Partnership,
    PartnershipState,
    Recognition,
    Result,
)
from citytocity.ledger.presentation import figure, joined, list_url, said, when_in_words
from citytocity.ledger.queries import heads, totals
from citytocity.links.enums import Question
from citytocity.money.presentation import hours_figure, hours_url, lines_url, paid_table
from citytocity.money.queries import hours_by_city, open_books, paid_by_year, shown_lines
from citytocity.protocol.models import Promise
from citytocity.protocol.presentation import promise_figures
from citytocity.sources.models import Source

JOURNEYS, YEARS_OF_COST = 12, 6


@dataclass(frozen=True)
class AnswerLine:
    """One thing that the register says, with the record behind it; words may be a safe string."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """What is known about one question; `about` says what is counted, if that needs to be said."""

    question: Question
    figures: tuple[Figure, ...] = ()
    lines: tuple[AnswerLine, ...] = ()
    more: AnswerLine | None = None
    table: Table | None = None
    about: str = ""


@dataclass
class Asked:
    """A question with all its answers, as the page shows it."""

    question: Question
    answers: list[Answer] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return any(one.figures or one.lines or one.table for one in self.answers)


def seven_answers(partnership: Partnership, cities: list[City]) -> list[Asked]:
    """Each question with what the register and the rooms above say; nine queries and theirs."""
    asked = {question: Asked(question) for question in Question}
    own = [
        *_cost(partnership, cities),
        _benefit(partnership),
        _who_travels(partnership, cities),
        _who_decided(partnership),
        _vote(partnership),
    ]
    above = [
        answer
        for hook in hooks.get_hooks("links_accountability_parts")
        for answer in hook(partnership, cities)
    ]
    for answer in (*own, *above):
        asked[answer.question].answers.append(answer)
    return list(asked.values())


def _cost(partnership: Partnership, cities: list[City]) -> list[Answer]:
    """What was paid in the newest years, each of them whole, and the hours given, out of those
    books of these sides that show it to everybody; each sum opens its lines. Two questions."""
    shown = open_books(partnership, cities)
    paid = paid_by_year(shown_lines(partnership, shown))
    hours = hours_by_city(partnership, shown)
    figures = tuple(
        hours_figure(hours[city.pk], hours_url(partnership, city=city), of=city)
        for city in cities
        if city.pk in hours
    )
    if not paid:
        return [Answer(Question.COST, figures)] if figures else []
    tellers = [city for city in cities if any(one.city_key == city.pk for one in paid)]
    years = list(dict.fromkeys(one.year for one in paid))
    newest = years[:YEARS_OF_COST]
    table = paid_table(partnership, [one for one in paid if one.year in newest], tellers)
    more = AnswerLine(_("All that was paid"), lines_url(partnership)) if newest != years else None
    return [Answer(Question.COST, figures, more=more, table=table)]


def _benefit(partnership: Partnership) -> Answer:
    results = Result.objects.of_partnership(partnership)
    promises = Promise.objects.seen_by_all().of_partnership(partnership)
    found = totals(
        {
            "results": results,
            "practices": results.practices(),
            "recognitions": Recognition.objects.of_partnership(partnership),
            "promises": promises,
            "kept": promises.kept(),
        }
    )
    slug = partnership.slug
    practice = ResultKind.PRACTICE_ADOPTED.value
    shown = (
        ("results", ngettext("result", "results", found["results"]),
         list_url("result_list", partnership=slug)),
        ("practices", ngettext("idea that travelled", "ideas that travelled", found["practices"]),
         list_url("result_list", partnership=slug, kind=practice)),
        ("recognitions", ngettext("recognition", "recognitions", found["recognitions"]),
         list_url("recognition_list", partnership=slug)),
    )  # fmt: skip
    figures = [figure(found[name], noun, url) for name, noun, url in shown if found[name]]
    figures += promise_figures(found["promises"], found["kept"], partnership=slug)
    newest = results.order_by("-when_first", "slug")[:5] if found["results"] else ()
    lines = tuple(
        AnswerLine(joined([said(one.title), when_in_words(one.when)], between=", "),
                   one.get_absolute_url())
        for one in newest
    )  # fmt: skip
    return Answer(Question.BENEFIT, tuple(figures), lines)


def _who_travels(partnership: Partnership, cities: list[City]) -> Answer:
    """Groups of the sides that want it told, which were guests in an activity of the partnership.
    Each figure opens a list that counts just these: several sides, but not all, have one each."""
    sides = partnership.cities
    told = [city for city in sides if city in cities]
    activities = Activity.objects.of_partnership(partnership)
    journeys = Participation.objects.filter(activity__in=activities, city__in=told).guests()
    rows = list(journeys.shown().order_by("-activity__when_first", "pk")[: JOURNEYS + 1])
    if not rows:
        return Answer(Question.WHO_TRAVELS)
    lines = tuple(AnswerLine(_journey(row), row.activity.get_absolute_url()) for row in rows)
    about = _(
        "All groups of guests on record: of every kind of activity, and also those that are only "
        "planned, came online or were called off."
    )
    if 1 < len(told) < len(sides):
        figures = _journeys_of_each(partnership, told, journeys)
        return Answer(Question.WHO_TRAVELS, figures, lines[:JOURNEYS], about=about)
    url = _journeys_url(partnership, None if len(told) == len(sides) else told[0])
    more = AnswerLine(_("All journeys"), url) if len(rows) > JOURNEYS else None
    figures = _groups(journeys, url)
    return Answer(Question.WHO_TRAVELS, figures, lines[:JOURNEYS], more, about=about)


def _groups(journeys: QuerySet[Participation], url: str) -> tuple[Figure, ...]:
    people = heads(journeys)
    noun = ngettext("journey of a group", "journeys of groups", people.groups)
    figures = [figure(people.groups, noun, url)]
    if people.number:
        noun = ngettext("person in these groups", "people in these groups", people.number)
        certainty = Certainty.AT_LEAST if people.unknown else people.certainty
        figures.append(figure(people.number, noun, url, certainty=certainty))
    return tuple(figures)


def _journeys_of_each(
    partnership: Partnership, told: list[City], journeys: QuerySet[Participation]
) -> tuple[Figure, ...]:
    """One figure for each city that travelled; one question for all."""
    numbers = dict(journeys.order_by().values_list("city").annotate(Count("pk")))
    return tuple(
        figure(
            number,
            joined([ngettext("journey of a group", "journeys of groups", number), said(city.name)],
                   between=", "),
            _journeys_url(partnership, city),
        )
        for city in told
        if (number := numbers.get(city.pk, 0))
    )  # fmt: skip


def _journeys_url(partnership: Partnership, city: City | None) -> str:
    """Of guests from the city; without one, from all sides."""
    role, slug = ParticipationRole.GUEST.value, partnership.slug
    if city is None:
        return list_url("participation_list", partnership=slug, role=role)
    return list_url("participation_list", partnership=slug, role=role, city=city.slug)


def _journey(row: Participation) -> str:
    host = row.activity.host
    way = (
        format_html("{} → {}", said(row.city.name), said(host.name))
        if host
        else said(row.city.name)
    )
    return joined([when_in_words(row.activity.when), way, said(row.activity.title)])


def _who_decided(partnership: Partnership) -> Answer:
    anchor = f"{partnership.get_absolute_url()}#sides-h"
    lines = [AnswerLine(_decision(state), anchor) for state in _decisions(partnership)]
    for paper in partnership.agreements.all():
        who = joined(
            (joined([said(one.name), said(one.office)], between=", ")
             for one in paper.signatories.all()),
            between="; ",
        )  # fmt: skip
        if who:
            title = said(paper.title) if paper.title else capfirst(paper.get_kind_display())
            when = when_in_words(paper.signed)
            paper.partnership = partnership
            lines.append(AnswerLine(joined([title, when, who]), paper.get_absolute_url()))
    return Answer(Question.WHO_DECIDED, lines=tuple(lines))


def _vote(partnership: Partnership) -> Answer:
    """The papers in which a decision can be read."""
    lines = tuple(
        AnswerLine(
            joined([_decision(state), _titled(state.source)]), state.source.get_absolute_url()
        )
        for state in _decisions(partnership)
        if state.source
    )
    return Answer(Question.VOTE, lines=lines)


def _titled(source: Source) -> str:
    """The title of the paper, marked with its language where that is not the reader's."""
    code = html_code(source.language)
    is_foreign = source.language != (get_language() or settings.LANGUAGE_CODE)
    return format_html('<span lang="{}">{}</span>', code, source) if is_foreign else str(source)


def _decisions(partnership: Partnership) -> list[PartnershipState]:
    """The lines of the status history that say by which decision."""
    return [state for state in partnership.states.all() if state.decision]


def _decision(state: PartnershipState) -> str:
    words = capfirst(state.get_state_display())
    return joined(
        [said(state.city.name), joined([words, when_in_words(state.when)], between=" "),
         said(state.decision)]
    )  # fmt: skip


def address_of(partnership: Partnership) -> str:
    return reverse("links:accountability", args=[partnership.slug])
