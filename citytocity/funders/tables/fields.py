"""The fields of a year as rows."""

from collections.abc import Iterable, Iterator, Sequence

from citytocity.figures.measuring import breakdown
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column
from citytocity.funders.lines import Cell, Cells, figure_cell
from citytocity.funders.subjects import Subject
from citytocity.ledger.models import Theme
from citytocity.ledger.presentation import wording

ACTIVITIES = "I11"


def rows(subject: Subject, _of: Definition, _columns: Sequence[Column]) -> Iterator[Cells]:
    """Themes by their number of activities; one of two themes stands in both."""
    asked = {"city": subject.city, "partnership": subject.partnership}
    found = breakdown(ACTIVITIES, by="theme", year=subject.year, **asked)
    names = theme_names(found)
    for slug, one in found.items():
        yield {Column.FIELD: Cell(names[slug]), Column.ACTIVITIES: figure_cell(one)}.__getitem__


def theme_names(slugs: Iterable[str]) -> dict[str, str]:
    wished = list(slugs)
    themes = Theme.objects.filter(slug__in=wished) if wished else ()
    return {theme.slug: wording(theme.name).text for theme in themes}
