from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation
from pytest_django import Settings
from wagtail.documents.models import Document

from citytocity.languages import stems
from citytocity.languages.text import Words
from citytocity.ledger.enums import EvidenceKind, ResultKind, ResultState, SideState
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Credit,
    Evidence,
    Participation,
    Partnership,
    PartnershipMilestone,
    PartnershipSide,
    Recognition,
    Result,
    Signatory,
    check_sides,
    repeated_groups,
)
from tests.factories import ledger as make
from tests.factories.cities import cities, city, organisation
from tests.refusals import refused_by_database, refused_by_form

pytestmark = pytest.mark.django_db


# Partnerships


def test_a_city_cannot_be_in_partnership_with_itself() -> None:
    perm = city("Perm")
    twins = make.partnership(perm)

    assert refused_by_database(PartnershipSide(partnership=twins, city=perm)) == [
        "A city cannot be in partnership with itself."
    ]


def test_a_form_refuses_a_partnership_of_a_city_with_itself() -> None:
    perm = city("Perm")

    with pytest.raises(ValidationError, match="in partnership with itself"):
        check_sides([perm, perm], [])


def test_a_partnership_needs_two_cities() -> None:
    with pytest.raises(ValidationError, match="needs two cities or more"):
        check_sides([city("Perm")], [])


def test_a_status_history_is_of_the_sides_alone() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")

    with pytest.raises(ValidationError, match="no side of it: Duisburg"):
        check_sides([perm, oxford], [perm, duisburg])


@pytest.mark.parametrize("names", [("Perm", "Oxford"), ("Perm", "Oxford", "Duisburg")])
def test_a_partnership_has_two_cities_or_more(names: tuple[str, ...]) -> None:
    sides = cities(*names)

    check_sides(sides, sides)

    assert make.partnership(*sides).cities == sides


def test_a_partnership_is_called_by_its_cities_unless_it_has_a_name() -> None:
    sides = cities("Perm", "Duisburg")

    with translation.override("en"):
        assert str(make.partnership(*sides)) == "Perm – Duisburg"
        assert str(make.partnership(*sides, name={"en": "Kama and Rhine"})) == "Kama and Rhine"


def test_a_partnership_is_found_by_the_names_of_its_cities() -> None:
    perm, duisburg = cities("Perm", "Duisburg")

    words = make.partnership(perm, duisburg).search_terms().split()

    assert {*perm.search_terms().split(), *duisburg.search_terms().split()} == set(words)


def test_each_side_recognises_the_partnership_on_its_own_day() -> None:
    twins = make.partnership(*cities("Perm", "Oxford"))
    perm, oxford = twins.sides.all()

    perm.recognised, oxford.recognised = "1995-06-27", "1995"
    perm.save()
    oxford.save()

    days = [side.recognised_last.isoformat() for side in twins.sides.all()]
    assert days == ["1995-06-27", "1995-12-31"]


def test_each_side_keeps_its_own_state() -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = make.partnership(perm, oxford)

    make.state(twins, perm, SideState.ACTIVE, when="1995")
    make.state(twins, oxford, SideState.SUSPENDED, when="2022-03")

    with translation.override("en"):
        assert [str(state) for state in twins.states.all()] == ["Perm: active", "Oxford: suspended"]


def test_a_milestone_has_its_days() -> None:
    twins = make.partnership(*cities("Perm", "Oxford"))

    milestone = PartnershipMilestone.objects.create(
        partnership=twins, when="1989~", what={"en": "First letters"}
    )

    assert (str(milestone), milestone.when_first.year) == ("First letters", 1989)


def test_a_city_with_a_partnership_cannot_be_deleted() -> None:
    perm, oxford = cities("Perm", "Oxford")
    make.partnership(perm, oxford)

    with pytest.raises(ProtectedError):
        oxford.delete()


# Agreements


def test_an_agreement_without_a_title_is_called_by_its_kind_and_partnership() -> None:
    paper = make.agreement(make.partnership(*cities("Perm", "Duisburg")))

    with translation.override("en"):
        assert str(paper) == "twinning agreement, Perm – Duisburg"


def test_an_agreement_is_in_force_for_some_days_or_without_end() -> None:
    twins = make.partnership(*cities("Perm", "Duisburg"))

    ended = make.agreement(twins, valid="2007-10-15/2012")
    going_on = make.agreement(twins, valid="2012/..")

    assert ended.valid_last.isoformat() == "2012-12-31"
    assert (going_on.valid_first.isoformat(), going_on.valid_last) == ("2012-01-01", None)


def test_the_languages_of_an_agreement_are_codes_with_commas_between() -> None:
    assert Agreement(languages="de, ru,").language_codes == ["de", "ru"]


def test_an_agreement_in_an_unknown_language_is_refused() -> None:
    paper = make.agreement(make.partnership(*cities("Perm", "Duisburg")), languages="de, xx, yy")

    assert refused_by_form(paper) == {"languages": ["Unknown language: xx, yy."]}


def test_signatories_stand_in_their_order() -> None:
    paper = make.agreement(make.partnership(*cities("Perm", "Duisburg")))

    for position, name in [(1, "Adolf Sauerland"), (0, "Igor Shubin")]:
        Signatory.objects.create(agreement=paper, name=name, sort_order=position)

    assert [str(person) for person in paper.signatories.all()] == ["Igor Shubin", "Adolf Sauerland"]


def test_a_partnership_with_an_agreement_cannot_be_deleted() -> None:
    twins = make.partnership(*cities("Perm", "Duisburg"))
    make.agreement(twins)

    with pytest.raises(ProtectedError):
        twins.delete()


def test_an_agreement_is_found_by_the_cities_of_its_partnership() -> None:
    perm, duisburg = cities("Perm", "Duisburg")

    words = make.agreement(make.partnership(perm, duisburg)).search_terms().split()

    assert words == [*perm.search_terms().split(), *duisburg.search_terms().split()]


# Activities


def test_an_activity_cannot_be_part_of_itself() -> None:
    record = make.activity()

    record.part_of = record

    assert refused_by_database(record) == ["An activity cannot be part of itself."]


def test_a_form_refuses_an_activity_that_is_part_of_itself() -> None:
    record = make.activity()

    record.part_of = record

    assert refused_by_form(record)["part_of"] == ["An activity cannot be part of itself."]


def test_nor_is_it_part_of_one_of_its_parts() -> None:
    whole = make.activity(title={"en": "Summer"})
    part = make.activity(title={"en": "Jazz"}, part_of=make.activity(part_of=whole))

    whole.part_of = part

    assert refused_by_form(whole) == {"part_of": ["“Jazz” is itself a part of this activity."]}


def test_a_circle_among_other_activities_is_not_walked_for_ever() -> None:
    one = make.activity()
    other = make.activity(part_of=one)
    Activity.objects.filter(pk=one.pk).update(part_of=other)

    part = Activity(part_of=Activity.objects.get(pk=one.pk), title={"en": "Jazz"})

    assert "part_of" in refused_by_form(part)


def test_an_activity_may_be_part_of_another() -> None:
    festival = make.activity()

    concert = make.activity(part_of=festival)

    assert list(festival.parts.all()) == [concert]


@pytest.mark.parametrize(("latitude", "longitude"), [(58, None), (None, 56), (91, 56), (58, -181)])
@pytest.mark.parametrize("made", [make.activity, make.result])
def test_the_place_of_a_record_is_whole_and_on_the_globe(
    made: Callable[[], Any], latitude: int | None, longitude: int | None
) -> None:
    record = made()

    record.latitude, record.longitude = latitude, longitude

    assert refused_by_database(record) == [
        "Give latitude (-90 to 90) and longitude (-180 to 180), or neither."
    ]


def test_an_activity_is_where_its_place_is_or_else_in_its_host_city() -> None:
    perm = city("Perm")

    assert make.activity(host=perm, latitude=58.5, longitude=56.5).position == (58.5, 56.5)
    assert make.activity(host=perm).position == perm.place
    assert make.activity(host=city("Agrigento", off_map=True)).position is None
    assert make.activity().position is None


def test_a_credit_names_a_person_or_an_organisation() -> None:
    nobody = Credit(activity=make.activity(), role={"en": "Choreography"})

    assert refused_by_database(nobody) == ["Name a person or an organisation."]


def test_a_credit_is_called_by_the_person_or_the_organisation() -> None:
    record, ballet = make.activity(), organisation("Panfilov Ballet")

    person = Credit(activity=record, role={"en": "Choreography"}, name="Ann Mayor")
    body = Credit(activity=record, role={"en": "Dance"}, organisation=ballet)
    Credit.objects.bulk_create([person, body])

    with translation.override("en"):
        assert [str(credit) for credit in record.credits.all()] == ["Ann Mayor", "Panfilov Ballet"]


def test_an_activity_is_found_by_its_words() -> None:
    record = make.activity(title={"en": "Concert", "ru": "Концерт"}, occasion={"en": "Jubilee"})

    words = stems.search_terms(Words({"en": "Concert Jubilee", "ru": "Концерт"}))
    assert set(record.search_terms().split()) == set(words.split())


def test_two_activities_cannot_share_an_id() -> None:
    make.activity(slug="festival")

    with pytest.raises(IntegrityError):
        make.activity(slug="festival")


# Participations


def test_a_city_takes_part_once_unless_its_groups_are_named() -> None:
    perm = city("Perm")
    record = make.activity(perm)

    assert refused_by_database(Participation(activity=record, city=perm)) == [
        "This city is there already. Name the organisations if it sent several groups."
    ]


def test_a_city_may_send_several_groups() -> None:
    perm, record = city("Perm"), make.activity()
    ballet, school = organisation("Ballet", of=perm), organisation("School", of=perm)

    make.participation(record, perm, organisation=ballet)
    make.participation(record, perm, organisation=school)

    assert record.participations.count() == 2


def test_a_group_takes_part_once() -> None:
    perm, record = city("Perm"), make.activity()
    ballet = organisation("Ballet", of=perm)
    make.participation(record, perm, organisation=ballet)

    again = Participation(activity=record, city=perm, organisation=ballet)

    assert refused_by_database(again) == ["This organisation is there already."]


def test_there_cannot_be_more_young_people_than_people() -> None:
    group = Participation(activity=make.activity(), city=city(), people=10, youth=11)

    assert refused_by_database(group) == ["There cannot be more young people than people."]


@pytest.mark.parametrize(
    "genders",
    [{"women": 11}, {"women": 6, "men": 5}, {"women": 5, "men": 5, "nonbinary": 1}],
)
def test_the_genders_cannot_be_more_than_the_people(genders: dict[str, int]) -> None:
    group = Participation(activity=make.activity(), city=city(), people=10, **genders)

    assert refused_by_database(group) == ["Women, men and non-binary people are more than all."]


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"people": 0},
        {"youth": 12},
        {"women": 6, "men": 5},
        {"people": 10, "youth": 10},
        {"people": 10, "women": 5, "men": 4, "nonbinary": 1},
        {"people": 10, "women": 3},
    ],
)
def test_a_number_that_is_not_known_contradicts_none(numbers: dict[str, int]) -> None:
    group = make.participation(make.activity(), city(), **numbers)

    group.full_clean()


def test_a_participation_needs_a_city() -> None:
    with pytest.raises(IntegrityError):
        Participation.objects.create(activity=make.activity())


def test_a_group_that_stands_there_twice_is_told_by_its_place() -> None:
    groups = [("perm", ""), ("oxford", ""), ("perm", "ballet"), ("perm", ""), ("perm", "ballet")]

    with translation.override("en"):
        wrong = {place: str(message) for place, message in repeated_groups(groups).items()}

    assert wrong == {
        3: "This city is there already. Name the organisations if it sent several groups.",
        4: "This organisation is there already.",
    }


@pytest.mark.parametrize("field", ["people", "youth", "women", "men", "nonbinary"])
def test_more_people_than_a_country_has_did_not_take_part(field: str) -> None:
    group = Participation(activity=make.activity(), city=city(), **{field: 10_000_001})

    assert refused_by_database(group) == ["So many people cannot have been there."]


@pytest.mark.parametrize("edition", [0, 20_000])
def test_editions_are_counted_from_one(edition: int) -> None:
    record = make.activity()

    record.edition = edition

    assert refused_by_database(record) == ["Editions are counted from 1 to 1000."]


def test_a_number_of_a_result_is_not_less_than_nothing() -> None:
    record = make.result(unit={"en": "trees"})

    record.value = -5

    assert refused_by_database(record) == ["The number cannot be less than nothing."]


def test_names_are_plain_text() -> None:
    record = make.activity()
    credit = Credit(activity=record, role={"en": "Dance"}, name="<b>Ann</b>")

    assert refused_by_form(credit) == {"name": ["Write plain text, without HTML tags."]}


def test_a_person_has_a_name_in_each_script() -> None:
    paper = make.agreement(make.partnership(*cities("Perm", "Duisburg")))
    name = {"en": "Igor Shubin", "ru": "Игорь Шубин"}

    signed = Signatory.objects.create(agreement=paper, name=name)

    with translation.override("ru"):
        assert str(signed) == "Игорь Шубин"


def test_nobody_takes_part_in_negative_numbers() -> None:
    with pytest.raises(IntegrityError):
        make.participation(make.activity(), city(), people=-1)


def test_participations_go_with_their_activity_and_leave_the_city() -> None:
    perm = city("Perm")
    make.activity(perm).delete()

    perm.delete()

    assert not Participation.objects.exists()


def test_a_city_that_took_part_cannot_be_deleted() -> None:
    perm = city("Perm")
    make.activity(perm)

    with pytest.raises(ProtectedError):
        perm.delete()


# Results


@pytest.mark.parametrize("known", [(), ("from_city",), ("to_city",)])
def test_a_practice_comes_from_one_city_to_another(known: tuple[str, ...]) -> None:
    perm, record = city("Perm"), make.result()
    record.kind = ResultKind.PRACTICE_ADOPTED

    for end in known:
        setattr(record, end, perm)

    assert refused_by_database(record) == ["A practice is adopted from one city by another."]


def test_a_city_cannot_adopt_its_own_practice() -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    record = make.practice(duisburg, perm)

    record.from_city = perm

    assert refused_by_database(record) == ["A practice is adopted from one city by another."]


def test_a_form_says_so_beside_the_city_that_adopts() -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    record = make.practice(duisburg, perm)
    record.to_city = duisburg

    assert refused_by_form(record) == {
        "to_city": ["A practice is adopted from one city by another."]
    }


def test_other_results_need_no_cities() -> None:
    make.result().full_clean()


def test_a_number_says_what_it_counts() -> None:
    record = make.result(value=500)

    assert refused_by_form(record) == {"unit": ["Say what is counted."]}


def test_a_result_is_claimed_until_there_is_evidence() -> None:
    assert make.result().state == ResultState.CLAIMED
    assert make.result(evidenced=True).state == ResultState.EVIDENCED


def test_a_result_whose_evidence_is_taken_away_is_a_claim_again() -> None:
    record = make.result(evidenced=True)

    record.evidence.all().delete()
    record.refresh_from_db()

    assert record.state == ResultState.CLAIMED


@pytest.mark.parametrize("kind", EvidenceKind)
def test_evidence_is_a_link_a_document_or_a_picture_that_is_there(kind: EvidenceKind) -> None:
    nothing = Evidence(result=make.result(), kind=kind, title={"en": "The book"})

    assert refused_by_database(nothing) == [
        "A link needs its address, a document its file, a picture its image."
    ]


def test_evidence_of_one_kind_does_not_stand_for_another() -> None:
    link = make.evidence(make.result())

    link.kind = EvidenceKind.DOCUMENT

    assert refused_by_database(link) == [
        "A link needs its address, a document its file, a picture its image."
    ]


def test_a_document_is_evidence(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    book = Document.objects.create(title="Book", file=ContentFile(b"%PDF-1.7", "book.pdf"))
    record = make.result()

    make.evidence(record, kind=EvidenceKind.DOCUMENT, document=book, url="")

    assert record.state == ResultState.EVIDENCED


def test_an_activity_of_which_something_came_cannot_be_deleted() -> None:
    festival = make.activity()
    make.result(activity=festival, evidenced=True)

    with pytest.raises(ProtectedError):
        festival.delete()


def test_evidence_goes_with_its_result() -> None:
    make.result(evidenced=True).delete()

    assert not Evidence.objects.exists()


# Recognitions


def test_a_recognition_has_a_receiver() -> None:
    record = make.recognition(city=city())

    record.city = None

    assert refused_by_database(record) == ["Say which city, partnership or body received it."]


@pytest.mark.parametrize("receiver", ["city", "partnership", "organisation"])
def test_a_city_a_partnership_or_a_body_can_receive_a_recognition(receiver: str) -> None:
    receivers = {
        "city": lambda: city(),
        "partnership": lambda: make.partnership(*cities("Perm", "Oxford")),
        "organisation": lambda: organisation(),
    }

    make.recognition(**{receiver: receivers[receiver]()}).full_clean()


def test_the_best_rank_is_the_first() -> None:
    record = make.recognition(city=city())

    record.rank = 0

    assert refused_by_database(record) == ["Ranks are counted from 1 to 10,000."]
    assert refused_by_form(record) == {"rank": ["Ensure this value is greater than or equal to 1."]}


def test_a_programme_comes_every_year_or_more_seldom() -> None:
    record = make.programme()

    record.every_years = 0

    assert refused_by_database(record) == ["It comes every year, or every 100 years at most."]


# Programmes and themes


def test_a_programme_with_activities_cannot_be_deleted() -> None:
    festival = make.programme()
    make.activity(programme=festival, edition=3)

    with pytest.raises(ProtectedError):
        festival.delete()


def test_activities_are_found_by_their_theme() -> None:
    sport, culture = make.theme("sport"), make.theme("culture")
    match, concert = make.activity(themes=[sport]), make.activity(themes=[culture])

    assert list(Activity.objects.filter(themes=sport)) == [match]
    assert list(culture.activities.all()) == [concert]


# The names of fields


def test_the_same_word_in_english_may_be_two_in_russian() -> None:
    with translation.override("ru"):
        names = {
            str(model._meta.get_field(field).verbose_name)
            for model, field in ((Signatory, "name"), (Credit, "name"))
        }

        assert names == {"имя"}
        assert str(Partnership._meta.get_field("name").verbose_name) == "название"
        assert str(Recognition._meta.get_field("city").verbose_name) == "городу"
        assert str(Result._meta.get_field("to_city").verbose_name) == "в город"
