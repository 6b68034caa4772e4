from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.visits.enums import Forgettable
from citytocity.visits.models.visit import Visit


class Forgotten(models.Model):
    """Proof that personal data was deleted: what, how many, when. Only the counts remain."""

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="forgotten")
    what = models.CharField(_("what"), max_length=12, choices=Forgettable)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("for the city"),
    )
    people = models.PositiveIntegerField(_("how many"))
    youth = models.PositiveIntegerField(_("of them young people"), null=True)
    when = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("deleted personal data")
        verbose_name_plural = _("deleted personal data")
        ordering = ["when", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.people}"
