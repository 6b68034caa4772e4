from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "citytocity.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from citytocity.stories.models.shelf import give_shelf
        from citytocity.stories.pictures import leave_out_notes

        leave_out_notes()
        post_save.connect(give_shelf, "people.Membership", dispatch_uid="stories-shelf")
