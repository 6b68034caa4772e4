"""What browsers are told they may load."""

import pytest
from django.test import Client

from tests.factories import cities

pytestmark = pytest.mark.django_db

PUBLIC = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
}


@pytest.mark.parametrize(
    "path", ["/en/cities/", "/ru/cities/", "/en/cities/nowhere/", "/health/live", "/robots.txt"]
)
def test_a_public_page_loads_our_own_files_and_nothing_in_line(client: Client, path: str) -> None:
    cities.city("Perm", host=True)

    policy = client.get(path).headers["Content-Security-Policy"]

    assert set(policy.split("; ")) == PUBLIC


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [("/", "localhost", 302), ("/en", "localhost", 301), ("/en/", "elsewhere.example", 400)],
)
def test_redirects_and_early_refusals_are_as_strict(
    client: Client, path: str, host: str, status: int
) -> None:
    answer = client.get(path, SERVER_NAME=host)

    assert answer.status_code == status
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == PUBLIC
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_admin_loads_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/admin/").headers["Content-Security-Policy"]

    changed = set(policy.split("; ")) - PUBLIC
    assert changed == {
        "style-src 'self' 'unsafe-inline'",
        "script-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
    }


def test_pages_do_not_ask_for_camera_place_or_microphone(client: Client) -> None:
    headers = client.get("/health/live").headers

    assert headers["Permissions-Policy"] == (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    )


def test_pages_keep_to_themselves(client: Client) -> None:
    headers = client.get("/en/cities/").headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
