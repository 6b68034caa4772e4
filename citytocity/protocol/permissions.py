"""Who may see and change a record of the protocol: those who keep the register of either city."""

from citytocity.ledger.permissions import ClosedPolicy, cities_touched
from citytocity.protocol.models import Gift, Honour, Letter, Promise


class ProtocolPolicy(ClosedPolicy):
    """Readers see what is shown to everybody; the whole record stays with its two cities."""


@cities_touched.register
def _(record: Gift) -> set[int]:
    return _known(record.city_id, record.partner_id)


@cities_touched.register
def _(record: Promise) -> set[int]:
    return _known(record.from_city_id, record.to_city_id)


@cities_touched.register
def _(record: Letter) -> set[int]:
    return _known(record.from_city_id, record.to_city_id)


@cities_touched.register
def _(record: Honour) -> set[int]:
    return _known(record.city_id, record.of_city_id)


def _known(*keys: int | None) -> set[int]:
    return {key for key in keys if key is not None}
