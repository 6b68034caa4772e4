"""A site for the browser: the demo, served by the command as anybody serves it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.letters import post_office
from tests.browser.newsroom import PATIENCE, Newsroom
from tests.browser.site import chromium, served
from tests.browser.world import LINK


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served site; demo-accounts.txt in it has addresses and passwords."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def address(site_url: str, site_folder: Path) -> Callable[..., str]:
    """Where a path of PATHS leads to, in a language."""
    link = (site_folder / LINK).read_text()
    return lambda path, *, language="ru": f"{site_url}/{language}/{path.format(link=link)}"


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """The address of a running site with the demo, without a slash at its end; its letters go to a
    mail server, which lays them into the folder."""
    with post_office(site_folder) as port, served(site_folder, mail_port=port) as url:
        yield url


@pytest.fixture
def newsroom(browser: Browser, site_url: str, site_folder: Path) -> Iterator[Newsroom]:
    expect.set_options(timeout=PATIENCE * 1000)
    yield Newsroom(browser, site_url, site_folder)
    expect.set_options(timeout=5_000)
