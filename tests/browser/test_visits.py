"""The officer opens the folder of a visit, plans its hours, and prints the mayor's brief."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.walk import faults, scrolls_sideways

pytestmark = pytest.mark.browser

OFFICER = "officer@example.org"


def test_an_officer_plans_a_visit_in_its_folder(
    browser: Browser, site_url: str, site_folder: Path
) -> None:
    accounts = (site_folder / "demo-accounts.txt").read_text().splitlines()
    password = next(line.split()[1] for line in accounts if line.startswith(OFFICER))
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{site_url}/en/account/login/")
    page.fill("input[name=login]", OFFICER)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    page.goto(f"{site_url}/admin/visits/open/")
    page.locator("#id_activity").focus()
    page.keyboard.type("zoo Amn")
    expect(page.locator("#id_activity-list [role=option]").first).to_contain_text("zoo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open the folder").click()
    page.locator("#programme a", has_text="Edit").click()
    page.fill("#id_items-0-day", "2013-04-10")
    page.fill("#id_items-0-begins", "10:00")
    page.fill("#id_items-0-until", "11:30")
    page.locator("#id_items-0-until").press("Tab")
    expect(page.locator("#id_items-1-begins")).to_have_value("11:30")
    page.fill("#id_items-0-title__en", "A walk in the zoo")
    page.check("#id_items-0-public")
    assert [fault for fault in faults(page) if "visit" in fault.split(": ", 2)[2]] == []
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".visit-hours")).to_contain_text("10:00–11:30 A walk in the zoo")
    printed = page.request.get(f"{page.url.split('#')[0]}print/brief.pdf?first=ru&second=fr")
    assert printed.body()[:5] == b"%PDF-"
    page.set_viewport_size({"width": 390, "height": 800})
    assert not scrolls_sideways(page)
    page.goto(f"{site_url}/en/activities/zoo-amneville-2013/")
    expect(page.locator("[aria-labelledby=visit-h]")).to_contain_text("A walk in the zoo")
    page.close()
