from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "citytocity.contributions"
    label = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from citytocity.contributions.hearing import tell_of_publication

        page_published.connect(tell_of_publication, dispatch_uid="contributions-published")
