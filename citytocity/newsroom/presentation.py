"""Moments as the newsroom's pages and letters tell them."""

import datetime
import zoneinfo

from django.conf import settings
from django.utils.translation import get_language

from citytocity.cities.models import City
from citytocity.dates.wording import moment_in_words


def moment_shown(moment: datetime.datetime, city: City | None) -> str:
    """By the clocks of the city, in the reader's language; by the site's where it is of none."""
    zone = city.zone if city else zoneinfo.ZoneInfo(settings.TIME_ZONE)
    return moment_in_words(moment, zone, get_language() or settings.LANGUAGE_CODE)
