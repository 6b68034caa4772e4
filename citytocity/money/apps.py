from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import announce_rows_of


class MoneyConfig(AppConfig):
    name = "citytocity.money"
    label = "money"
    verbose_name = _("Money and hours")

    def ready(self) -> None:
        announce_rows_of(self.label)
