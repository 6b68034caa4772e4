"""Annual reports, and those handed in."""

from typing import Any

from django.utils import translation

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityStatus, ParticipationRole
from citytocity.people.models import User
from citytocity.reports import actions
from citytocity.reports.models import Frozen, Report
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.protocol import gift
from tests.factories.sources import cite
from tests.factories.stories import story
from tests.factories.visits import visit


def report(*, by: User, published: bool = False, **values: Any) -> Report:
    """The report of 2018; whose it is, is given by the test."""
    made = actions.write_report(Report(**{"year": 2018} | values), by=by)
    if published:
        actions.publish_report(made, by=by)
    return made


def handed_in(of: Report, *, by: User) -> Frozen:
    return actions.hand_in(of, to="City Duma", by=by)


def a_year(perm: City, oxford: City) -> None:
    """Two visits one way and one the other, with what came of it, and a plan."""
    with translation.override("en"):
        for _n in range(2):
            came = visit(oxford, to=perm, title={"en": "Mayors meet"}, nights=3)
            guests = City.objects.filter(slug="kazan").first() or city("Kazan")
            ledger.participation(
                came.activity, guests, people=12, youth=3, role=ParticipationRole.GUEST
            )
        visit(perm, to=oxford, title={"en": "Return"}, when="2018-09-01/2018-09-03")
        partnership = ledger.partnership(perm, oxford, since="1969-05-01")
        cite(partnership)
        ledger.result(evidenced=True, partnership=partnership)
        ledger.practice(oxford, perm, when="2018")
        ledger.recognition(city=perm)
        gift(perm, oxford, hall=True)
        story("A story", of=perm, cities=[perm], dated="2018-05-01")
        ledger.activity(oxford, host=perm, when="2019-05", status=ActivityStatus.PLANNED)
