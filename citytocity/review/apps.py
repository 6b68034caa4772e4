from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "citytocity.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from citytocity.review.hearing import tell_of_answer, tell_of_settling

        post_save.connect(tell_of_answer, "wagtailcore.CommentReply", dispatch_uid="review-answer")
        post_save.connect(
            tell_of_settling, "wagtailcore.PageLogEntry", dispatch_uid="review-settled"
        )
