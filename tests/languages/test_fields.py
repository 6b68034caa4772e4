import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from citytocity.cities.models import City
from citytocity.languages.fields import I18nCharField, I18nTextField, KeptJSONField
from citytocity.languages.text import Words

PERM = {"ru": "Пермь", "en": "Perm"}


def city(name: object = PERM, **more: object) -> City:
    return City(**{"slug": "perm", "name": name, "country": "RU", **more})


def column_of(record: City) -> str:
    raw = City.objects.raw("SELECT id, name AS kept FROM cities_city WHERE id = %s", [record.pk])
    return raw[0].kept


@pytest.mark.django_db
def test_a_text_is_kept_as_readable_json_with_the_original_first() -> None:
    record = city()

    record.save()

    assert column_of(record) == '{"ru": "Пермь", "en": "Perm"}'


@pytest.mark.django_db
def test_one_language_alone_is_kept_as_json_too() -> None:
    record = city("Perm")

    record.save()

    assert column_of(record) == '{"en": "Perm"}'


@pytest.mark.django_db
def test_an_empty_text_is_kept_as_nothing() -> None:
    record = city(region={"en": ""})

    record.save()

    record.refresh_from_db()
    assert record.region == Words()
    assert City.objects.filter(region="").count() == 1


@pytest.mark.parametrize("value", [PERM, '{"ru": "Пермь", "en": "Perm"}', Words(PERM)])
def test_whatever_is_assigned_is_read_as_words(value: object) -> None:
    record = city(value)

    assert isinstance(record.name, Words)
    assert record.name == Words(PERM)


@pytest.mark.django_db
def test_the_original_stays_the_original_through_the_database() -> None:
    city().save()

    record = City.objects.get(slug="perm")

    assert (record.name, record.name.original) == (Words(PERM), "ru")


@pytest.mark.django_db
def test_many_records_at_once_are_kept_alike() -> None:
    City.objects.bulk_create([city(), city("Oxford", slug="oxford", country="GB")])

    names = City.objects.order_by("slug").values_list("name", flat=True)
    assert list(names) == [Words({"en": "Oxford"}), Words(PERM)]


@pytest.mark.django_db
def test_a_deferred_text_is_fetched_when_it_is_read() -> None:
    city().save()

    record = City.objects.defer("name").get(slug="perm")

    assert record.name == Words(PERM)


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "found"), [("Пермь", 1), ("Perm", 1), ("Юрга", 0)])
def test_the_database_finds_letters_of_every_script(part: str, found: int) -> None:
    city().save()

    assert City.objects.filter(name__contains=part).count() == found


@pytest.mark.django_db
def test_a_text_is_found_by_its_exact_words() -> None:
    city().save()

    assert City.objects.filter(name=PERM).count() == 1
    assert City.objects.filter(name={"en": "Perm"}).count() == 0


@pytest.mark.django_db
def test_a_revision_brings_the_text_back_with_its_original() -> None:
    record = city()
    record.save()
    revision = record.save_revision()

    City.objects.filter(pk=record.pk).update(name={"en": "Molotov"})

    assert revision.as_object().name == Words(PERM)
    assert revision.as_object().name.original == "ru"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ({}, "This field cannot be blank."),
        ({"en": " "}, "This field cannot be blank."),
        (
            {"tlh": "Perm"},
            "“tlh” is no language known here. Codes are such as en, ru, zh-hans.",
        ),
        ({"de": "<b>Perm</b>"}, "Deutsch: Write plain text, without HTML tags."),
        ({"de": "Perm</b>"}, "Deutsch: Write plain text, without HTML tags."),
        ({"en": "Pe\x00rm"}, "English: Take out the control character in it."),
        ({"en": "Pe\x85rm"}, "English: Take out the control character in it."),
        ({"en": "Pe\ud83drm"}, "English: Take out the control character in it."),
        ({"en": "Pe\uffffrm"}, "English: Take out the control character in it."),
        ({"ru": "П" * 121}, "Русский: 121 characters; at most 120 fit."),
    ],
)
def test_what_cannot_stand_in_a_text_is_refused_by_language(name: dict, message: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        city(name).clean_fields()

    assert refusal.value.message_dict == {"name": [message]}


def test_each_language_may_be_as_long_as_the_column_says() -> None:
    city({"en": "P" * 120, "ru": "П" * 120, "de": "a < b, 3 <4"}).clean_fields()


def test_a_long_text_is_no_longer_than_the_cell_of_a_workbook_takes() -> None:
    record = city()
    record.other_names = {"en": "P" * 32_001}

    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        record.clean_fields()

    assert refusal.value.message_dict == {
        "other_names": ["English: 32001 characters; at most 32000 fit."]
    }


def test_every_fault_is_told_at_once() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        city({"en": "<i>Perm", "ru": "П" * 121}).clean_fields()

    assert refusal.value.message_dict == {
        "name": [
            "English: Write plain text, without HTML tags.",
            "Русский: 121 characters; at most 120 fit.",
        ]
    }


@pytest.mark.parametrize("field_class", [I18nCharField, I18nTextField])
def test_migrations_can_build_the_column_again(field_class: type) -> None:
    _name, path, args, kwargs = field_class(max_length=80, blank=True).deconstruct()

    assert path == f"citytocity.languages.fields.{field_class.__name__}"
    assert (args, kwargs) == ([], {"max_length": 80, "blank": True})


def test_what_is_kept_as_json_is_read_back_with_its_keys_in_order() -> None:
    field = KeptJSONField()
    told = {"name": PERM, "numbers": [1, None, "2.50"]}

    column = field.get_prep_value(told)

    assert column == '{"name":{"ru":"Пермь","en":"Perm"},"numbers":[1,null,"2.50"]}'
    assert list(field.from_db_value(column, None, None)["name"]) == ["ru", "en"]
    assert field.get_prep_value(None) is field.from_db_value(None, None, None) is None
