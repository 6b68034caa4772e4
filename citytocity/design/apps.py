"""The room of the look: what pages are made of. It draws what it is given and knows no city."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "citytocity.design"
    label = "design"
    verbose_name = _("Design")
