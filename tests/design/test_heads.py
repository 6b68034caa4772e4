from django.test import RequestFactory, override_settings
from PIL import Image

from citytocity.design.assets import ROOM
from citytocity.design.furniture import Alternate, SocialImage
from citytocity.design.heads import absolute, page_meta, same_page, site_card

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


@THREE_LANGUAGES
def test_a_page_without_a_picture_of_its_own_is_shared_with_that_of_the_site() -> None:
    request = RequestFactory().get("/en/activities/")
    own = SocialImage(url="https://city.example/fair.jpg", width=1200, height=630)

    card = page_meta(request, title="Activities").image

    assert card is not None
    assert card.url == "https://city.example/static/design/icons/card.png"
    assert page_meta(request, title="Fair", image=own).image == own


def test_the_picture_of_the_site_is_as_large_as_its_page_says() -> None:
    card = site_card()

    with Image.open(ROOM / "static/design/icons/card.png") as picture:
        assert picture.size == (card.width, card.height)
