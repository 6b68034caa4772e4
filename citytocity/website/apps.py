from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "citytocity.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from citytocity.ledger.signals import changed
        from citytocity.website import signals

        changed.connect(signals.make_pages_new, dispatch_uid="website-register-changed")
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(signals.make_pages_new_if_shown, dispatch_uid="website-pages-changed")
