"""Pictures of what the folder of a visit prints, in the guide's language and in another one."""

from citytocity.papers.making import picture
from citytocity.people.models import User
from citytocity.visits.models import Visit
from citytocity.visits.prints import template, told
from docs.pictures.shots import HERE, keep

PAPERS = {"brief": ("brief", 1), "hours": ("programme", 2)}
"""Which paper, and which page of it, by the name of the picture."""
INKS = 12  # print has few colours
LANGUAGES = {"en": ("en", "zh-hans"), "ru": ("ru", "en")}


def take_papers(wanted: list[str]) -> None:
    visit = Visit.objects.get(activity__slug="city-day-2018")
    officer = User.objects.get(email="officer@example.org")
    for name, (paper, page) in PAPERS.items():
        for language, both in LANGUAGES.items():
            if not wanted or name in wanted:
                made = picture(template(paper), told(paper, visit, both, by=officer), page=page)
                keep(made, HERE / language / f"{name}.png", colours=INKS)
