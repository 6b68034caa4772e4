from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundersConfig(AppConfig):
    name = "citytocity.funders"
    label = "funders"
    verbose_name = _("Sheets for funders")

    def ready(self) -> None:
        from citytocity.funders import checks  # noqa: F401 registers itself
