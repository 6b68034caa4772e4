"""A world in which nearly every figure has something to count."""

import datetime
import random

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityKind, ActivityStatus, Certainty, ParticipationRole
from citytocity.ledger.models import Partnership
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.money import hours, line, open_books
from tests.factories.protocol import gift, given, promise
from tests.factories.stories import story
from tests.factories.visits import visit


def some_of_everything(sides: list[City]) -> Partnership:
    """Between Perm, Oxford and Duisburg; at random but the same each time."""
    chance = random.Random(5)  # noqa: S311 a world, no secret
    perm, oxford, duisburg = sides
    partnership = ledger.partnership(perm, oxford, since="1995")
    ledger.partnership(perm, duisburg)
    ledger.agreement(partnership)
    ledger.state(partnership, oxford, "suspended", when="2018-03")
    open_books(perm, partnership)
    for number in range(14):
        host, *guests = chance.sample(sides, chance.randint(1, 3))
        kind = chance.choice(list(ActivityKind))
        status = chance.choice([*ActivityStatus, ActivityStatus.HELD, ActivityStatus.HELD])
        when = chance.choice(["2018", "2018-05-01/2018-05-04", "2017/2019", "2018-07~", "2019"])
        record = ledger.activity(host=host, kind=kind, status=status, when=when)
        for guest in guests:
            people = chance.choice([None, 4, 30])
            ledger.participation(
                record,
                guest,
                people=people,
                youth=people and chance.choice([None, 2]),
                women=people and 1,
                certainty=chance.choice(list(Certainty)),
                role=chance.choice(list(ParticipationRole)),
            )
        line(perm, str(100 + number), activity=record, currency=chance.choice(["RUB", "EUR"]))
        hours(perm, record, people=number + 1)
    for number in range(3):
        came = visit(oxford, to=perm, nights=number or None, return_owed=bool(number))
        ledger.participation(came.activity, duisburg, people=7, role=ParticipationRole.GUEST)
        excursion = ledger.activity(host=duisburg, when="2018-06-12", part_of=came.activity,
                                    kind=ActivityKind.VISIT)  # fmt: skip
        ledger.participation(excursion, oxford, people=number, role=ParticipationRole.GUEST)
    answered = visit(perm, to=oxford, when="2018-08-01/2018-08-03")
    visit(oxford, to=perm, when="2018-09-01/2018-09-03", answers=answered)
    ledger.participation(answered.activity, city("Kazan"), people=3)
    ledger.result(evidenced=True, partnership=partnership)
    ledger.practice(oxford, perm, when="2018", still_running="yes")
    ledger.result(when="", activity=answered.activity)
    ledger.result(when="2017/..", partnership=partnership)
    ledger.recognition(city=perm)
    gift(perm, oxford, hall=True)
    given(perm, oxford, is_public=True)
    promise(perm, oxford, is_public=True)
    story("A story", of=perm, cities=[perm], dated=datetime.date(2018, 5, 1))
    return partnership
