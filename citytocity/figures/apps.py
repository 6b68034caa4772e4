from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "citytocity.figures"
    label = "figures"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from citytocity.figures import checks  # noqa: F401 registers itself
