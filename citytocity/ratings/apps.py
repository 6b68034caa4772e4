from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import announce_rows_of


class RatingsConfig(AppConfig):
    name = "citytocity.ratings"
    label = "ratings"
    verbose_name = _("Ratings")

    def ready(self) -> None:
        from citytocity.ratings import checks  # noqa: F401 registers itself

        announce_rows_of(self.label)
