"""A story on its whole way: sent in, accepted, checked, translated, published, changed.

Each step is done by the person whose step it is, at the page and by the words she sees.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.newsroom import Newsroom, follow, press, waited_for

pytestmark = pytest.mark.browser

SENDER = "lena@example.org"
INVITED = "english@example.org"
TITLE = "Der Chor, der nach Osten fuhr"
FIRST = "Jedes Frühjahr packt der Hafenchor seine Noten und fährt mit dem Zug nach Osten."
SECOND = "Im Stadtarchiv Duisburg liegt das erste Liederbuch der beiden Städte."
THIRD = "Im Stadtarchiv Duisburg liegt das erste Tonband der beiden Städte."
NAME = "Lena vom Hafen"
MORE = " Seit 2018 gibt es ein zweites."
ENGLISH = {
    TITLE: "The choir that went east",
    FIRST: "Every spring the harbour choir packs its music and takes the train to the east.",
    NAME: "Lena of the Harbour",
    SECOND: "The first song book of the two cities lies in the Duisburg City Archive.",
    THIRD: "The first tape of the two cities lies in the Duisburg City Archive.",
}
RUSSIAN = {
    TITLE: "Хор, который поехал на восток",
    FIRST: "Каждую весну портовый хор собирает ноты и едет на поезде на восток.",
    NAME: "Лена из порта",
    SECOND: "Первый песенник двух городов хранится в городском архиве Дуйсбурга.",
    THIRD: "Первая плёнка двух городов хранится в городском архиве Дуйсбурга.",
}
TERM = "Liederbuch"
TERM_IN = {"en": "song book", "ru": "песенник"}


def test_a_german_letter_becomes_a_story_in_three_languages_and_a_change_is_seen_in_all(
    newsroom: Newsroom,
) -> None:
    send_in(newsroom)
    with newsroom.person("duisburg@example.org") as editor:
        accept(editor, newsroom)
        story = editor.url
        ask_for_checks(editor)
        give_to_translators(editor)
        invite_translator(editor, newsroom)
        fill_glossary(editor, newsroom)
    join(newsroom)
    confirm_facts(newsroom, story)
    translate(newsroom, INVITED, "Deutsch → English", ENGLISH, password="rivers and trains 27")
    translate(newsroom, "translator@example.org", "Deutsch → Русский", RUSSIAN)
    approve(newsroom, "duisburg@example.org", "Deutsch → English")
    approve(newsroom, "officer@example.org", "Deutsch → Русский")
    publish(newsroom, story)

    read(newsroom, "de", SECOND, NAME)
    read(newsroom, "en", ENGLISH[SECOND], ENGLISH[NAME], "Emma English")
    read(newsroom, "ru", RUSSIAN[SECOND], RUSSIAN[NAME], "Demo Translator")

    change(newsroom, story)

    see_the_change(newsroom, INVITED, "Deutsch → English", ENGLISH, "rivers and trains 27")
    see_the_change(newsroom, "translator@example.org", "Deutsch → Русский", RUSSIAN)
    read(newsroom, "de", SECOND + MORE)
    read(newsroom, "en", ENGLISH[SECOND], "The original has changed since this was translated.")
    read(newsroom, "ru", RUSSIAN[SECOND], "Оригинал изменился после этого перевода.")


def send_in(newsroom: Newsroom) -> None:
    """Somebody without an account writes in German, and confirms the letter's link."""
    with newsroom.person() as page:
        page.goto(f"{newsroom.url}/de/contribute/story/")
        page.get_by_label("Um welche Stadt geht es?").select_option(label="Duisburg")
        page.get_by_label("Überschrift").fill(TITLE)
        page.get_by_label("Ihr Text").press_sequentially(
            f"{FIRST}\n\n{SECOND}\n\n{THIRD}", delay=30
        )
        page.get_by_label("Welcher Name soll darunter stehen?").fill(NAME)
        page.get_by_role("main").get_by_label("E-Mail-Adresse").fill(SENDER)
        press(page, "Weiter")
        page.get_by_label("Ich habe das gelesen und bin einverstanden").check()
        expect(page.locator("[data-proof]")).to_have_value(re.compile("^ey"))
        press(page, "Abschicken")
        expect(page.get_by_role("heading", level=1)).to_have_text("Danke. Eines fehlt noch")
        page.goto(newsroom.url + newsroom.letter_to(SENDER, r"/de/contribute/confirm/\S+"))
        page.locator("main form .btn").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Die Redaktion hat es")


def accept(editor: Page, newsroom: Newsroom) -> None:
    """It lies in the inbox of Duisburg and becomes a draft that credits who sent it."""
    follow(editor, "Inbox")
    editor.get_by_role("link", name=TITLE).click()
    press(editor, "Accept")
    expect(editor.get_by_text("Accepted. A letter with thanks is on its way.")).to_be_visible()
    editor.locator("dl").get_by_role("link", name=TITLE).click()
    expect(editor.locator("#id_title")).to_have_value(TITLE)
    expect(editor.locator("#id_credits-0-name")).to_have_value(NAME)
    editor.goto(f"{newsroom.url}/admin/newsroom/?city=duisburg")
    editor.get_by_role("link", name=TITLE).click()


def ask_for_checks(editor: Page) -> None:
    editor.get_by_label("facts", exact=True).check()
    for unasked in ("rights of the pictures", "consent of the people shown"):
        editor.get_by_label(unasked).uncheck()
    press(editor, "Ask for these checks")
    expect(editor.get_by_text("Facts: asked")).to_be_visible()


def give_to_translators(editor: Page) -> None:
    press(editor, "Give it to translators now")
    expect(editor.get_by_role("link", name="Русский")).to_be_visible()


def invite_translator(editor: Page, newsroom: Newsroom) -> None:
    """The editor invites somebody who translates into English for the city."""
    editor.goto(f"{newsroom.url}/admin/invitation/new/")
    editor.locator("#id_email").fill(INVITED)
    editor.locator("#id_role").select_option("translator")
    editor.locator("#id_city").select_option(label="Duisburg")
    editor.locator("#id_from_language").select_option("de")
    editor.locator("#id_to_language").select_option("en")
    editor.locator("form [type=submit]").last.click()
    expect(editor.locator(".messages .success")).to_be_visible()


def fill_glossary(editor: Page, newsroom: Newsroom) -> None:
    for language, word in TERM_IN.items():
        editor.goto(f"{newsroom.url}/admin/glossary/new/?from_language=de&to_language={language}")
        editor.locator("#id_source").fill(TERM)
        editor.locator("#id_target").fill(word)
        editor.locator("form [type=submit]").last.click()
        expect(editor.locator(".messages .success")).to_be_visible()


def join(newsroom: Newsroom) -> None:
    with newsroom.person() as page:
        page.goto(newsroom.url + newsroom.letter_to(INVITED, r"/en/invitation/\S+"))
        page.get_by_label("Your name").fill("Emma English")
        page.get_by_label("A password").fill("rivers and trains 27")
        press(page, "Accept the invitation")
        page.wait_for_url("**/admin/**")


def confirm_facts(newsroom: Newsroom, story: str) -> None:
    with newsroom.person("checker@example.org") as checker:
        checker.goto(story)
        press(checker, "It is right")
        expect(checker.get_by_text("Facts: confirmed")).to_be_visible()


def translate(
    newsroom: Newsroom, who: str, pair: str, words: dict[str, str], password: str = ""
) -> None:
    """The translator finds the story in the queue, writes its passages and hands them in.

    The glossary asks about a word she put otherwise; what she wrote a moment ago comes back where
    the original is nearly the same.
    """
    with newsroom.person(who, password) as page:
        open_job(page, pair)
        known = passage(page, SECOND).locator(".desk-known")
        expect(known).to_contain_text(
            next(word for word in TERM_IN.values() if word in words[SECOND])
        )
        for source in (TITLE, FIRST, NAME):
            for box in passage(page, source).get_by_role("textbox").all():
                box.fill(words[source])  # the first paragraph is the standfirst too
        passage(page, SECOND).get_by_role("textbox").fill(words[FIRST])
        press(page, "Save")
        expect(passage(page, SECOND).locator(".desk-doubts")).to_contain_text(TERM)
        passage(page, SECOND).get_by_role("textbox").fill(words[SECOND])
        press(page, "Save")
        expect(passage(page, SECOND).locator(".desk-doubts")).to_have_count(0)

        last = passage(page, THIRD)
        expect(last).to_contain_text("Translated before")
        last.get_by_role("button", name="Take over").first.click()
        expect(last.get_by_role("textbox")).to_have_value(words[SECOND])
        last.get_by_role("textbox").fill(words[THIRD])
        press(page, "Save and hand in")
        expect(page.get_by_text("Saved.")).to_be_visible()
        expect(page.locator(".desk-state")).to_contain_text("translated")


def passage(page: Page, source: str) -> Locator:
    return page.locator(".desk-passage").filter(has=page.get_by_text(source, exact=True))


def approve(newsroom: Newsroom, who: str, pair: str) -> None:
    """Somebody else than the translator reads it over and finds it good."""
    with newsroom.person(who) as page:
        open_job(page, pair)
        press(page, "I read it over")
        press(page, "It is good")
        expect(page.locator(".desk-state")).to_contain_text("approved")


def publish(newsroom: Newsroom, story: str) -> None:
    with newsroom.person("duisburg@example.org") as editor:
        editor.goto(story)
        editor.get_by_role("link", name="Edit the story").click()
        publish_from(editor)


def publish_from(editor: Page) -> None:
    editor.get_by_role("button", name="More actions").last.click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.locator(".messages .success")).to_contain_text("published")


def read(newsroom: Newsroom, language: str, *said: str) -> None:
    """The public page says it, as soon as the worker has brought it out."""
    with newsroom.person() as page:
        address = f"{newsroom.url}/{language}/cities/duisburg/der-chor-der-nach-osten-fuhr/"

        def is_said() -> bool:
            page.goto(address)
            return said[0] in page.locator("main").inner_text()

        waited_for(is_said, f"{said[0]} on {address}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        for words in said:
            expect(page.locator("main")).to_contain_text(words)


def change(newsroom: Newsroom, story: str) -> None:
    """One paragraph of the original goes on; it is confirmed again and published."""
    with newsroom.person("duisburg@example.org") as editor:
        editor.goto(story)
        editor.get_by_role("link", name="Edit the story").click()
        paragraph = editor.locator("[contenteditable=true]", has_text=SECOND)
        paragraph.click()
        editor.keyboard.press("Control+End")
        editor.keyboard.type(MORE)
        kept = editor.locator("input[name=body-1-value]")  # the editor hands it over a bit later
        expect(kept).to_have_value(re.compile(MORE.strip()))
        press(editor, "Save draft")
        expect(editor.locator(".messages .success")).to_contain_text("has been updated")
        editor.goto(story)
        ask_for_checks(editor)
    confirm_facts(newsroom, story)
    publish(newsroom, story)


def see_the_change(
    newsroom: Newsroom, who: str, pair: str, words: dict[str, str], password: str = ""
) -> None:
    """The passage that changed is marked, with the old translation beside it, and no other is."""
    with newsroom.person(who, password) as page:
        open_job(page, pair)
        changed = page.locator(".desk-passage.is-changed")
        expect(changed).to_have_count(1)
        expect(changed.locator("ins")).to_contain_text(["Seit 2018 gibt es ein zweites."])
        expect(changed.locator(".desk-old")).to_contain_text(words[SECOND])


def open_job(page: Page, pair: str) -> None:
    follow(page, "Translations")
    row(page, pair).get_by_role("link", name=TITLE).click()
    expect(page.locator(".desk-state")).to_contain_text(pair)


def row(page: Page, pair: str) -> Locator:
    return page.get_by_role("row").filter(has_text=TITLE).filter(has_text=pair)
