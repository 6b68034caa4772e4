"""What the demo has no facts for, made up so that the browser finds every kind of page filled."""

import datetime
from decimal import Decimal

from django.conf import settings

from citytocity.cities.models import City
from citytocity.ledger.models import Activity, Partnership
from citytocity.links.models import Openness
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.models import Issue
from citytocity.stories.models import StoryPage
from tests.factories import confirmation, money, newsletter, protocol

LINK = "confirmation-link.txt"


def fill() -> None:
    """Adds it to the site of the data folder, and writes there what a letter's link carries."""
    perm, duisburg = (City.objects.get(slug=slug) for slug in ("perm", "duisburg"))
    twins = Partnership.objects.get(slug="perm-duisburg")
    album = Activity.objects.get(slug="photo-album-2018")
    at_it = {"activity": album, "is_public": True}
    mayor = {"en": "mayor", "ru": "глава города"}
    protocol.promise(
        perm,
        duisburg,
        slug="an-alley",
        title={"en": "To plant an alley of friendship", "ru": "Посадить аллею дружбы"},
        summary={"en": "With a lime tree for each year."},
        due="2019",
        person={"en": "Anna Made-Up"},
        office=mayor,
        **at_it,
    )
    letter = protocol.letter(
        duisburg,
        perm,
        slug="greetings",
        title={"de": "Grüße zum neuen Jahr"},
        text={"de": "Liebe Freunde,\n\nalles Gute!", "ru": "Дорогие друзья,\n\nвсего доброго!"},
        from_person={"de": "Anna Made-Up"},
        from_office=mayor,
        **at_it,
    )
    protocol.letter(
        perm,
        duisburg,
        title={"ru": "Спасибо за поздравления", "en": "Thanks for the greetings"},
        answers=letter,
        when="2019",
        is_public=True,
    )
    protocol.honour(
        duisburg,
        perm,
        slug="a-medal",
        kind="medal",
        title={"de": "Medaille der Stadt", "en": "Medal of the city"},
        person={"en": "Boris Made-Up"},
        office=mayor,
        **at_it,
    )
    money.open_books(perm, twins)
    money.line(perm, "1250.50", activity=album)
    money.line(perm, "48000", partnership=twins, when="2018", currency="RUB", is_in_kind=True)
    money.hours(perm, album, hours=Decimal("32.5"))
    Openness.objects.create(partnership=twins, city=perm)
    asked = confirmation.request(album, by=perm, of=duisburg, language="ru")
    (settings.DATA_DIR / LINK).write_text(asked.token)
    if not Issue.objects.exists():
        _tell_the_summer()


def _tell_the_summer() -> None:
    """The last issue of the newsletter, which went out in October; the next one begins there."""
    went = datetime.datetime(2018, 10, 2, 9, tzinfo=datetime.UTC)
    newsletter.issue(
        *StoryPage.objects.live().filter(dated__lt=went, locale__language_code="en")[:2],
        number=1,
        since="2018-07-01",
        until="2018-09-30",
        opening={"en": "It was a long summer.", "ru": "Лето было длинным."},
        state=IssueState.SENT,
        released=went,
        begins=went,
        finished=went,
        is_by_one=True,
    )
