from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "citytocity.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        if settings.EMAIL_PROVIDER:
            webhooks = import_module("citytocity.mail.webhooks")
            import_module("anymail.signals").tracking.connect(webhooks.hear)
