"""The slides of a partnership are turned by keys."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
SHOWN = "/en/partnerships/perm-duisburg/presentation/"


@pytest.fixture
def slides(browser: Browser, site_url: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.goto(f"{site_url}{SHOWN}")
    return page


def test_keys_turn_the_slides_and_lead_back(slides: Page, site_url: str) -> None:
    for key, slide in (("ArrowRight", 2), ("Space", 3), ("ArrowLeft", 2), ("Home", 1)):
        slides.keyboard.press(key)
        expect(slides.locator(f"#slide-{slide}-h")).to_be_focused()
        expect(slides.locator(f"#slide-{slide}-h")).to_be_in_viewport()

    slides.keyboard.press("Escape")

    slides.wait_for_url(f"{site_url}/en/partnerships/perm-duisburg/")


def test_keys_in_a_field_are_the_fields_own(slides: Page) -> None:
    slides.locator("select").first.focus()

    slides.keyboard.press("End")

    expect(slides.locator("select").first).to_be_focused()
    assert "#slide" not in slides.url
