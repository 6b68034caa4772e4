from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.signals import announce_rows_of


class ProtocolConfig(AppConfig):
    name = "citytocity.protocol"
    label = "protocol"
    verbose_name = _("Protocol")

    def ready(self) -> None:
        from citytocity.ledger.kinds import Kind, join  # models are not there earlier
        from citytocity.protocol.models import Gift, Honour, Letter, Promise

        announce_rows_of(self.label)
        join(
            *(
                Kind(key, model, model.objects.seen_by_all, office=frozenset(office))
                for key, model, office in (
                    ("gifts", Gift, {"value", "currency"}),
                    ("promises", Promise, ()),
                    ("letters", Letter, {"answers"}),  # which may be a closed one
                    ("honours", Honour, {"consent"}),
                )
            )
        )
