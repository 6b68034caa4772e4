"""Pictures of papers: of a visit in the guide's language and in another one, of a report and of a
questionnaire in the guide's language, of an issue of the newsletter."""

from collections.abc import Callable

from django.utils import timezone, translation

from citytocity.newsletter import printing as sheet
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.models import Issue
from citytocity.newsletter.queries import newsletter
from citytocity.papers.making import picture
from citytocity.people.models import User
from citytocity.ratings import paper as ratings
from citytocity.ratings.models import Questionnaire
from citytocity.ratings.queries import sheet_of
from citytocity.reports import exporting as reports
from citytocity.reports.gathering import annual
from citytocity.reports.models import Report
from citytocity.reports.presentation import reading
from citytocity.visits.models import Visit
from citytocity.visits.prints import template, told
from docs.pictures.shots import HERE, keep

INKS = 12  # print has few colours
LANGUAGES = {"en": ("en", "zh-hans"), "ru": ("ru", "en")}


def take_papers(wanted: list[str]) -> None:
    for name, (makes, page) in PAPERS.items():
        for language in LANGUAGES:
            if not wanted or name in wanted:
                with translation.override(language):
                    made = makes(language, page)
                keep(made, HERE / language / f"{name}.png", colours=INKS)


def _of_a_visit(paper: str) -> Callable[[str, int], bytes]:
    def make(language: str, page: int) -> bytes:
        visit = Visit.objects.get(activity__slug="city-day-2018")
        said = told(paper, visit, LANGUAGES[language], by=_officer())
        return picture(template(paper), said, page=page)

    return make


def _of_the_report(_language: str, page: int) -> bytes:
    of = Report.objects.get(slug="2018-perm")
    words = {"foreword": of.foreword.data, "outlook": of.outlook.data}
    counted = annual(of.scope, of.year, today=timezone.localdate(), **words)
    return picture(reports.PAPER, reports.on_paper(reading(counted)), page=page)


def _of_the_questionnaire(_language: str, page: int) -> bytes:
    sheet = sheet_of(Questionnaire.objects.get(rating="plain"), by=_officer())
    return picture(ratings.TEMPLATE, ratings.told(sheet), page=page)


def _of_the_newsletter(_language: str, page: int) -> bytes:
    made = Issue.objects.get(state=IssueState.DRAFT)
    return picture(sheet.PAPER, sheet.on_paper(made, newsletter()), page=page)


def _officer() -> User:
    return User.objects.get(email="officer@example.org")


PAPERS: dict[str, tuple[Callable[[str, int], bytes], int]] = {
    "brief": (_of_a_visit("brief"), 1),
    "hours": (_of_a_visit("programme"), 2),
    "cover": (_of_the_report, 1),
    "figures": (_of_the_report, 3),
    "questionnaire": (_of_the_questionnaire, 1),
    "newsletter-sheet": (_of_the_newsletter, 1),
}
"""What makes the paper, and which page of it, by the name of the picture."""
