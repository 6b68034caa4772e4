from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from wagtail.models import Revision

from citytocity.languages.text import Words
from citytocity.ledger.actions import bring_back, delete
from citytocity.ledger.models import DeletedRecord
from citytocity.ledger.permissions import cities_touched
from citytocity.people.enums import Role
from citytocity.protocol.models import Letter
from tests.factories import protocol
from tests.factories.cities import cities, organisation
from tests.factories.people import member

pytestmark = pytest.mark.django_db
ANNA = {"en": "Anna Schmidt"}


def kept(make: Any, **values: Any) -> bool:
    """Whether the database takes it."""
    try:
        with transaction.atomic():
            make(**values)
    except DatabaseError:  # PostgreSQL measures a number before it asks the constraint
        return False
    return True


@pytest.mark.parametrize(
    "values",
    [
        {"is_public": True},
        {"is_public": True, "owner": {"en": "The city"}},
        {"is_public": True, "place": {"en": "Town hall"}},
        {"value": 10},
        {"value": -1, "currency": "EUR"},
        {"value": 10**10 + 1, "currency": "EUR"},
        {"person": ANNA},
        {"partner": None},
    ],
)
def test_a_received_gift_that_lacks_what_it_needs_is_not_kept(values: Any) -> None:
    perm, oxford = cities("Perm", "Oxford")

    assert not kept(protocol.gift, city=perm, **{"partner": oxford} | values)


@pytest.mark.parametrize(
    "values",
    [
        {"is_public": True, "owner": {"en": "The city"}, "place": {"en": "Town hall"}},
        {"is_public": True, "direction": "given"},
        {"value": 0, "currency": "SUR"},
        {"person": ANNA, "office": {"en": "mayor"}, "partner": None},
    ],
)
def test_a_gift_that_has_what_it_needs_is_kept(values: Any) -> None:
    perm, oxford = cities("Perm", "Oxford")

    assert kept(protocol.gift, city=perm, **{"partner": oxford} | values)


@pytest.mark.parametrize(
    ("state", "settled", "is_kept"),
    [
        ("open", "", True),
        ("open", "2018", False),
        ("kept", "", False),
        ("kept", "2018", True),
        ("withdrawn", "", False),
    ],
)
def test_a_promise_has_a_date_of_its_end_when_it_has_ended(
    state: str, settled: str, is_kept: bool
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    values = {"from_city": perm, "to_city": oxford, "state": state, "settled": settled}

    assert kept(protocol.promise, **values) is is_kept


@pytest.mark.parametrize(
    ("values", "is_kept"),
    [
        ({"person": ANNA}, False),
        ({"person": ANNA, "office": {"en": "mayor"}}, True),
        ({"person": ANNA, "consent": "By letter, 2018-05-03"}, True),
        ({"body": None}, False),
    ],
)
def test_a_private_person_is_honoured_by_name_only_with_consent(values: Any, is_kept: bool) -> None:
    perm, oxford = cities("Perm", "Oxford")

    assert kept(protocol.honour, city=perm, of_city=oxford, **values) is is_kept


@pytest.mark.parametrize("make", [protocol.gift, protocol.promise, protocol.letter])
def test_nothing_goes_from_a_city_to_itself(make: Any) -> None:
    (perm,) = cities("Perm")

    with pytest.raises(IntegrityError):
        make(perm, perm)


def test_what_is_wrong_is_told_beside_the_field() -> None:
    perm, oxford = cities("Perm", "Oxford")
    gift = protocol.gift(perm, oxford)
    gift.is_public, gift.value = True, 5

    with pytest.raises(ValidationError) as refused:
        gift.full_clean()

    assert refused.value.message_dict == {
        "is_public": [
            "A received gift is shown to everybody only with its owner and the place where it is "
            "kept."
        ],
        "currency": ["Say in which currency the value is."],
    }


def test_a_letter_without_anything_to_read_is_not_shown() -> None:
    perm, oxford = cities("Perm", "Oxford")

    assert not kept(protocol.letter, from_city=perm, to_city=oxford, text={}, is_public=True)


def test_letters_do_not_answer_each_other_in_a_circle() -> None:
    perm, oxford = cities("Perm", "Oxford")
    first = protocol.letter(perm, oxford)
    second = protocol.letter(oxford, perm, answers=first, title={"en": "Thanks"})
    first.answers = second

    with pytest.raises(ValidationError) as refused:
        first.full_clean()

    assert refused.value.message_dict == {
        "answers": ["“Thanks” is itself an answer to this letter."]
    }


def test_a_letter_answers_one_of_the_same_two_cities() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    answer = protocol.letter(oxford, perm)
    answer.answers = protocol.letter(perm, duisburg)

    with pytest.raises(ValidationError) as refused:
        answer.full_clean()

    assert refused.value.message_dict == {
        "answers": ["The letter it answers is one of two other cities."]
    }


def told_of(letter: Letter) -> Any:
    """What is wrong, by field; empty if nothing is."""
    try:
        letter.full_clean()
    except ValidationError as refused:
        return refused.message_dict
    return {}


def test_a_letter_that_was_answered_keeps_to_its_cities_and_comes_before_its_answer() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    letter = protocol.letter(perm, oxford, when="2018-06-12")
    protocol.letter(oxford, perm, answers=letter, title={"en": "Thanks"}, when="2018-07")

    letter.to_city = duisburg
    other_cities = told_of(letter)
    letter.to_city, letter.when = oxford, "2018-08"
    later = told_of(letter)
    letter.when = "2018-07-31"
    of_the_same_days = told_of(letter)

    assert other_cities == {
        "to_city": [
            "“Thanks” answers this letter, and is one of two other cities: let it answer nothing "
            "first."
        ]
    }
    assert later == {"when": ["“Thanks” answers this letter, and is earlier."]}
    assert of_the_same_days == {}


LATER = {"answers": ["The letter it answers was written later: look at both dates."]}


@pytest.mark.parametrize(
    ("when", "told"),
    [("2018-06", {}), ("2018-06-30", {}), ("", {}), ("2018-07-01", LATER), ("2019", LATER)],
)
def test_a_letter_answers_no_later_one(when: str, told: Any) -> None:
    perm, oxford = cities("Perm", "Oxford")
    asked = protocol.letter(perm, oxford, when=when)
    answer = protocol.letter(oxford, perm, when="2018-06")
    answer.answers = asked

    assert told_of(answer) == told


def test_the_language_of_a_letter_is_that_of_its_text() -> None:
    perm, oxford = cities("Perm", "Oxford")
    letter = protocol.letter(perm, oxford, text={"ru": "Дорогие друзья!", "en": "Dear friends,"})
    letter.language = "en"

    with pytest.raises(ValidationError) as refused:
        letter.full_clean()

    assert list(refused.value.message_dict) == ["language"]
    assert letter.original == "ru"


def test_every_record_touches_its_two_cities_and_is_found_by_them() -> None:
    perm, oxford = cities("Perm", "Oxford")
    body = organisation(of=oxford)
    records = [
        protocol.gift(perm, oxford),
        protocol.promise(perm, oxford),
        protocol.letter(perm, oxford),
        protocol.honour(perm, oxford, body=body),
    ]

    for record in records:
        found = type(record).objects.touching({oxford.pk})
        assert (cities_touched(record), list(found)) == ({perm.pk, oxford.pk}, [record])
        assert not type(record).objects.touching({0}).exists()


def test_a_private_name_that_is_taken_out_stands_in_no_earlier_state_or_copy() -> None:
    perm, oxford = cities("Perm", "Oxford")
    keeper = member(Role.REGISTRAR, perm)
    made = protocol.honour(
        perm,
        oxford,
        body=organisation(of=oxford),
        person={"en": "Anna Private"},
        consent="By letter",
    )
    made.save_revision(user=keeper)
    delete(made, by=keeper)
    made = bring_back(DeletedRecord.objects.get(), by=keeper)
    kept = [*Revision.objects.values_list("content", flat=True), DeletedRecord.objects.get().facts]
    assert all("Anna" in str(one) for one in kept)

    made.person, made.consent = Words(), ""
    made.save()

    kept = [*Revision.objects.values_list("content", flat=True), DeletedRecord.objects.get().facts]
    assert not any("Anna" in str(one) or "letter" in str(one) for one in kept)
