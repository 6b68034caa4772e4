from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "citytocity.newsletter"
    label = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from citytocity.mail.signals import returned
        from citytocity.newsletter.returning import hear

        returned.connect(hear, dispatch_uid="newsletter-returned")
