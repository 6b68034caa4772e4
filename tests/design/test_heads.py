from django.test import RequestFactory, override_settings

from citytocity.design.furniture import Alternate
from citytocity.design.heads import absolute, page_meta, same_page

THREE_LANGUAGES = override_settings(
    BASE_URL="https://city.example",
    LANGUAGE_CODE="en",
    WAGTAIL_CONTENT_LANGUAGES=[("en", "English"), ("ru", "Russian"), ("zh-hans", "Chinese")],
)


@THREE_LANGUAGES
def test_a_page_names_itself_in_every_language_and_one_for_all_the_others() -> None:
    request = RequestFactory().get("/en/activities/?year=2018")

    meta = page_meta(request, title="Activities", description="Together")

    assert meta.canonical == "https://city.example/en/activities/"
    assert meta.alternates == (
        Alternate("en", "https://city.example/en/activities/"),
        Alternate("ru", "https://city.example/ru/activities/"),
        Alternate("zh-Hans", "https://city.example/zh-hans/activities/"),
        Alternate("x-default", "https://city.example/en/activities/"),
    )


@THREE_LANGUAGES
def test_a_page_that_exists_in_some_languages_names_only_those() -> None:
    request = RequestFactory().get("/ru/cities/perm/story/")

    meta = page_meta(request, title="Story", addresses={"ru": "/ru/cities/perm/story/"})

    assert meta.alternates == (Alternate("ru", "https://city.example/ru/cities/perm/story/"),)


@THREE_LANGUAGES
def test_a_page_may_point_to_another_as_the_true_one() -> None:
    request = RequestFactory().get("/en/story/beside/ru/")

    meta = page_meta(request, title="Story", canonical="/en/story/")

    assert meta.canonical == "https://city.example/en/story/"


@THREE_LANGUAGES
def test_the_same_page_lies_under_every_prefix() -> None:
    request = RequestFactory().get("/ru/cities/")

    assert same_page(request) == {
        "en": "/en/cities/",
        "ru": "/ru/cities/",
        "zh-hans": "/zh-hans/cities/",
    }


@THREE_LANGUAGES
def test_a_page_without_a_language_in_its_path_has_no_other_languages() -> None:
    request = RequestFactory().get("/nowhere/")

    assert same_page(request) == {}


@THREE_LANGUAGES
def test_a_path_becomes_a_full_address() -> None:
    assert absolute("/en/") == "https://city.example/en/"


@THREE_LANGUAGES
def test_each_page_of_a_list_is_a_page_of_its_own() -> None:
    request = RequestFactory().get("/en/activities/?page=2")

    meta = page_meta(request, title="Activities", page=2)

    assert meta.canonical == "https://city.example/en/activities/?page=2"
    assert meta.alternates[1] == Alternate("ru", "https://city.example/ru/activities/?page=2")


@THREE_LANGUAGES
def test_a_page_without_addresses_in_other_languages_names_none() -> None:
    request = RequestFactory().get("/en/story/")

    assert page_meta(request, title="Story", addresses={}).alternates == ()


@THREE_LANGUAGES
def test_what_search_engines_are_not_to_keep_names_no_address() -> None:
    request = RequestFactory().get("/en/activities/?year=2018")

    meta = page_meta(request, title="Activities", indexed=False)

    assert (meta.indexed, meta.canonical, meta.alternates) == (False, "", ())
