from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import announce_if_ours


class LedgerConfig(AppConfig):
    name = "citytocity.ledger"
    label = "ledger"
    verbose_name = _("Register")

    def ready(self) -> None:
        from citytocity.ledger.boxes import take_up  # models are not there earlier
        from citytocity.ledger.indexing import heed_new_name

        take_up()
        pre_save.connect(heed_new_name, dispatch_uid="ledger-new-name")
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(announce_if_ours, dispatch_uid="ledger-changed")
