"""Groups that came and went as rows: by offices, never by names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from citytocity.figures.measuring import figures
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column
from citytocity.funders.lines import Cell, Cells, each
from citytocity.funders.subjects import Subject
from citytocity.funders.tables.books import paid_by
from citytocity.languages.text import Words
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import counted, when_in_words, wording
from citytocity.money.enums import Payer
from citytocity.money.presentation import together

CAME, WENT = "I05-in", "I05-out"


def rows(subject: Subject, _of: Definition, columns: Sequence[Column]) -> Iterator[Cells]:
    """Groups that came and went, as figures I05-in and I05-out count them, in order of time."""
    asked = {"city": subject.city, "partnership": subject.partnership}
    both = figures((CAME, WENT), year=subject.year, **asked)
    rows = {
        row.pk: row
        for one in both.values()
        for row in one.records.select_related("activity__host", "city", "organisation")
    }
    ordered = sorted(rows.values(), key=lambda row: (row.activity.when_first, row.pk))
    paid = _paid_for(subject, ordered) if Column.PAID in columns else {}
    seen: set[int] = set()
    for row in ordered:
        yield _journey(row, paid, is_first=row.activity_id not in seen)
        seen.add(row.activity_id)


def _paid_for(subject: Subject, rows: Iterable[Participation]) -> dict[int, dict[str, Decimal]]:
    """Out of the books of the city, by activity and currency."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    lines = paid_by(subject).filter(
        payer=Payer.CITY, activity__in={row.activity_id for row in rows}
    )
    for key, currency, amount in lines.values_list("activity", "currency", "amount"):
        found[key][currency] += amount
    return found


def _journey(row: Participation, paid: dict[int, dict[str, Decimal]], *, is_first: bool) -> Cells:
    activity: Activity = row.activity
    host = wording(activity.host.name).text if activity.host else ""
    bodies = [row.head_office, row.organisation.name if row.organisation else Words()]
    people = _("not on record") if row.people is None else counted(row.people, row.certainty)
    url = activity.get_absolute_url()
    cells = {
        Column.WHEN: Cell(when_in_words(activity.when)),
        Column.ACTIVITY: Cell(wording(activity.title).text, url=url),
        Column.FROM: Cell(wording(row.city.name).text),
        Column.TO: Cell(host),
        Column.PEOPLE: Cell(people, row.people, url),
        Column.OFFICES: Cell(each(wording(one).text for one in bodies)),
        Column.PAID: _sum_of_activity(activity, paid, is_first=is_first),
    }
    return cells.__getitem__


def _sum_of_activity(
    activity: Activity, paid: dict[int, dict[str, Decimal]], *, is_first: bool
) -> Cell:
    """Once for the activity, however many groups came to it."""
    if activity.pk not in paid:
        return Cell(_("not on record"))
    return Cell(together(paid[activity.pk])) if is_first else Cell(_("told above"))
