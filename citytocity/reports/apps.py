from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import announce_rows_of


class ReportsConfig(AppConfig):
    name = "citytocity.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        announce_rows_of(self.label)
