from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideConfig(AppConfig):
    name = "citytocity.outside"
    label = "outside"
    verbose_name = _("Other people’s servers")
