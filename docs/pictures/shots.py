"""Each picture of the guides: who looks at which page, what is done there, what is kept of it."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, FloatRect, Page

from docs.pictures.states import HERE, LOOKS, TOLD, Addresses, harbour
from tests.browser.site import chromium

LOCALES = {"en": "en-GB", "ru": "ru-RU"}
WIDTH, HEIGHT = 1280, 900
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture in each language.

    `path` is the name of a prepared state, or an address, where {} stands for the language. The
    picture is cropped to what the selectors `keeps` show in the window, which is `tall`, with a
    `margin` in pixels.
    """

    name: str
    path: str
    who: str = ""
    does: Callable[[Page, str], object] | None = None
    keeps: tuple[str, ...] = ("main",)
    tall: int = HEIGHT
    margin: int = 0


@dataclass(frozen=True)
class Studio:
    """A browser before a site with prepared states and the accounts' passwords."""

    browser: Browser
    site_url: str
    addresses: Addresses
    passwords: dict[str, str]

    def take(self, shot: Shot, language: str) -> None:
        with self._page_of(shot, language) as page:
            path = self.addresses.get(shot.path, shot.path).format(language)
            page.goto(self.site_url + path, wait_until="networkidle")
            if shot.does:
                shot.does(page, language)
            page.evaluate("window.scrollTo(0, 0)")
            picture = page.screenshot(clip=_around(page, shot), animations="disabled")
        keep(picture, HERE / language / f"{shot.name}.png")

    @contextmanager
    def _page_of(self, shot: Shot, language: str) -> Iterator[Page]:
        """A window of the person's own, in the language."""
        context = self.browser.new_context(
            viewport={"width": WIDTH, "height": shot.tall}, locale=LOCALES[language]
        )
        page = context.new_page()
        if shot.who:
            page.goto(f"{self.site_url}/{language}/account/login/")
            page.fill("input[name=login]", f"{shot.who}@example.org")
            page.fill("input[name=password]", self.passwords[f"{shot.who}@example.org"])
            page.keyboard.press("Enter")
            page.wait_for_url("**/admin/")
        yield page
        context.close()


def take_all(site_url: str, addresses: Addresses, *, accounts: Path, wanted: list[str]) -> None:
    passwords = dict(line.split()[:2] for line in accounts.read_text().splitlines())
    with chromium() as browser:
        studio = Studio(browser, site_url, addresses, passwords)
        for shot in SHOTS:
            for language in LOCALES:
                if not wanted or shot.name in wanted:
                    studio.take(shot, language)
        if not wanted or "home" in wanted:
            _take_home(studio)


def _take_home(studio: Studio) -> None:
    """The first page, as the README shows it: in English alone."""
    page = studio.browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(f"{studio.site_url}/en/", wait_until="networkidle")
    keep(page.screenshot(), HERE / "home.png")
    page.close()


def _around(page: Page, shot: Shot) -> FloatRect:
    """What the elements that it keeps fill of the window."""
    boxes = [box for one in shot.keeps if (box := page.locator(one).first.bounding_box())]
    left = max(0, min(box["x"] for box in boxes) - shot.margin)
    top = max(0, min(box["y"] for box in boxes) - shot.margin)
    right = min(WIDTH, max(box["x"] + box["width"] for box in boxes) + shot.margin)
    bottom = min(shot.tall, max(box["y"] + box["height"] for box in boxes) + shot.margin)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def keep(picture: bytes, place: Path, *, colours: int = COLOURS) -> None:
    """With few colours, so that it is small."""
    place.parent.mkdir(exist_ok=True)
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    opened.quantize(colours, dither=Image.Dither.NONE).save(place, optimize=True)
    sys.stdout.write(f"{place.relative_to(HERE)}: {place.stat().st_size // 1024} KB\n")


def _write(page: Page, language: str) -> None:
    told = TOLD["typed"][language]
    page.select_option("[name=city]", label={"en": "Duisburg", "ru": "Дуйсбург"}[language])
    page.fill("[name=title]", told["title"])
    page.locator("[name=text]").press_sequentially(told["text"], delay=30)  # as quick as a person
    page.fill("[name=credit]", told["credit"])


def _write_with_picture(page: Page, language: str) -> None:
    _write(page, language)
    page.fill("[name=email]", "anna@example.org")
    file: FilePayload = {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": harbour()}
    page.set_input_files("input[name=pictures]", files=[file])
    page.locator("form.sheet .btn").first.click()
    page.wait_for_url("**/pictures/")
    told = TOLD["typed"][language]
    page.locator("[name$=-alt]").fill(told["alt"])
    page.locator("[name$=-credit]").fill(told["maker"])
    page.locator("[name$=-claim]").first.check()
    page.locator("[name$=-shown]").first.check()


def _in_a_column(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": HEIGHT})


def _choose_block(page: Page, language: str) -> None:
    page.locator(".c-sf-add-button").nth(2).click()
    page.locator(".w-combobox").wait_for()


def _open_publishing(page: Page, language: str) -> None:
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("[name=action-publish]").wait_for()


def _preview_card(page: Page, language: str) -> None:
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator(".w-preview__iframe").last
    preview.locator("#main, main").first.wait_for()
    page.select_option("#id_preview_mode", "card")
    preview.locator("main.shared").wait_for()


def _refuse(page: Page, language: str) -> None:
    page.locator("details:has(form[action*='/refuse/']) summary").click()


def _correct(page: Page, language: str) -> None:
    words = TOLD["corrected"][language]
    page.locator("section[aria-labelledby=corrections-h] textarea").first.fill(words)


def _note(page: Page, language: str) -> None:
    page.fill("[name=note]", TOLD["letter"]["note"][language])


def _wait_until_sent(page: Page, language: str) -> None:
    page.locator("#letters:not([data-goes-on])").wait_for(timeout=120_000)


WINDOW = ("body",)
CONTENT = ("main#main",)
EMBARGO = ("#embargo-h", "#embargo > p", "#embargo > form")  # the browser writes days its own way
OPENING = (".w-field__wrapper:has([name^=opening__])", ".w-field__wrapper:has([name=picture])")
LACKING = ("form[action$='/translate/']", "h2:has(+ p + form[action$='/translate/'])")
PANEL = "#panel-child-content-{}-section"

SHOTS = [
    Shot("write", "/{}/contribute/story/", does=_write, tall=1060),
    Shot(
        "rights",
        "/{}/contribute/story/",
        does=_write_with_picture,
        keeps=("form.sheet",),
        tall=1700,
        margin=20,
    ),
    Shot("kinds", "/admin/stories/write/", "author", keeps=CONTENT, tall=900),
    Shot("editor", "edit-draft", "author", keeps=WINDOW, tall=1000),
    Shot("blocks", "edit-draft", "author", does=_choose_block, keeps=CONTENT, tall=800),
    Shot(
        "credits",
        "edit-draft",
        "author",
        keeps=(PANEL.format("what_it_tells_about"), PANEL.format("credits")),
        tall=3400,
        margin=20,
    ),
    Shot(
        "preview",
        "edit-draft",
        "author",
        does=_preview_card,
        keeps=CONTENT,
        tall=800,
    ),
    Shot("desk", "/admin/translation/", "translator", keeps=WINDOW, tall=600),
    Shot("passages", "job-claimed", "translator", keeps=CONTENT, tall=708),
    Shot(
        "words",
        "job-claimed",
        "translator",
        keeps=("section:has(.desk-doubts)", "section:has(.desk-made)"),
        tall=2000,
        margin=12,
    ),
    Shot("changed", "job-changed", "translator", keeps=CONTENT, tall=742),
    Shot("review", "job-handed", "officer", keeps=CONTENT, tall=840),
    Shot("glossary", "/admin/glossary/", "translator", keeps=CONTENT, tall=380),
    Shot("invite", "/admin/invitation/new/", "duisburg", keeps=CONTENT, tall=840),
    Shot("inbox", "/admin/contribution/", "duisburg", keeps=WINDOW, tall=460),
    Shot("contribution", "sent-story", "duisburg", does=_refuse, keeps=CONTENT, tall=960),
    Shot(
        "planning",
        "planning",
        "duisburg",
        keeps=(".planning-ways", "section:has(> #anniversaries-h)"),
        tall=2000,
        margin=20,
    ),
    Shot("board", "/admin/newsroom/?city=duisburg", "duisburg", keeps=WINDOW, tall=1000),
    Shot("checks", "story-checking", "checker", keeps=CONTENT, tall=640),
    Shot("comments", "read-draft", "duisburg", keeps=WINDOW, tall=900),
    Shot("publish", "edit-ready", "duisburg", does=_open_publishing, keeps=WINDOW, tall=760),
    Shot("embargo", "story-embargo", "duisburg", keeps=EMBARGO, tall=1600, margin=20),
    Shot(
        "correct",
        "story-changed",
        "duisburg",
        does=_correct,
        keeps=("section[aria-labelledby=corrections-h]", "#withdraw"),
        tall=1800,
        margin=20,
    ),
    Shot("wire", "/admin/wire/", "duisburg", keeps=CONTENT, tall=560),
    Shot("proposal", "proposal", "registrar", keeps=CONTENT, tall=900),
    Shot("folder", "visit", "officer", keeps=CONTENT, tall=900),
    *(
        Shot(f"letter-{name}", f"letter-{name}", "officer", keeps=("iframe",), tall=1200)
        for name in LOOKS
    ),
    Shot("issue-begin", "/admin/newsletter/", "officer", keeps=WINDOW, tall=560),
    Shot("issue-arrange", "issue", "officer", keeps=CONTENT, tall=1000),
    Shot("issue-words", "issue", "officer", keeps=OPENING, tall=3600, margin=20),
    Shot("issue-lacking", "issue", "officer", keeps=LACKING, tall=3600, margin=20),
    Shot("issue-preview", "issue-preview", "officer", keeps=CONTENT, tall=900),
    Shot("issue-look", "issue-look", "officer", does=_note, keeps=CONTENT, tall=1100),
    Shot("issue-sent", "issue-sent", "officer", does=_wait_until_sent, keeps=CONTENT, tall=900),
    Shot("frame", "/{}/newsletter/embed/", does=_in_a_column, keeps=(".embedded",)),
]
