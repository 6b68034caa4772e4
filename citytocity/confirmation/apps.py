from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import removed


class ConfirmationConfig(AppConfig):
    name = "citytocity.confirmation"
    label = "confirmation"
    verbose_name = _("Confirmation")

    def ready(self) -> None:
        from citytocity.confirmation import hearing

        post_save.connect(hearing.heed_return, dispatch_uid="confirmation-back")
        post_delete.connect(hearing.heed_deletion, dispatch_uid="confirmation-gone")
        removed.connect(hearing.heed_removal, dispatch_uid="confirmation-removed")
        for signal in (post_save, post_delete):
            signal.connect(hearing.heed_change, dispatch_uid="confirmation-other-facts")
            signal.connect(hearing.announce_statement, dispatch_uid="confirmation-changed")
