from typing import Self

from django.db import models


class CityQuerySet(models.QuerySet):
    def on_map(self) -> Self:
        """Cities whose place on the globe is known."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def host(self) -> Self:
        """The city whose office runs this installation; at most one."""
        return self.filter(is_host=True)
