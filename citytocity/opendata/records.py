"""The records behind a figure in the shape of the answers: what each gave to it, its sources."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch

from citytocity.design.heads import absolute
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import LISTED
from citytocity.figures.reductions import Different, Lasted, Mean, Part, Reduction, Worth
from citytocity.languages.catalogue import html_code
from citytocity.ledger.models import Activity, Agreement, Participation, Partnership, Result
from citytocity.money.models import Hours, MoneyLine
from citytocity.opendata import shapes
from citytocity.opendata.telling import number, plain_text
from citytocity.readings.models import Reading
from citytocity.sources.models import Citation, Source
from citytocity.stories.models import StoryPage

DAYS: dict[Any, str] = {
    Partnership: "since",
    Agreement: "signed",
    StoryPage: "dated",
    Reading: "day",
}
"""The column of its day, where that is not `when`."""
BY_ACTIVITY = (Result, MoneyLine, Hours, Participation)
"""What has the day of its activity, if it has none of its own."""
GROUPS = {
    "organisation_id": ("organisation", "slug"),
    "activity_id": ("activity", "slug"),
    "city__country": ("city", "country", "code"),
}
"""What stands for a group outside, by the column that figures go by."""


def with_sources(records: Any) -> Any:
    """The records with their sources, in one more question."""
    if records.model is Participation:
        cited = _cited(Activity, "activity__citations")
        return records.select_related("source").prefetch_related(cited)
    if any(relation.name == "citations" for relation in records.model._meta.related_objects):
        return records.prefetch_related(_cited(records.model, "citations"))
    return records


def _cited(model: Any, path: str) -> Prefetch:
    citations = model._meta.get_field("citations").related_model
    return Prefetch(path, citations.objects.select_related("source"))


def records_told(figure: Figure, records: Iterable[Any]) -> list[shapes.Record]:
    assert figure.indicator.measure is not None  # noqa: S101 asked of what has records
    reduction = figure.indicator.measure.reduction.at(figure.period.until)
    return [_told(record, reduction) for record in records]


def _told(record: Any, reduction: Reduction) -> shapes.Record:
    row = LISTED[type(record)][2](record)
    key = _id(record)
    return shapes.Record(
        kind=record._meta.model_name,
        id=key,
        title=plain_text(row.title, row.lang),
        when=shapes.When(edtf=_day(record), words=row.when),
        page=absolute(row.url) if row.url else None,
        part=_part(record, key, reduction.part(record), reduction),
        sources=[_source(source) for source in _sources(record)],
    )


def _id(record: Any) -> str | None:
    if isinstance(record, Participation):
        body = [record.organisation.slug] if record.organisation else []
        return "/".join([record.activity.slug, record.city.slug, *body])
    if isinstance(record, StoryPage):
        return f"{record.locale.language_code}/{record.slug}"
    if isinstance(record, Reading):
        return f"{record.day.isoformat()}/{record.language}/{record.path}"
    return getattr(record, "slug", None)


def _day(record: Any) -> str:
    """As the register has it; empty where no day is on record."""
    day = getattr(record, DAYS.get(type(record), "when"), "")
    if not day and isinstance(record, BY_ACTIVITY) and record.activity:
        day = record.activity.when
    return str(day or "")


def _part(record: Any, key: str | None, part: Part, reduction: Reduction) -> shapes.Part:
    return shapes.Part(
        value=number(part.number),
        of=number(part.of),
        group=_group(record, key, reduction),
        currency=part.key if isinstance(reduction, Worth) else None,
        certainty=str(part.certainty),
    )


def _group(record: Any, key: str | None, reduction: Reduction) -> str | None:
    """In which group it counts, by a name that means something outside; else nothing. What lasted
    counts by itself."""
    if isinstance(reduction, Lasted):
        return key
    if not isinstance(reduction, Different | Mean):
        return None
    found = record
    for name in GROUPS[reduction.column if isinstance(reduction, Different) else reduction.per]:
        found = getattr(found, name) if found is not None else None
    return found or None


def _sources(record: Any) -> Iterator[Source]:
    """Each once; a group that has one of its own is known from it."""
    own = getattr(record, "source", None) if isinstance(record, Participation) else None
    if own is not None:
        yield own
        return
    of = record.activity if isinstance(record, Participation) else record
    cited: Iterable[Citation] = of.citations.all() if hasattr(of, "citations") else ()
    yield from {citation.source_id: citation.source for citation in cited}.values()


def _source(source: Source) -> shapes.Source:
    return shapes.Source(
        id=source.slug,
        title=shapes.Text(text=source.title, language=html_code(source.language)),
        publisher=source.publisher,
        url=source.url,
        page=absolute(source.get_absolute_url()),
    )
