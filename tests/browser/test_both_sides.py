"""Perm asks, Oxford answers without account or scripts, and readers see what both say."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.letters import link_in_letter
from tests.browser.walk import faults

pytestmark = pytest.mark.browser

OFFICER = "officer@example.org"


def test_a_correction_by_the_link_stands_beside_the_record(
    browser: Browser, site_url: str, site_folder: Path
) -> None:
    accounts = (site_folder / "demo-accounts.txt").read_text().splitlines()
    password = next(line.split()[1] for line in accounts if line.startswith(OFFICER))
    office = browser.new_page(viewport={"width": 1280, "height": 1000})
    office.goto(f"{site_url}/en/account/login/")
    office.fill("input[name=login]", OFFICER)
    office.fill("input[name=password]", password)
    office.keyboard.press("Enter")
    office.wait_for_url("**/admin/")
    office.goto(f"{site_url}/admin/snippets/ledger/activity/?q=wreath+oxford")
    office.locator("table a[href*='/ledger/activity/edit/']").first.click()
    office.get_by_role("button", name="Actions").first.click()
    office.get_by_role("link", name="Ask Oxford to confirm").click()
    office.fill("[name=name]", "Jane")
    office.fill("[name=email]", "links@oxford.example")
    office.get_by_role("button", name="Send the letter").click()
    path = link_in_letter(site_folder, "links@oxford.example", r"/en/confirm/\S+")

    outside = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = outside.new_page()
    address = f"{site_url}{path}"
    office.goto(address)
    assert faults(office) == []  # axe-core is a script
    page.goto(address)
    page.get_by_label("Something is different").check()
    page.locator(".confirm-fields > summary").click()
    page.locator("[name$='-when']").fill("2018-11-10")
    page.get_by_role("button", name="Send the answers").click()

    expect(page.locator("main")).to_contain_text("Thank you")
    page.goto(f"{site_url}/en/partnerships/perm-oxford/confirmations/?state=disputed")
    office.goto(page.url)
    assert faults(office) == []
    expect(page.locator("main")).to_contain_text("When: 10 November 2018")
    page.locator("main .row a").first.click()
    expect(page.locator("main")).to_contain_text("Oxford: says otherwise")
    outside.close()
    office.close()
