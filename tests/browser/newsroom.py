"""Everybody who works at the served site, each in a browser of her own, and what she does there."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

PATIENCE = 60  # seconds until the worker has done what is waited for


@dataclass
class Newsroom:
    """The served site, and everybody who works at it, each in a browser of her own."""

    browser: Browser
    url: str
    folder: Path

    @contextmanager
    def person(self, email: str = "", password: str = "") -> Iterator[Page]:
        """A page of somebody signed in; of a reader without an address."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 1000})
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        if email:
            page.goto(f"{self.url}/en/account/login/?next=/admin/")
            page.fill("input[name=login]", email)
            page.fill("input[name=password]", password or self._password(email))
            press(page, "Sign in")
            page.wait_for_url("**/admin/")
        yield page
        context.close()

    def letter_to(self, address: str, pattern: str) -> str:
        """What the pattern finds in a letter that the worker has written for the address."""
        return waited_for(lambda: self._in_letters(address, pattern), f"a letter to {address}")

    def _in_letters(self, address: str, pattern: str) -> str:
        for letter in self.folder.glob("mail/*"):
            text = letter.read_text().replace("=\n", "").replace("=3D", "=").replace("=3A", ":")
            if f"To: {address}" in text and (found := re.search(pattern, text)):
                return found[0]
        return ""

    def _password(self, email: str) -> str:
        accounts = (self.folder / "demo-accounts.txt").read_text().splitlines()
        return next(line.split()[1] for line in accounts if line.startswith(email))


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()


def waited_for(ask: Callable[[], Any], what: str) -> Any:
    """The first answer that is something."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if found := ask():
            return found
        time.sleep(0.3)
    raise AssertionError(f"Waited in vain for {what}")
