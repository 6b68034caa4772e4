"""An issue of the newsletter, from nothing until three readers of three languages have it.

Each step is done by the person whose step it is, at the page and by the words she sees.
"""

import datetime
import re
import urllib.request
from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.letters import letters_to
from tests.browser.newsroom import Newsroom, follow, press, waited_for
from tests.browser.walk import faults, scrolls_sideways

pytestmark = pytest.mark.browser

OFFICER, COLLEAGUE = "officer@example.org", "colleague@example.org"
LAST = "25 years: Perm – Louisville"
OUT = "Web portal in English and Russian launched"
LACKING = "In Hamburg they talked about mobility and came home with courtyards"
OPENINGS = {
    "en": "Dear readers,\n\nthe autumn was full of music.",
    "ru": "Дорогие читатели!\n\nОсень была полна музыки.",
    "de": "Liebe Leserinnen und Leser,\n\nder Herbst war voller Musik.",
}
READERS = {"en": "emma@example.net", "ru": "anna@example.org", "de": "ingo@example.com"}
"""Who of the demo's readers gets all of each issue, by language."""
NAMES = {"en": "Twinned Cities", "ru": "Города-побратимы", "de": "Partnerstädte"}
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


def test_an_issue_is_made_looked_at_by_two_and_read_in_three_languages(
    newsroom: Newsroom,
) -> None:
    with newsroom.person(OFFICER) as officer:
        begin(officer)
        issue = officer.url
        titles = arrange(officer)
        write_openings(officer)
        ask_translators(officer)
        look_at_each_language(officer, issue)
        try_it_out(officer, newsroom)
        hand_over(officer, issue)
    with newsroom.person(COLLEAGUE) as colleague:
        look_and_release(colleague, newsroom, issue)

    letters = {code: letter_of(newsroom, code) for code in READERS}

    for code, letter in letters.items():
        tells(letter, code)
    assert told_in(letters["en"], titles) == titles
    read_in_the_archive(newsroom, titles)
    leave_by_one_post(letters["en"])
    choose_in_russian(newsroom, letters["ru"])
    sign_up_is_for_all(newsroom)
    with newsroom.person(OFFICER) as officer:
        see_what_became_of_it(officer, newsroom, issue)


def begin(officer: Page) -> None:
    """From the day after the last one's; it comes with what was published and planned since."""
    press(officer, "Newsletter")
    follow(officer, "Issues")
    expect(officer.get_by_label("From", exact=True)).to_have_value("2018-10-01")
    assert_free_of_faults(officer)
    officer.get_by_label("Until", exact=True).fill("2018-12-31")
    press(officer, "Begin an issue")
    expect(inside(officer)).not_to_have_count(0)
    for title in (LAST, OUT):
        expect(inside(officer).filter(has_text=title)).to_have_count(1)
    assert_free_of_faults(officer)


def arrange(officer: Page) -> list[str]:
    """One item is dragged to the top, one moved by the keyboard, one taken out; the titles then."""
    named(officer, LAST).drag_to(inside(officer).first, target_position={"x": 30, "y": 10})
    expect(inside(officer).first).to_contain_text(LAST)
    second = titles_of(officer)[1]
    officer.get_by_role("button", name=f"Up: {second}").focus()
    officer.keyboard.press("Enter")
    expect(inside(officer).first).to_contain_text(second)
    expect(officer.get_by_role("button", name=f"Up: {second}")).to_be_focused()
    officer.get_by_role("button", name=f"Take out: {OUT}").click()
    expect(officer.locator("[data-out] li").filter(has_text=OUT)).to_have_count(1)
    expect(inside(officer).first.locator(".letters-place")).to_have_value("1")
    named(officer, LAST).get_by_role("checkbox").check()
    return titles_of(officer)


def write_openings(officer: Page) -> None:
    arranged = titles_of(officer)
    opening = officer.locator(".words-field", has=officer.locator("[name=opening__en]"))
    for code, words in OPENINGS.items():
        box = opening.locator(f"[name=opening__{code}]")
        if not box.is_visible():
            opening.locator("summary").click()
        box.fill(words)
    press(officer, "Save")
    expect(officer.locator(".messages .success")).to_contain_text("Saved.")
    assert titles_of(officer) == arranged


def ask_translators(officer: Page) -> None:
    """What lacks a language is wanted at the translators' desk by a day."""
    expect(named(officer, LACKING)).to_contain_text("no words in: German")
    day = datetime.date.today() + datetime.timedelta(days=3)
    officer.get_by_label("Wanted by").fill(day.isoformat())
    press(officer, "Ask the translators")
    expect(officer.locator(".messages .success")).to_contain_text(
        re.compile(r"\d+ texts are wanted from the translators by this day")
    )
    address = officer.url
    follow(officer, "Translations")
    officer.wait_for_url("**/admin/translation/")
    officer.goto(f"{officer.url}?q={LACKING}")
    wanted = officer.get_by_role("row").filter(has_text="English → Deutsch")
    wanted.get_by_role("link", name=LACKING).click()
    expect(officer.locator(".desk-state")).to_contain_text(f"wanted by {day.day} {day:%B %Y}")
    officer.goto(address)


def look_at_each_language(officer: Page, issue: str) -> None:
    """The letter in light and in dark colours, at 600 and at 320 pixels, and as text."""
    for code, name in (("en", "English"), ("ru", "Russian"), ("de", "German")):
        officer.goto(issue)
        officer.get_by_role("navigation", name="Look at it").get_by_role("link", name=name).click()
        expect(officer.locator("pre")).to_contain_text(OPENINGS[code].split("\n\n")[1])
        for colours in ("light", "dark"):
            officer.get_by_label("Colours").select_option(colours)
            press(officer, "Show")
            expect(officer.get_by_label("Colours")).to_have_value(colours)
            for width, frame in ((600, "wide"), (320, "narrow")):
                assert_fits(officer, frame, width=width, is_dark=colours == "dark")
    assert_free_of_faults(officer)


def assert_fits(page: Page, frame: str, *, width: int, is_dark: bool) -> None:
    letter = page.frame_locator(f"iframe.{frame}").locator("body")
    assert letter.evaluate("document.documentElement.clientWidth") == width
    assert letter.evaluate("document.documentElement.scrollWidth") <= width
    paper = letter.evaluate("getComputedStyle(document.body).backgroundColor")
    red, *_others = (int(part) for part in re.findall(r"\d+", paper))
    assert (red < 64) is is_dark, paper


def try_it_out(officer: Page, newsroom: Newsroom) -> None:
    """The German letter to the officer's own address."""
    officer.get_by_label("To", exact=True).fill(OFFICER)
    press(officer, "Send it there")
    expect(officer.locator(".messages .success")).to_contain_text(OFFICER)
    tried = waited_for(
        lambda: [one for one in letters_to(newsroom.folder, OFFICER) if "[Test]" in one["Subject"]],
        "the letter that was tried out",
    )
    assert len(tried) == 1
    assert OPENINGS["de"].split("\n\n")[1] in words_of(tried[0])


def hand_over(officer: Page, issue: str) -> None:
    officer.goto(issue)
    press(officer, "Save and hand it over")
    expect(officer.locator(".letters")).to_contain_text("You changed it last")
    assert_free_of_faults(officer)
    officer.get_by_label("A word to whoever looks at it").fill("Is the German opening right?")
    press(officer, "Hand it over for a second look")
    expect(officer.locator(".messages .success")).to_contain_text("Handed over.")


def look_and_release(colleague: Page, newsroom: Newsroom, issue: str) -> None:
    """The colleague comes by the link in the letter, looks at the German edition and releases."""
    link = newsroom.letter_to(COLLEAGUE, r"/admin/newsletter/\d+/release/")
    assert issue.endswith(link.removesuffix("release/"))
    colleague.goto(newsroom.url + link)
    expect(colleague.locator(".letters")).to_contain_text("Is the German opening right?")
    colleague.locator("summary", has_text="German").click()
    letter = colleague.frame_locator("details[open] iframe").locator("body")
    expect(letter).to_contain_text("der Herbst war voller Musik.")
    assert_free_of_faults(colleague)
    colleague.get_by_role("button", name=re.compile(r"^Send it to \d+ readers$")).click()
    expect(colleague.locator(".messages .success")).to_contain_text("It is released.")


def letter_of(newsroom: Newsroom, code: str) -> EmailMessage:
    """The one letter of the issue that came to the reader of this language."""

    def come() -> list[EmailMessage]:
        every = letters_to(newsroom.folder, READERS[code])
        return [one for one in every if one["Feedback-ID"]]

    found = waited_for(come, f"the issue at {READERS[code]}")
    assert len(found) == 1
    return found[0]


def tells(letter: EmailMessage, code: str) -> None:
    """In her language, from the newsletter by its name there, with a way out of one press."""
    assert letter["Content-Language"] == code
    assert NAMES[code] in letter["From"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert OPENINGS[code].split("\n\n")[1] in words_of(letter)
    assert OUT.upper() not in words_of(letter)


def told_in(letter: EmailMessage, titles: list[str]) -> list[str]:
    """The titles in the order in which the letter has them."""
    words = words_of(letter)
    return sorted(titles, key=lambda title: words.index(title.upper()))


def read_in_the_archive(newsroom: Newsroom, titles: list[str]) -> None:
    with newsroom.person() as page:
        page.goto(f"{newsroom.url}/en/newsletter/issues/")
        assert faults(page) == []
        page.locator("main .row a").first.click()
        expect(page.locator("main")).to_contain_text("the autumn was full of music.")
        for title in titles:
            expect(page.locator("main")).to_contain_text(title)
        assert faults(page) == []


def leave_by_one_post(letter: EmailMessage) -> None:
    """As a mail program does it (RFC 8058): no cookie, no page before it."""
    address = letter["List-Unsubscribe"].strip("<> ")
    post = urllib.request.Request(address, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(post, timeout=20) as answer:
        said = answer.read().decode()
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
    assert "Goodbye" in said
    with urllib.request.urlopen(address, timeout=20) as again:
        assert "Goodbye" in again.read().decode()


def choose_in_russian(newsroom: Newsroom, letter: EmailMessage) -> None:
    """By the link in her letter, without an account, on a telephone."""
    link = re.search(r"http\S+/ru/newsletter/my/\S+/", words_of(letter))
    assert link
    with newsroom.person() as page:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(link[0])
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        assert faults(page) == []
        assert not scrolls_sideways(page)
        page.get_by_label("Дуйсбург").check()
        page.locator("main form .btn").first.click()
        expect(page.locator("[role=status]")).to_have_text(
            "Сохранено. Так будет со следующего письма."
        )
        expect(page.get_by_label("Дуйсбург")).to_be_checked()
        assert faults(page) == []
        for leads in ("leave", "erase"):
            page.goto(link[0])
            page.locator(f"main a[href*='/{leads}/']").first.click()
            assert faults(page) == []


def sign_up_is_for_all(newsroom: Newsroom) -> None:
    with newsroom.person() as page:
        for path in ("newsletter/", "newsletter/asked/", "newsletter/embed/"):
            page.goto(f"{newsroom.url}/ru/{path}")
            assert faults(page) == []


def see_what_became_of_it(officer: Page, newsroom: Newsroom, issue: str) -> None:
    """All of it was handed over, and the figures say so."""
    officer.goto(issue)
    expect(officer.locator("#letters")).not_to_have_attribute("data-goes-on", "")
    handed = officer.get_by_role("row").filter(has_text="handed over to the mail server")
    expect(handed.get_by_role("cell")).not_to_have_text("0")
    assert_free_of_faults(officer)
    for path in ("figures/", "readers/", "readers/bring/", "settings/"):
        officer.goto(f"{newsroom.url}/admin/newsletter/{path}")
        assert_free_of_faults(officer)


def assert_free_of_faults(page: Page) -> None:
    """Of what we wrote: Wagtail's own frame around it is not ours to mend."""
    assert faults(page, part="main .nice-padding") == []


def inside(officer: Page) -> Locator:
    return officer.locator("[data-in] li")


def named(officer: Page, title: str) -> Locator:
    return inside(officer).filter(has_text=title)


def titles_of(officer: Page) -> list[str]:
    return officer.locator("[data-in] strong a").all_inner_texts()


def words_of(letter: EmailMessage) -> str:
    """What its text says."""
    plain = letter.get_body(("plain",))
    assert plain
    return plain.get_content().replace("\r\n", "\n")
