from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Identity(models.Model):
    """A name by which a record is known in every installation; a record may have several.

    Two registers that began the same event each gave it one of their own.
    """

    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    record_key = models.PositiveBigIntegerField()
    record = GenericForeignKey("kind", "record_key")
    uid = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "record_key"], name="confirmation_identity_of")]

    def __str__(self) -> str:
        return self.uid
