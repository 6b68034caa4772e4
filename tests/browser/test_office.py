"""The officer at work: what she changes in the register is on every page that counts it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.walk import faults

pytestmark = pytest.mark.browser

OFFICER = "officer@example.org"
FORM = "table a[href*='/ledger/activity/edit/']"


@pytest.fixture
def form(browser: Browser, site_url: str, site_folder: Path) -> Iterator[Page]:
    """The form of an activity, opened by the officer from the list."""
    accounts = (site_folder / "demo-accounts.txt").read_text().splitlines()
    password = next(line.split()[1] for line in accounts if line.startswith(OFFICER))
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{site_url}/en/account/login/")
    page.fill("input[name=login]", OFFICER)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{site_url}/admin/snippets/ledger/activity/?q=still+we+rise")
    page.locator(FORM).first.click()
    page.locator("record-select input").first.wait_for()
    yield page
    page.close()


def choose(form: Page, key: str, *, typed: str, name: str) -> None:
    """Types into a field and takes the first record that it offers."""
    form.locator(f"#{key}").focus()
    form.keyboard.type(typed)
    expect(form.locator(f"#{key}-list [role=option]").first).to_contain_text(name)
    form.keyboard.press("Enter")
    expect(form.locator(f"#{key}")).to_have_value(name)


def late(route: Route) -> None:
    """An answer that comes after the next keys."""
    time.sleep(0.3)
    route.continue_()


def figures(page: Page, site_url: str) -> dict[str, int]:
    """Figures that count the group or its activity; each is as long as the list it opens."""
    found = {}
    for path, noun in (("", "participations"), ("partnerships/perm-agrigento/", "activities")):
        page.goto(f"{site_url}/en/{path}")
        figure = page.locator(".fig", has=page.locator(f"a[href*='/en/{noun}/?']")).first
        found[path] = int(figure.inner_text().split()[0])
        page.goto(f"{site_url}{figure.locator('a').first.get_attribute('href')}")
        assert page.locator("main .row").count() == found[path]
    return found


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


def test_a_city_twinned_with_itself_and_a_date_nobody_can_read_are_told_beside_the_field(
    form: Page, site_url: str
) -> None:
    form.goto(f"{site_url}/admin/snippets/ledger/partnership/add/")
    for side in (0, 1):
        choose(form, f"id_sides-{side}-city", typed="Perm", name="Perm")
    form.fill("#id_since", "20181-99")

    form.get_by_role("button", name="Save", exact=True).first.click()

    expect(form.get_by_text("A city cannot be in partnership with itself.").first).to_be_visible()
    expect(form.get_by_text("“20181-99” is no date as we write it.").first).to_be_visible()
    expect(form.locator("#id_sides-0-city")).to_have_value("Perm")


def test_a_group_added_by_keyboard_is_counted_by_every_figure(form: Page, site_url: str) -> None:
    address = form.url
    before = figures(form, site_url)
    form.goto(address)
    form.locator("#id_participations-ADD").click()
    row = form.locator("input[role=combobox][id^=id_participations-][id$=-city]").last
    key = (row.get_attribute("id") or "").removesuffix("-city")

    choose(form, f"{key}-city", typed="Агридж", name="Agrigento")
    form.locator(f"#{key}-role").select_option("guest")
    save(form)

    form.goto(f"{site_url}/en/activities/still-we-rise-2018/")
    expect(form.locator("main table")).to_contain_text("Agrigento")
    assert figures(form, site_url) == {where: number + 1 for where, number in before.items()}


@pytest.mark.parametrize("waits", [True, False], ids=["list seen", "list late"])
def test_keys_choose_the_same_whether_the_list_is_there_yet_or_not(
    form: Page, site_url: str, *, waits: bool
) -> None:
    if not waits:
        form.route("**/suggestions/**", late)

    chosen = {
        case: chosen_by_keys(form, site_url, *case, waits=waits)
        for case in (
            ("A", "ArrowDown Enter"),
            ("A", "ArrowDown ArrowDown Enter"),
            ("Оксф", "Enter"),
            ("duisburg", "Tab"),
        )
    }

    assert list(chosen.values()) == ["Amnéville", "Agrigento", "Oxford", "Duisburg"]


def chosen_by_keys(form: Page, site_url: str, typed: str, keys: str, *, waits: bool) -> str:
    """What the form would send for the city after the keys."""
    form.goto(f"{site_url}/admin/snippets/ledger/partnership/add/")
    form.locator("#id_sides-0-city").focus()
    form.keyboard.type(typed)
    if waits:
        expect(form.locator("#id_sides-0-city-list [data-key]").first).to_be_visible()
    for key in keys.split():
        form.keyboard.press(key)
    option = form.locator("#id_sides-0-city-chosen option:not([value^='?']):not([value=''])")
    expect(option).to_have_count(1)
    expect(form.locator("#id_sides-0-city-note")).to_be_empty()
    return option.text_content() or ""


def test_enter_chooses_none_of_several_names_that_nobody_walked_to(
    form: Page, site_url: str
) -> None:
    form.goto(f"{site_url}/admin/snippets/ledger/partnership/add/")
    form.locator("#id_sides-0-city").focus()

    form.keyboard.type("A")
    expect(form.locator("#id_sides-0-city-list [data-key]")).to_have_count(2)
    form.keyboard.press("Enter")

    expect(form.locator("#id_sides-0-city")).to_have_value("A")
    expect(form.locator("#id_sides-0-city-list")).to_be_visible()


def test_a_day_stays_as_it_is_typed(form: Page, site_url: str) -> None:
    form.goto(f"{site_url}/admin/snippets/sources/source/add/")
    box = form.locator("#id_accessed")

    box.fill("завтра")
    box.press("Tab")

    expect(box).not_to_be_focused()
    expect(box).to_have_value("завтра")


def test_what_is_typed_and_not_found_stays_and_is_told(form: Page) -> None:
    box = form.locator("#id_host")
    box.fill("Permmm")
    expect(form.locator("#id_host-list")).to_contain_text("Nothing found.")

    form.keyboard.press("Tab")

    expect(box).to_have_value("Permmm")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(form.locator("#id_host-note")).to_have_text("Nothing is chosen: take one from the list.")
    form.get_by_role("button", name="Save", exact=True).first.click()
    expect(form.get_by_text("That choice is not one of the available choices.")).to_be_visible()
    expect(box).to_have_value("Permmm")


def test_one_letter_chooses_nothing_but_a_whole_name_does(form: Page) -> None:
    box = form.locator("#id_host")
    offers = form.locator("#id_host-list [role=option]")
    box.fill("a")
    expect(offers.nth(1)).to_be_visible()

    form.keyboard.press("Tab")
    expect(box).to_have_value("a")

    box.fill("oxford")
    expect(offers.first).to_contain_text("Oxford")
    form.keyboard.press("Tab")
    expect(box).to_have_value("Oxford")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_a_list_is_narrowed_to_a_city_found_by_typing(form: Page, site_url: str) -> None:
    form.goto(f"{site_url}/admin/snippets/ledger/partnership/")
    form.get_by_role("button", name="Show filters").click()
    form.locator("button[aria-controls=drilldown-id_city]").click()

    choose(form, "id_city", typed="Дуйсб", name="Duisburg")

    expect(form.locator("#listing-results tbody tr")).to_have_count(1)
    expect(form.locator("#listing-results")).to_contain_text("Perm – Duisburg")
    expect(form.locator(".w-pill__content")).to_contain_text("Duisburg")


def test_the_form_has_no_faults_in_our_own_fields(form: Page) -> None:
    found = [fault for fault in faults(form) if "record-select" in fault]

    assert found == []
