"""Somebody without an account writes to the editors: with scripts, without, on a narrow screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.letters import link_in_letter
from tests.browser.walk import faults, read_with, scrolls_sideways
from tests.factories.contributions import jpeg

pytestmark = pytest.mark.browser

FORMS = (
    "contribute/story/",
    "contribute/memory/",
    "contribute/correction/?about=activity/come-together-2018",
)
PHOTO = {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1200, 800)}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("digits", ["00000", "23220"])
def test_the_forms_are_free_of_faults_and_fit_a_narrow_window(
    page: Page, site_url: str, language: str, digits: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    read_with(page.context, site_url, digits)
    too_wide, found = [], []

    for path in FORMS:
        page.goto(f"{site_url}/{language}/{path}")
        found += faults(page)
        too_wide += [path] if scrolls_sideways(page) else []
        page.locator("form.sheet .btn").first.click()
        expect(page.locator(".problem")).to_be_visible()
        found += faults(page)
        too_wide += [f"{path} with problems"] if scrolls_sideways(page) else []

    assert found == []
    assert too_wide == []


def test_a_story_with_a_picture_is_sent_step_by_step(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/en/contribute/story/")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    _write(page, "anna@example.org")
    page.set_input_files("input[name=pictures]", files=[PHOTO])  # type: ignore[list-item]
    _press(page, "Go on")
    page.wait_for_url("**/pictures/")
    found = faults(page)
    page.get_by_label("What is there to see?").fill("A harbour")
    page.get_by_label("Who made the picture?").fill("Boris")
    page.get_by_label("I made it myself").check()
    page.get_by_label("nobody can be recognised").check()
    _press(page, "Go on")
    page.wait_for_url("**/send/")
    found += faults(page)
    page.get_by_label("I have read this and agree").check()
    expect(page.locator("[data-proof]")).to_have_value(re.compile("^ey"), timeout=20_000)
    _press(page, "Send")

    expect(page.locator("h1")).to_have_text("Thank you. One thing is left")
    assert found == []
    assert complaints == []


def test_without_scripts_a_letters_link_brings_a_correction_to_the_editors(
    scriptless: Page, site_url: str, site_folder: Path
) -> None:
    page = scriptless
    page.goto(f"{site_url}/de/activities/come-together-2018/")
    page.get_by_role("link", name="Eine Korrektur vorschlagen").click()
    page.locator("[name=text]").press_sequentially("Es war 2017, im September.", delay=150)
    page.fill("[name=email]", "boris@example.org")
    page.check("[name=consent]")
    _press(page, "Abschicken")
    page.wait_for_url("**/de/contribute/sent/")

    page.goto(site_url + link_in_letter(site_folder, "boris@example.org", r"/de/contribute/\S+"))
    page.locator("main form .btn").click()

    expect(page.locator("h1")).to_have_text("Die Redaktion hat es")


def test_what_is_written_is_kept_by_itself_and_an_older_window_is_told(
    page: Page, site_url: str
) -> None:
    page.clock.install()
    page.goto(f"{site_url}/en/contribute/story/")
    page.fill("[name=title]", "Half")
    page.clock.fast_forward(9_000)
    expect(page.locator("[data-said]")).to_have_text("Your draft is kept.")
    assert "/en/contribute/draft/" in page.url
    other = page.context.new_page()
    other.clock.install()
    other.goto(page.url)
    expect(other.locator("[name=title]")).to_have_value("Half")

    page.fill("[name=title]", "Half and more")
    page.clock.fast_forward(9_000)
    expect(page.locator("[name=seen]")).to_have_value("2")
    other.fill("[name=title]", "Half and less")
    other.clock.fast_forward(9_000)

    expect(other.locator("[data-said]")).to_contain_text("changed in another window")


def _write(page: Page, email: str) -> None:
    page.fill("[name=title]", "The choir that crossed a continent")
    text = "Every spring the choir packs its music.\n\nThis year it went east."
    page.locator("[name=text]").press_sequentially(text, delay=60)  # as quick as a person
    page.fill("[name=credit]", "Anna of the harbour")
    page.fill("[name=email]", email)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
