import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.ledger.enums import ActivityKind
from citytocity.ledger.models import Activity

FIRST, LAST = datetime.date(2018, 9, 19), datetime.date(2018, 9, 23)


def activity(when: str, *, slug: str = "festival") -> Activity:
    return Activity(slug=slug, title={"en": "Festival"}, kind=ActivityKind.FESTIVAL, when=when)


@pytest.mark.django_db
def test_saving_works_out_the_first_and_last_day() -> None:
    record = activity("2018-09-19/2018-09-23")

    record.save()

    record.refresh_from_db()
    assert (record.when, record.when_first, record.when_last) == (
        "2018-09-19/2018-09-23",
        FIRST,
        LAST,
    )


@pytest.mark.django_db
def test_many_records_at_once_get_their_days_too() -> None:
    records = [activity("2018-09-19", slug="one"), activity("", slug="other")]

    Activity.objects.bulk_create(records)

    days = Activity.objects.order_by("pk").values_list("when_first", "when_last")
    assert list(days) == [(FIRST, FIRST), (None, None)]


@pytest.mark.django_db
def test_a_date_taken_away_takes_its_days_away() -> None:
    record = activity("2018-09-19")
    record.save()

    record.when = ""
    record.save()

    record.refresh_from_db()
    assert (record.when_first, record.when_last) == (None, None)


@pytest.mark.django_db
def test_spaces_are_not_kept() -> None:
    record = activity(" [2018-03, 2019-03] ")

    record.save()

    record.refresh_from_db()
    assert record.when == "[2018-03,2019-03]"


@pytest.mark.django_db
def test_records_without_a_first_day_come_last() -> None:
    for slug, when in [("yearly", "XXXX-10-12"), ("old", "1990"), ("new", "2018-09~")]:
        activity(when, slug=slug).save()

    assert [record.slug for record in Activity.objects.all()] == ["new", "old", "yearly"]


@pytest.mark.django_db
def test_what_is_no_date_is_refused_by_validation_and_never_saved() -> None:
    record = activity("2018-13")

    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        record.full_clean()
    with pytest.raises(ValueError, match="2018-13"):
        record.save()

    assert refusal.value.message_dict == {
        "when": [
            "“2018-13”: there is no month 13. "
            "Months are 01 to 12, seasons 21 (spring) to 24 (winter)."
        ]
    }


def test_a_form_keeps_the_date_without_its_spaces() -> None:
    assert EDTFField().formfield().clean(" 2018-09 ") == "2018-09"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14.09.2018", "2018-09-14"),
        ("September 2018", "2018-09"),
        ("сентябрь 2018", "2018-09"),
        ("about 1995", "1995~"),
        ("12–15 Sept 2018", "2018-09-12/2018-09-15"),
        ("last autumn", "last autumn"),
        ("", ""),
    ],
)
def test_a_form_takes_dates_as_people_write_them(typed: str, kept: str) -> None:
    assert EDTFField(blank=True).formfield().clean(typed) == kept


def test_a_form_refuses_what_can_mean_several_days_and_names_them() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        EDTFField().formfield().clean("03/04/2018")

    assert refusal.value.messages == [
        "“03/04/2018” can mean several days. Write it as one of these: 2018-04-03, 2018-03-04."
    ]


def test_a_form_takes_another_way_of_writing_the_same_day_for_no_change() -> None:
    assert not EDTFField().formfield().has_changed("2018-09-14", "14.09.2018")


def test_a_form_says_how_dates_are_written() -> None:
    with translation.override("en"):
        assert str(EDTFField().formfield().help_text) == (
            "2018, 2018-09, 2018-09-14, 2018-09-19/2018-09-23; ~ means about."
        )


@pytest.mark.parametrize(
    ("field", "name"), [(FirstDayField("when"), "First"), (LastDayField("when"), "Last")]
)
def test_migrations_can_build_the_day_columns_again(
    field: FirstDayField | LastDayField, name: str
) -> None:
    _name, path, args, kwargs = field.deconstruct()

    assert path == f"citytocity.dates.fields.{name}DayField"
    assert (args, kwargs) == (["when"], {"null": True, "db_index": True})
    assert type(field)(*args, **kwargs).of == "when"
    assert not type(field)(*args, **kwargs).editable


def test_migrations_can_build_the_date_column_again() -> None:
    _name, path, args, kwargs = EDTFField(blank=True).deconstruct()

    assert (path, args) == ("citytocity.dates.fields.EDTFField", [])
    assert kwargs == {"blank": True, "max_length": 60}
