from functools import partial
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from citytocity.contributions.enums import Claim, Shown
from citytocity.contributions.models.contribution import Contribution
from citytocity.design.photographs import Rights

AT_MOST = 10
"""Pictures that one contribution may have."""


def safe_place() -> Storage:
    """Where no address leads: pictures are shown by views that ask who looks."""
    return storages["contributions"]


def place(picture: "Picture", name: str) -> str:
    return f"{picture.contribution.key}/{name}"


class Picture(models.Model):
    """A picture as we made it anew from what was sent, with what the sender declares of it."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="pictures"
    )
    file = models.FileField(_("picture"), storage=safe_place, upload_to=place, blank=True)
    preview = models.FileField(storage=safe_place, upload_to=place)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name of the file"), max_length=120)
    alt = models.CharField(_("what there is to see"), max_length=250, blank=True)
    credit = models.CharField(_("who made it"), max_length=200, blank=True)
    claim = models.CharField(_("by what right you give it"), max_length=12, choices=Claim)
    licence = models.CharField(
        _("what others may do with it"),
        max_length=15,
        choices=Rights,
        default=Rights.ALL_RESERVED,
    )
    shown = models.CharField(_("who is to be recognised"), max_length=10, choices=Shown)
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture of the city"),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_declared(self) -> bool:
        """Whether its rights and the consent of those shown are said."""
        return bool(self.alt and self.credit and self.claim and self.shown)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The files go with the row, once it is really gone."""
        files = [(file.storage, str(file.name)) for file in (self.file, self.preview) if file]
        deleted = super().delete(*args, **kwargs)
        for storage, name in files:
            transaction.on_commit(partial(storage.delete, name))
        return deleted

    @property
    def is_png(self) -> bool:
        """PNG where something is see-through, else JPEG."""
        return str(self.preview.name).endswith(".png")
