import urllib.parse
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.walk import PATHS, faults, scrolls_sideways

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_free_of_faults_in_a_wide_window(
    page: Page, address: Callable[..., str], language: str
) -> None:
    found = []

    for path in PATHS:
        page.goto(address(path, language=language))
        found += faults(page)

    assert found == []


@pytest.mark.parametrize(("language", "most"), [("en", 130_000), ("ru", 215_000)])
@pytest.mark.parametrize("path", ["", "cities/perm/come-together/", "results/"])
def test_a_page_fetches_few_bytes_of_fonts(
    page: Page, site_url: str, language: str, most: int, path: str
) -> None:
    fonts: list[int] = []
    page.on(
        "response",
        lambda answer: fonts.append(len(answer.body())) if answer.url.endswith("woff2") else None,
    )

    page.goto(f"{site_url}/{language}/{path}", wait_until="networkidle")

    assert 0 < sum(fonts) < most


def test_two_languages_side_by_side_fit_and_are_free_of_faults(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/en/cities/perm/still-we-rise/beside/ru/")
    columns = page.locator(".seg").nth(2).locator("> *")

    assert [columns.nth(0).get_attribute("lang"), columns.nth(1).get_attribute("lang")] == [
        "en",
        "ru",
    ]
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not scrolls_sideways(page)


def test_no_page_asks_another_host_or_breaks_its_own_policy(
    page: Page, site_url: str, address: Callable[..., str]
) -> None:
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urllib.parse.urlsplit(request.url).netloc))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Policy" in message.text else None,
    )

    for path in PATHS:
        page.goto(address(path, language="en"))

    assert hosts == {urllib.parse.urlsplit(site_url).netloc}
    assert complaints == []


def test_a_keyboard_is_enough_from_home_to_an_activity_a_story_and_the_search(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"

    _tab_to(page, "a[href*='/en/activities/']:not(header a):not(footer a)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/activities/**")
    page.goto(f"{site_url}/en/activities/still-we-rise-2018/")
    _tab_to(page, "a[href='/en/cities/perm/still-we-rise/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/still-we-rise/")
    _tab_to(page, "input[name='q']")
    page.keyboard.type("footballer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=footballer")

    assert page.locator(".row").count() > 0


def test_settings_stay_from_page_to_page_without_scripts(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{site_url}/en/cities/perm/")
    page.locator("button[name='size'][value='largest']").click()
    page.locator("button[name='colours'][value='black']").click()
    page.goto(f"{site_url}/ru/results/")

    html = page.locator("html")
    assert html.get_attribute("data-size") == "largest"
    assert html.get_attribute("data-colours") == "black"
    context.close()


def test_the_language_switch_keeps_the_page_and_its_choices(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/en/activities/?year=2018&city=oxford")

    page.locator(".langs a[hreflang='ru']").click()

    assert page.url == f"{site_url}/ru/activities/?year=2018&city=oxford"
    assert page.locator("html").get_attribute("lang") == "ru"


def test_an_untranslated_story_is_the_original_with_a_note(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/zh-hans/cities/perm/still-we-rise/")

    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("h1").text_content() == (
        "One poem, one small bronze girl, two cities on one stage"
    )
    assert page.locator("h1").evaluate("h => h.closest('[lang]').lang") == "en"
    assert "英语" in (page.locator(".note").first.text_content() or "")


def _tab_to(page: Page, selector: str) -> None:
    """Presses Tab until something that the selector names has the focus, as a reader would."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector} on {page.url}")
