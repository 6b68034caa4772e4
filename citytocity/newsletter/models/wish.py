from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.ledger.models import Theme


class Wish(models.Model):
    """Cities and topics that readers chose; who chose the same share one.

    So an issue is made once for each language and wish, however many readers there are. The key
    has the numbers of both (`1,4;2`); nothing stands for all. A city that is taken out of the
    register stays in the key: who chose it alone does not suddenly get all of them.
    """

    key = models.CharField(max_length=2000, unique=True)
    cities = models.ManyToManyField(City, related_name="+", verbose_name=_("cities"))
    topics = models.ManyToManyField(Theme, related_name="+", verbose_name=_("topics"))

    class Meta:
        verbose_name = _("choice of readers")
        verbose_name_plural = _("choices of readers")

    def __str__(self) -> str:
        return self.key

    @property
    def chosen_cities(self) -> frozenset[int] | None:
        """Their keys; None for all of them."""
        return _numbers(self.key.partition(";")[0])

    @property
    def chosen_topics(self) -> frozenset[int] | None:
        return _numbers(self.key.partition(";")[2])

    @classmethod
    def of(cls, cities: Iterable[City] = (), topics: Iterable[Theme] = ()) -> "Wish":
        """The one that has these, made if nobody chose them before."""
        cities, topics = list(cities), list(topics)
        key = ";".join(
            ",".join(map(str, sorted(one.pk for one in chosen))) for chosen in (cities, topics)
        )
        wish, is_new = cls.objects.get_or_create(key=key)
        if is_new:
            wish.cities.set(cities)
            wish.topics.set(topics)
        return wish


def _numbers(written: str) -> frozenset[int] | None:
    return frozenset(map(int, written.split(","))) if written else None
