from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from citytocity.protocol.admin import RECORDS, DeleteOfProtocol, ProtocolGroup
from citytocity.protocol.permissions import ProtocolPolicy
from citytocity.protocol.sections import (
    protocol_is_of_activity,
    protocol_is_of_partnership,
    protocol_of_activity,
    protocol_of_partnership,
)

for viewset in RECORDS:
    register_permission_policy(viewset.model, ProtocolPolicy(viewset.model))
register_snippet(ProtocolGroup)
hooks.register("register_bulk_action", DeleteOfProtocol, order=1)
hooks.register("ledger_partnership_sections", protocol_of_partnership)
hooks.register("ledger_activity_sections", protocol_of_activity)
hooks.register("ledger_partnership_presence", protocol_is_of_partnership)
hooks.register("ledger_activity_presence", protocol_is_of_activity)
