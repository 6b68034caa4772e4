"""The officer at work: what she changes in the register is on every page that counts it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.walk import faults

pytestmark = pytest.mark.browser

OFFICER = "officer@example.org"
FORM = "table a[href*='/ledger/activity/edit/']"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def form(browser: Browser, site_url: str, site_folder: Path) -> Iterator[Page]:
    """The form of an activity, opened by the officer from the list."""
    accounts = (site_folder / "demo-accounts.txt").read_text().splitlines()
    password = next(line.split()[1] for line in accounts if line.startswith(OFFICER))
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", OFFICER)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{site_url}/admin/snippets/ledger/activity/?q=still+we+rise")
    page.locator(FORM).first.click()
    page.locator("record-select input").first.wait_for()
    yield page
    page.close()


def save(form: Page) -> None:
    form.get_by_role("button", name="Save", exact=True).first.click()
    expect(form.locator(".messages .success")).to_be_visible()


def test_a_changed_head_count_is_on_every_page_that_counts_it(form: Page, site_url: str) -> None:
    form.fill("#id_participations-0-people", "1234")

    save(form)

    form.goto(f"{site_url}/en/activities/still-we-rise-2018/")
    expect(form.locator("main")).to_contain_text("1,234")
    form.goto(f"{site_url}/en/participations/?year=2018")
    expect(form.locator("main")).to_contain_text("1,234")


def test_a_group_is_added_and_its_city_found_by_typing_its_russian_name(
    form: Page, site_url: str
) -> None:
    form.locator("#id_participations-ADD").click()
    rows = form.locator("input[role=combobox][id^='id_participations-'][id$='-city']")
    form.wait_for_function('document.querySelectorAll("#id_participations-FORMS > *").length > 0')
    rows.last.focus()
    form.keyboard.type("Агридж")
    expect(form.locator("record-select [role=option]").first).to_contain_text("Agrigento")
    form.keyboard.press("Enter")
    role = form.locator("select[id^='id_participations-'][id$='-role']").last
    role.select_option("guest")

    save(form)

    form.goto(f"{site_url}/en/activities/still-we-rise-2018/")
    expect(form.locator("main table")).to_contain_text("Agrigento")


def test_the_form_has_no_faults_in_our_own_fields(form: Page) -> None:
    found = [fault for fault in faults(form) if "record-select" in fault]

    assert found == []
