import pytest
from django.test import Client, override_settings

ADDRESS = "/reading-settings/"

pytestmark = pytest.mark.urls("citytocity.design.urls")


@pytest.fixture
def reader() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def test_a_choice_is_kept_and_leads_back_to_the_page_with_its_query(reader: Client) -> None:
    response = reader.post(ADDRESS, {"size": "large", "back": "/ru/activities/?year=2018&page=2"})

    assert response.status_code == 302
    assert response.headers["Location"] == "/ru/activities/?year=2018&page=2#settings"
    assert response.cookies["reading"].value == "10000"


def test_a_second_choice_joins_the_first(reader: Client) -> None:
    reader.post(ADDRESS, {"size": "large", "back": "/"})

    response = reader.post(ADDRESS, {"colours": "black", "back": "/"})

    assert response.cookies["reading"].value == "13000"


def test_the_same_choice_twice_in_a_row_stays_the_same(reader: Client) -> None:
    reader.post(ADDRESS, {"size": "large", "back": "/"})

    response = reader.post(ADDRESS, {"size": "large", "back": "/"})

    assert response.cookies["reading"].value == "10000"


def test_back_to_usual_forgets_the_cookie(reader: Client) -> None:
    reader.post(ADDRESS, {"size": "large", "back": "/"})

    response = reader.post(ADDRESS, {"usual": "1", "back": "/"})

    assert response.cookies["reading"]["max-age"] == 0


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(reader: Client) -> None:
    cookie = reader.post(ADDRESS, {"size": "large", "back": "/"}).cookies["reading"]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["secure"] == ""


def test_over_https_the_cookie_is_secure(reader: Client) -> None:
    response = reader.post(ADDRESS, {"size": "large", "back": "/"}, secure=True)

    assert response.cookies["reading"]["secure"] is True


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/\n/evil.example",
        "evil",
        "",
    ],
)
def test_it_never_leads_to_another_site(reader: Client, address: str) -> None:
    response = reader.post(ADDRESS, {"size": "large", "back": address})

    assert response.headers["Location"] == "/#settings"


def test_a_fragment_in_the_address_gives_way_to_the_settings(reader: Client) -> None:
    response = reader.post(ADDRESS, {"size": "large", "back": "/en/#main"})

    assert response.headers["Location"] == "/en/#settings"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_on_another_site_is_refused(site: str) -> None:
    response = Client(headers={"sec-fetch-site": site}).post(ADDRESS, {"size": "large"})

    assert response.status_code == 403
    assert "reading" not in response.cookies


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 302), ("https://evil.example", 403), ("null", 403)],
)
def test_an_older_browser_is_asked_for_its_origin(origin: str, status: int) -> None:
    assert Client(headers={"origin": origin}).post(ADDRESS, {"size": "large"}).status_code == status


def test_a_browser_that_says_nothing_may_still_choose() -> None:
    assert Client().post(ADDRESS, {"size": "large", "back": "/"}).status_code == 302


def test_settings_are_changed_by_a_form_and_not_by_a_link() -> None:
    assert Client().get(ADDRESS).status_code == 405


@override_settings(MIDDLEWARE=[])
def test_an_unknown_choice_is_left_aside(reader: Client) -> None:
    response = reader.post(ADDRESS, {"size": "gigantic", "face": "plain", "back": "/"})

    assert response.cookies["reading"].value == "00001"


@pytest.mark.parametrize("name", ["self", "choices", "__class__"])
def test_a_field_of_any_name_is_left_aside(reader: Client, name: str) -> None:
    response = reader.post(ADDRESS, {name: "1", "size": "large", "back": "/"})

    assert response.status_code == 302
    assert response.cookies["reading"].value == "10000"
