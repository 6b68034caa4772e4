"""What a record is called in no language: its title in all of them, and its address without one."""

from typing import Any

from citytocity.languages.text import Words
from citytocity.ledger.models import Agreement, Participation, Partnership
from citytocity.money.models import Hours, MoneyLine
from citytocity.readings.models import Reading
from citytocity.reports.told import Ref, Texts
from citytocity.reports.versions import path_of_page
from citytocity.stories.models import StoryPage

NO_LANGUAGE = "zxx"  # of BCP 47: what is in no language, as an address


def ref(record: Any) -> Ref:
    return Ref(
        model=record._meta.model_name,
        key=record.pk,
        title=title_of(record),
        path=path_of(record),
    )


def title_of(record: Any) -> Texts:
    """In its languages, the original first; what has no name is called by what it is for."""
    for name in ("title", "name"):
        words = getattr(record, name, None)
        if isinstance(words, Words) and words:
            return words.data
    match record:
        case Partnership():
            return _by_cities(record)
        case StoryPage():
            return {record.locale.language_code: record.title}
        case Reading():
            return {NO_LANGUAGE: f"/{record.language}/{record.path}"}
        case Agreement() | Participation() | MoneyLine() | Hours():
            return title_of(_whole(record))
    raise TypeError(record)


def path_of(record: Any) -> str:
    match record:
        case StoryPage():
            return path_of_page(record.url_path)
        case Reading():
            return ""
        case Participation() | MoneyLine() | Hours():
            return path_of(_whole(record))
    return bare_path(record.get_absolute_url())


def bare_path(address: str) -> str:
    """An address of this site without its language: `/en/cities/perm/` is `cities/perm/`."""
    return address.removeprefix("/").partition("/")[2]


def _whole(record: Any) -> Any:
    """What the record is a part of, or for."""
    return getattr(record, "activity", None) or record.partnership


def _by_cities(record: Partnership) -> Texts:
    """`Perm – Oxford`, in every language in which one of the cities has a name."""
    cities = record.cities
    codes = dict.fromkeys(code for city in cities for code in city.name.languages)
    return {code: " – ".join(city.name.localize(code) for city in cities) for code in codes}
