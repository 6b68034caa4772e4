"""The pages a reader meets, and what axe-core and a narrow window say of them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import product
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from citytocity.design.access import CHOICES, ReadingSettings

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = (
    "",
    "cities/",
    "cities/perm/",
    "cities/perm/sources/",
    "cities/perm/still-we-rise/",
    "cities/perm/ten-years-perm-duisburg/beside/de/",
    "partnerships/",
    "partnerships/perm-duisburg/",
    "partnerships/perm-duisburg/presentation/",
    "partnerships/perm-oxford/sources/",
    "activities/",
    "activities/?view=calendar&year=2018",
    "activities/?view=map",
    "activities/come-together-2018/",
    "participations/?year=2018",
    "programmes/",
    "programmes/come-together/",
    "results/",
    "results/call-centre/",
    "practices/",
    "embed/results/call-centre/",
    "embed/partnerships/perm-duisburg/",
    "recognitions/",
    "recognitions/merit-2018/",
    "visits/",
    "activities/city-day-2018/",
    "gifts/",
    "gifts/panorama-2018/",
    "letters/",
    "letters/greetings/",
    "promises/",
    "promises/an-alley/",
    "honours/",
    "honours/a-medal/",
    "partnerships/perm-duisburg/accountability/",
    "partnerships/perm-duisburg/confirmations/",
    "partnerships/perm-duisburg/money/",
    "partnerships/perm-duisburg/hours/",
    "confirm/{link}/",
    "confirm/forged/",
    "organisations/panfilov-ballet/",
    "sources/perm-2018/",
    "reports/2018-perm/",
    "reports/2018-perm/handed-in/1/",
    "reports/2018-perm/handed-in/1/I11/?theme=culture",
    "ratings/plain/2018/perm/",
    "figures/I08/?year=2018&city=perm",
    "open-data/",
    "stories/",
    "topics/",
    "topics/culture/",
    "search/?q=perm",
    "about/",
    "contribute/story/",
    "contribute/memory/",
    "contribute/correction/?about=activity/come-together-2018",
    "contribute/sent/",
    "newsletter/",
    "newsletter/issues/",
    "newsletter/issues/1/",
    "account/login/",
    "account/password/reset/",
    "nothing-here/",
)
"""Of each type of page one; `{link}` stands for what a letter's link carries."""
WAYS = tuple(
    ReadingSettings(**dict(zip(CHOICES, values, strict=True)))
    for values in product(*CHOICES.values())
)
"""Every combination of what the access bar offers."""
BY_LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""axe-core's rules that ask what a style sheet does; the others ask what the page holds."""
WEAR = """
const html = document.documentElement;
const wear = (way) => {
  for (const [name, value] of Object.entries(way)) {
    if (html.dataset[name] === value) continue;
    html.dataset[name] = value;
    for (const button of document.querySelectorAll(`.set button[name=${name}]`))
      button.setAttribute("aria-pressed", button.value === value);
  }
};
"""
TOO_WIDE = f"""async (ways) => {{{WEAR}
  const found = [];
  for (const [key, way] of ways) {{
    wear(way);
    html.scrollWidth;  // so that the fonts of this way are asked for
    await document.fonts.ready;
    if (html.scrollWidth > innerWidth) found.push(key);
  }}
  return found;
}}"""
AXE_IN = f"""async ([ways, rules]) => {{{WEAR}
  const found = [];
  for (const [key, way] of ways) {{
    wear(way);
    const seen = await axe.run(document, {{
      runOnly: {{type: "rule", values: rules}}, resultTypes: ["violations"], elementRef: false,
    }});
    for (const fault of seen.violations)
      found.push(`${{key}}: ${{fault.id}}: ${{fault.nodes[0].html.slice(0, 160)}}`);
  }}
  return found;
}}"""


def faults(page: Page, *, part: str = "") -> list[str]:
    """What axe-core finds on the page, or in a part of it, as it is shown; one line for each kind
    of fault."""
    page.evaluate(AXE.read_text())
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    where = json.dumps(part) if part else "document"
    found = page.evaluate(f"axe.run({where}, {options}).then(r => r.violations)")
    return [f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def too_wide(page: Page, ways: Iterable[ReadingSettings]) -> list[str]:
    """The ways of reading, as their cookies, in which the open page scrolls sideways."""
    return [f"{page.url} {key}" for key in page.evaluate(TOO_WIDE, _told(ways))]


def faults_by_looks(page: Page, ways: Iterable[ReadingSettings]) -> list[str]:
    """What axe-core finds on the open page in these ways of reading by its rules about looks."""
    page.evaluate(AXE.read_text())
    return [f"{page.url} {line}" for line in page.evaluate(AXE_IN, [_told(ways), BY_LOOKS])]


def cover(number: int) -> list[ReadingSettings]:
    """Fifteen ways of reading in which each value of a setting meets each value of every other.

    Eighteen numbers in a row have all ways between them.
    """
    pictures, spacing, face = number % 3, number // 3 % 3, number // 9 % 2
    return [
        ReadingSettings(
            *(CHOICES["size"][size], CHOICES["colours"][colours]),
            CHOICES["pictures"][(size + colours + pictures) % 3],
            CHOICES["spacing"][(size + 2 * colours + spacing) % 3],
            CHOICES["face"][(size + colours + face) % 2],
        )
        for size, colours in product(range(3), range(5))
    ]


def _told(ways: Iterable[ReadingSettings]) -> list[tuple[str, dict[str, str]]]:
    """Those that differ in colours alone after each other, for they are laid out but once."""
    by_layout = sorted(ways, key=lambda way: (way.size, way.spacing, way.face))
    return [(way.cache_key, asdict(way)) for way in by_layout]


def read_with(context: BrowserContext, site_url: str, digits: str) -> None:
    """Sets the reader's settings: the five digits of their cookie."""
    context.add_cookies([{"name": "reading", "value": digits, "url": site_url}])
