from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from citytocity.cities.models import City
from citytocity.people.models import Membership


class CityShelf(models.Model):
    """The collection that holds a city's pictures and documents, for its own people."""

    city = models.OneToOneField(
        City, on_delete=models.CASCADE, related_name="+", primary_key=True, verbose_name=_("city")
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="+", verbose_name=_("collection")
    )

    class Meta:
        verbose_name = _("city's files")
        verbose_name_plural = _("cities' files")

    def __str__(self) -> str:
        return str(self.city)

    @classmethod
    def of(cls, city: City) -> "CityShelf":
        """The city's own; made when it is first asked for."""
        shelf = cls.objects.filter(city=city).first()
        if shelf is None:
            root = Collection.get_first_root_node()
            collection = root.add_child(instance=Collection(name=str(city)[:255]))
            shelf = cls.objects.create(city=city, collection=collection)
        return shelf


def give_shelf(sender: Any, instance: Membership, **kwargs: Any) -> None:
    """Whoever gets a role in a city finds a place for the city's pictures and documents."""
    if instance.city:
        CityShelf.of(instance.city)
