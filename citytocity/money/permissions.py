"""Who may see and change the books of a city: those who keep its register."""

from citytocity.ledger.permissions import ClosedPolicy, cities_touched
from citytocity.money.models import Hours, MoneyLine, OpenBooks


class MoneyPolicy(ClosedPolicy):
    """The other side of a partnership sees nothing of these books but what readers see."""


@cities_touched.register(MoneyLine)
@cities_touched.register(Hours)
@cities_touched.register(OpenBooks)
def _(record: MoneyLine | Hours | OpenBooks) -> set[int]:
    return {record.city_id} if record.city_id is not None else set()
