from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from citytocity.ledger.admin import RegisterGroup
from citytocity.ledger.permissions import RegisterPolicy

for viewset in RegisterGroup.items:
    register_permission_policy(viewset.model, RegisterPolicy(viewset.model))
register_snippet(RegisterGroup)
