import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.languages.fields import I18nTextField


class Correction(models.Model):
    """What was wrong in a published story and is right now; told under it in every language.

    It belongs to the story whatever its language, by the key its pages share.
    """

    story_key = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    dated = models.DateField(_("date"))
    text = I18nTextField(
        _("what was corrected"),
        help_text=_("What stood there, and what is right. Readers see it under the story."),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-dated", "-pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]
