"""A city is taken out of the register, or is called otherwise: what becomes of who follows it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from citytocity.cities.models import City
from citytocity.newsletter.actions import issues, readers
from citytocity.newsletter.importing import ListRefusedError, bring_list
from citytocity.newsletter.models import Delivery, Issue, Reader
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
READERS = "/admin/newsletter/readers/"
GONE = "a city that is not on the register any more"


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


def _about(of: City) -> StoryPage:
    page = story(f"About {of}", of=of)
    page.cities.add(of)
    page.save()
    return page


def test_who_chose_it_gets_the_other_cities_and_never_suddenly_all_of_them(
    officer: User, perm: City, oxford: City
) -> None:
    alone, both = reader(cities=[oxford]), reader(cities=[oxford, perm])
    made = issue(_about(perm))
    City.objects.filter(pk=oxford.pk).delete()

    issues.release(made, seen=1, by=officer)

    assert [one.reader for one in Delivery.objects.all()] == [both]
    assert alone.deliveries.count() == 0


def test_what_is_for_everybody_reaches_who_chose_it_alone(
    officer: User, perm: City, oxford: City
) -> None:
    alone = reader(cities=[oxford])
    made = issue(_about(perm))
    made.items.update(is_for_all=True)
    City.objects.filter(pk=oxford.pk).delete()

    issues.release(made, seen=1, by=officer)

    assert Delivery.objects.get().reader == alone


@pytest.mark.parametrize("number", [1, 3])
def test_the_office_sees_that_they_chose_what_is_gone_and_not_all_of_it(
    client: Client, officer: User, perm: City, oxford: City, number: int
) -> None:
    for _one in range(number):
        reader(cities=[oxford])
    reader(cities=[perm])
    client.force_login(officer)
    City.objects.filter(pk=oxford.pk).delete()

    page = client.get(READERS).content.decode()

    assert page.count(f"<td>{GONE}</td>") == number
    assert f'<th scope="row">{GONE}</th><td>{number}</td>' in page
    assert "<td>all of it</td>" not in page


def test_a_reader_is_told_above_her_choices_and_in_her_data(client: Client, oxford: City) -> None:
    one = reader(cities=[oxford])
    token = one.token
    before = client.get(f"/en/newsletter/my/{token}/").content.decode()
    City.objects.filter(pk=oxford.pk).delete()

    page = client.get(f"/en/newsletter/my/{token}/").content.decode()
    held = json.loads(client.get(f"/en/newsletter/my/{token}/all.json").content)

    words = "A city that you chose is not on the register any more."
    assert (words in before, words in page) == (False, True)
    assert held["cities"] == []
    assert held["choices"].startswith(f"{GONE} {words}")


def test_a_list_that_goes_out_never_makes_all_cities_of_one_that_is_gone(
    client: Client, officer: User, oxford: City, tmp_path: Path
) -> None:
    reader(email="anna@example.org", cities=[oxford])
    client.force_login(officer)
    City.objects.filter(pk=oxford.pk).delete()

    file = client.post(f"{READERS}all.csv", {"purpose": "Moving"}).getvalue()
    (tmp_path / "list.csv").write_bytes(file)
    Reader.objects.all().delete()

    assert b"anna@example.org,en,each,-,," in file.replace(b"'-", b"-")
    with pytest.raises(ListRefusedError, match="Row 2: “-” stands for what is not on the register"):
        bring_list(tmp_path / "list.csv", by=officer)


def test_another_slug_changes_no_choice(officer: User, perm: City, oxford: City) -> None:
    one = reader(cities=[oxford])
    oxford.slug = "oxenford"
    oxford.save()

    issues.release(issue(_about(oxford)), seen=1, by=officer)

    assert Delivery.objects.get().reader == one
    assert readers.reader_of(one.token).wish.cities.get() == oxford


@pytest.fixture
def of_oxford(officer: User, perm: City, oxford: City) -> Issue:
    """An issue with one story of each, on its way to somebody who reads of all."""
    reader()
    made = issue(_about(perm), _about(oxford))
    return issues.release(made, seen=1, by=officer)


def test_letters_that_wait_tell_nothing_of_a_city_whose_pages_are_gone(
    of_oxford: Issue, oxford: City
) -> None:
    gone: Any = of_oxford.items.get(position=1).record
    gone.delete()

    send_due(seconds=20)

    text = mail.outbox[0].body
    assert ("ABOUT PERM" in text, "ABOUT OXFORD" in text) == (True, False)
