"""The pages a reader meets, and what axe-core and a narrow window say of them."""

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = (
    "",
    "cities/",
    "cities/perm/",
    "cities/perm/sources/",
    "cities/perm/still-we-rise/",
    "partnerships/",
    "partnerships/perm-duisburg/",
    "partnerships/perm-oxford/sources/",
    "activities/",
    "activities/?view=calendar&year=2018",
    "activities/?view=map",
    "activities/come-together-2018/",
    "participations/?year=2018",
    "programmes/",
    "programmes/come-together/",
    "results/",
    "recognitions/",
    "organisations/panfilov-ballet/",
    "sources/perm-2018/",
    "stories/",
    "topics/",
    "topics/culture/",
    "search/?q=perm",
    "about/",
    "nothing-here/",
)


def faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it is shown, one line for each kind of fault."""
    page.evaluate(AXE.read_text())
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = page.evaluate(f"axe.run(document, {options}).then(r => r.violations)")
    return [f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def read_with(context: BrowserContext, site_url: str, digits: str) -> None:
    """Sets the reader's settings: the five digits of their cookie."""
    context.add_cookies([{"name": "reading", "value": digits, "url": site_url}])
