from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "citytocity.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from citytocity.people.confirming import confirm_address

        post_save.connect(confirm_address, settings.AUTH_USER_MODEL, dispatch_uid="people-address")
