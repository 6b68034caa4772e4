from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from citytocity.money.admin import RECORDS, DeleteOfBooks, MoneyGroup
from citytocity.money.permissions import MoneyPolicy
from citytocity.money.sections import books_are_there, money_of_partnership

for viewset in RECORDS:
    register_permission_policy(viewset.model, MoneyPolicy(viewset.model))
register_snippet(MoneyGroup)
hooks.register("register_bulk_action", DeleteOfBooks, order=1)
hooks.register("ledger_partnership_sections", money_of_partnership)
hooks.register("ledger_partnership_presence", books_are_there)
