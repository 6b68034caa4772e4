"""Records as the design room's components: marks, rows, cards, figures in ready words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.wording import in_words, month_in_words
from citytocity.design.components import (
    CityMark,
    Disagreement,
    Fact,
    Figure,
    Idea,
    Knowledge,
    Link,
    Row,
    SourceLine,
    State,
    Statement,
    TimelineItem,
)
from citytocity.languages.catalogue import html_code
from citytocity.languages.numbers import number_in_words
from citytocity.languages.templatetags.words import words as marked_words
from citytocity.languages.text import Wording, Words
from citytocity.ledger.enums import (
    ActivityStatus,
    Certainty,
    Mode,
    ParticipationRole,
    ResultKind,
    StillRunning,
)
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Evidence,
    Participation,
    Partnership,
    Recognition,
    Result,
)
from citytocity.ledger.queries import disagreements
from citytocity.sources.models import Citation, Record, Source

# After these words the noun stands in the genitive where a language has cases.
GOVERNING = {Certainty.AT_LEAST, Certainty.ABOUT}


def wording(words: Words) -> Wording:
    """The words for this reader, with the language they are really in."""
    return words.in_language(get_language() or settings.LANGUAGE_CODE)


def foreign(words: Words) -> str:
    """The `lang` to mark the words with; empty if they are in the page's language."""
    shown = wording(words)
    return html_code(shown.language) if shown.is_missing else ""


def said(text: Words) -> SafeString | str:
    """The words for this reader, marked with their language where it is another."""
    return marked_words(text)


def named(record: Any) -> SafeString | str:
    """What a record is called, so marked; a partnership without a name by its cities."""
    name = getattr(record, "title", None) or getattr(record, "name", None)
    if name:
        return said(name)
    if isinstance(record, Partnership):
        return joined((said(city.name) for city in record.cities), between=" – ")
    return str(record)


def joined(parts: Iterable[str], *, between: str = " · ") -> SafeString:
    """Those of the parts that are there, one after the other; what is marked stays so."""
    return format_html_join(between, "{}", ((part,) for part in parts if part))


def sentence(message: str, **parts: str) -> SafeString:
    """A translated message with parts put in that may be marked."""
    safe = {name: conditional_escape(part) for name, part in parts.items()}
    return mark_safe(conditional_escape(message) % safe)  # noqa: S308 all of it is escaped


def when_in_words(text: str) -> str:
    """An EDTF date in the reader's language; empty for an unknown one."""
    return in_words(text, get_language() or settings.LANGUAGE_CODE) if text else ""


def month_name(number: int) -> str:
    """A month standing alone, as a calendar's heading has it."""
    return month_in_words(number, get_language() or settings.LANGUAGE_CODE)


def country_name(country: Any) -> str:
    """A country in the reader's language."""
    return str(country.name)


def datetime_of(text: str) -> str:
    """The date as HTML's `datetime` wants it; empty where it has no such form."""
    return parse(text).html if text else ""


def city_mark(city: City, *, linked: bool = True) -> CityMark:
    return CityMark(
        name=wording(city.name).text,
        url=city.get_absolute_url() if linked else "",
        look=city.look,
        lang=foreign(city.name),
    )


def cities_of(activity: Activity) -> list[City]:
    """The cities that take part, host first, each once; `participations__city` is prefetched."""
    cities: dict[int, City] = {}
    if activity.host:
        cities[activity.host.pk] = activity.host
    ordered = sorted(activity.participations.all(), key=lambda p: p.role != ParticipationRole.HOST)
    for participation in ordered:
        cities.setdefault(participation.city_id, participation.city)
    return list(cities.values())


def city_marks(cities: list[City], *, linked: bool = True) -> tuple[CityMark, ...]:
    return tuple(city_mark(city, linked=linked) for city in cities)


def activity_row(activity: Activity) -> Row:
    return Row(
        title=wording(activity.title).text,
        url=activity.get_absolute_url(),
        when=when_in_words(activity.when) or _("date not recorded"),
        datetime=datetime_of(activity.when),
        cities=city_marks(cities_of(activity), linked=False),
        state=activity_state(activity),
        lang=foreign(activity.title),
    )


def activity_state(activity: Activity) -> State:
    kind = activity.get_kind_display()
    if activity.status == ActivityStatus.HELD:
        return State(kind)
    words = f"{kind} · {activity.get_status_display()}"
    return State(words, "none" if activity.status == ActivityStatus.CANCELLED else "claim")


def activity_moment(activity: Activity, *, ink: str = "") -> TimelineItem:
    return TimelineItem(
        title=wording(activity.title).text,
        url=activity.get_absolute_url(),
        when=when_in_words(activity.when) or _("date not recorded"),
        datetime=datetime_of(activity.when),
        text=said(activity.summary),
        ink=ink or (activity.host.look.ink if activity.host else ""),
        state=activity_state(activity),
        anchor=activity.slug,
        lang=foreign(activity.title),
    )


def result_state(result: Result) -> State:
    """Evidenced or claimed, with what it rests on; for results as `shown()` gives them."""
    sources, pieces = result.known_from, result.pieces
    rests_on = ngettext("%(number)s source", "%(number)s sources", sources) % {"number": sources}
    if pieces:
        words = ngettext(
            "evidenced: %(number)s piece of evidence",
            "evidenced: %(number)s pieces of evidence",
            pieces,
        ) % {"number": pieces}
        return State(words)
    return State(_("claimed · %(sources)s") % {"sources": rests_on}, "claim")


def result_idea(result: Result) -> Idea:
    return Idea(
        title=wording(result.title).text,
        url=result.get_absolute_url(),
        origins=city_marks([result.from_city] if result.from_city else [], linked=False),
        destinations=city_marks([result.to_city] if result.to_city else [], linked=False),
        text=said(result.summary),
        state=result_state(result),
        lang=foreign(result.title),
    )


def result_card(result: Result) -> Idea:
    """An idea with what others need to know first: the problem, the cost, whether it still runs."""
    told = [
        (_("The problem"), said(result.problem)),
        (_("What it cost"), said(result.cost)),
        (_("How much"), amount(result)),
        (_("Today"), running(result)),
        (_("Where to see it"), said(result.place)),
    ]
    facts = tuple(Fact(term, words) for term, words in told if words)
    return replace(result_idea(result), facts=facts, anchor=result.slug)


def running(result: Result) -> str:
    """Whether a practice still runs, and on what day somebody looked; of other results only what
    is on record."""
    practice = result.kind == ResultKind.PRACTICE_ADOPTED
    if not practice and result.still_running == StillRunning.UNKNOWN:
        return ""
    words = str(result.get_still_running_display())
    if not result.checked_on:
        return words
    day = when_in_words(result.checked_on.isoformat())
    return _("%(state)s, checked on %(day)s") % {"state": words, "day": day}


def result_row(result: Result) -> Row:
    cities = [city for city in (result.from_city, result.to_city) if city]
    when = result.when or (result.activity.when if result.activity else "")
    return Row(
        title=wording(result.title).text,
        url=result.get_absolute_url(),
        when=when_in_words(when) or _("date not recorded"),
        datetime=datetime_of(when),
        cities=city_marks(cities, linked=False),
        state=result_state(result),
        detail=joined([str(result.get_kind_display()), amount(result)]),
        lang=foreign(result.title),
    )


def recognition_row(recognition: Recognition, cities: Iterable[City] = ()) -> Row:
    """A recognition in a list, with its city and the others that are given."""
    cities = [*filter(None, [recognition.city]), *(c for c in cities if c != recognition.city)]
    detail = [said(recognition.category)]
    if recognition.rank:
        detail.insert(0, _("rank %(rank)d") % {"rank": recognition.rank})
    return Row(
        title=wording(recognition.title).text,
        url=recognition.get_absolute_url(),
        when=when_in_words(recognition.when) or _("date not recorded"),
        datetime=datetime_of(recognition.when),
        cities=city_marks(cities, linked=False),
        state=State(recognition.get_kind_display()),
        detail=joined(detail),
        lang=foreign(recognition.title),
    )


def participation_row(participation: Participation) -> Row:
    activity = participation.activity
    body = said(participation.organisation.name) if participation.organisation else ""
    return Row(
        title=wording(activity.title).text,
        url=activity.get_absolute_url(),
        when=when_in_words(activity.when) or _("date not recorded"),
        datetime=datetime_of(activity.when),
        cities=city_marks([participation.city], linked=False),
        state=State(participation.get_role_display()),
        detail=joined([body, people(participation), _mode(participation)]),
        lang=foreign(activity.title),
    )


def _mode(participation: Participation) -> str:
    """How they took part, where it was not in person."""
    in_person = participation.mode == Mode.IN_PERSON
    return "" if in_person else str(participation.get_mode_display())


def qualifier(certainty: str) -> str:
    """How sure a number is, to stand before it; nothing for a counted one."""
    return "" if certainty == Certainty.COUNTED else str(Certainty(certainty).label)


def counted(value: Any, certainty: str) -> str:
    """A number with how sure it is: `at least 15,000`."""
    return " ".join(filter(None, [qualifier(certainty), number_in_words(value)]))


def amount(result: Result) -> str:
    """What a result amounts to: `8 joint productions`; empty where it has no number."""
    if result.value is None:
        return ""
    return format_html("{} {}", counted(result.value, result.certainty), said(result.unit))


def people(participation: Participation) -> str:
    """The head count in words, with how sure it is; empty where none is on record."""
    certainty, parts = participation.certainty, []
    if participation.people is not None:
        parts.append(_heads(participation.people, certainty))
    if participation.youth is not None:
        parts.append(_young_heads(participation.youth, certainty))
    return ", ".join(parts)


def genders(participation: Participation) -> str:
    """How many women, men and non-binary people there were, as far as it is on record."""
    known = {
        str(participation._meta.get_field(name).verbose_name): getattr(participation, name)
        for name in ("women", "men", "nonbinary")
    }
    return ", ".join(
        f"{group}: {counted(number, participation.certainty)}"
        for group, number in known.items()
        if number is not None
    )


def people_on_record(number: int, certainty: str) -> str:
    """A sum of people, with how sure it is."""
    words = {"number": counted(number, certainty)}
    if certainty in GOVERNING:
        return (
            npgettext(
                "after at least or about",
                "%(number)s person on record",
                "%(number)s people on record",
                number,
            )
            % words
        )
    return ngettext("%(number)s person on record", "%(number)s people on record", number) % words


def _heads(number: int, certainty: str) -> str:
    words = {"number": counted(number, certainty)}
    if certainty in GOVERNING:
        return (
            npgettext("after at least or about", "%(number)s person", "%(number)s people", number)
            % words
        )
    return ngettext("%(number)s person", "%(number)s people", number) % words


def _young_heads(number: int, certainty: str) -> str:
    words = {"number": counted(number, certainty)}
    if certainty in GOVERNING:
        return (
            npgettext(
                "after at least or about",
                "%(number)s young person",
                "%(number)s young people",
                number,
            )
            % words
        )
    return ngettext("%(number)s young person", "%(number)s young people", number) % words


def figure(
    count: int, noun: str, url: str, *, link: str = "", certainty: str = Certainty.COUNTED
) -> Figure:
    """A number that opens the records it counts."""
    return Figure(
        value=number_in_words(count),
        noun=noun,
        url=url,
        link=link
        or ngettext("See the record", "See the %(number)s records", count)
        % {"number": number_in_words(count)},
        qualifier=qualifier(certainty),
    )


def list_url(view: str, **query: Any) -> str:
    """The address of a list with its filters: the door behind a figure."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{reverse(f'ledger:{view}')}{f'?{urlencode(kept)}' if kept else ''}"


def knowledge(record: Record, noun: str) -> Knowledge:
    """How we know what a page says; `citations__source` is prefetched.

    Every citation is told once: with what it says against others, or else in the list.
    """
    disputes = disagreements(record)
    disputed_ones = {citation.pk for dispute in disputes for citation in dispute.citations}
    return Knowledge(
        sources=tuple(
            source_line(citation)
            for citation in record.citations.all()
            if citation.pk not in disputed_ones
        ),
        disagreements=tuple(
            Disagreement(
                about=fact_name(record, disputed.about),
                statements=tuple(
                    _statement(citation, disputed.counts) for citation in disputed.citations
                ),
            )
            for disputed in disputes
        ),
        url=reverse("ledger:record_sources", args=[noun, record.slug]),
    )


def fact_name(record: Record, about: str) -> str:
    """What a fact is called: the column's name."""
    return str(type(record)._meta.get_field(about).verbose_name) if about else ""


def source_line(citation: Citation) -> SourceLine:
    source = citation.source
    return SourceLine(
        title=source.title,
        url=source.get_absolute_url(),
        publisher=source.publisher,
        published=when_in_words(source.published),
        accessed=when_in_words(source.accessed.isoformat() if source.accessed else ""),
        about=fact_name(citation.record, citation.about),
        note=said(citation.note),
        lang=html_code(source.language),
    )


def document_link(paper: Agreement | Evidence) -> Link | None:
    """The file of a row `with_document`, named by its kind and size; None for one that is not
    there, or not for every reader."""
    document = paper.document
    if document is None or paper.is_closed:
        return None
    kind = document.file_extension.upper()
    size = filesizeformat(document.file_size) if document.file_size else ""
    return Link(", ".join(filter(None, (kind, size))), document.url)


def source_link(source: Source | None) -> Link | None:
    if source is None:
        return None
    return Link(as_written(source, source.title), source.get_absolute_url())


def stated_in_words(citation: Citation) -> SafeString | str:
    """What a source says: a date in words if it is one, else in its own words and language."""
    try:
        parse(citation.states)
    except DateNotUnderstood:
        return as_written(citation.source, citation.states)
    return when_in_words(citation.states)


def as_written(source: Source, text: str) -> SafeString | str:
    """Words of a source, in its language; a bare number has none."""
    is_number = not any(letter.isalpha() for letter in text)
    return text if is_number else said(Words({source.language: text}))


def _statement(citation: Citation, counts: str) -> Statement:
    source = citation.source
    name = f"{source.publisher}: {source.title}" if source.publisher else source.title
    return Statement(
        value=stated_in_words(citation),
        source=name,
        url=source.get_absolute_url(),
        published=when_in_words(source.published),
        note=said(citation.note),
        counts=citation.states == counts,
        lang=html_code(source.language),
    )
