"""The demo: Perm and its twin cities at the end of 2018, through the importers that users have."""

from decimal import Decimal
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from citytocity.cities.models import City
from citytocity.ledger.importing import ImportRefusedError, import_files
from citytocity.newsletter.importing import bring_list, load_newsletter
from citytocity.operations.accounts import keep_demo_accounts
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import progress, tell, waiting
from citytocity.operations.upgrading import upgrade
from citytocity.people.models import User
from citytocity.ratings import actions as ratings
from citytocity.ratings.shelf import shelf
from citytocity.reports import actions as reports
from citytocity.reports.models import Report
from citytocity.visits.importing import VisitsRefusedError, load_visits
from citytocity.website.importing import load_pages
from citytocity.website.page_files import PagesRefusedError

REGISTER = settings.PACKAGE / "demo" / "perm.yaml"
VISITS = settings.PACKAGE / "demo" / "visits.yaml"
PAGES = settings.PACKAGE / "demo" / "stories.yaml"
RESULTS = settings.PACKAGE / "demo" / "results.yaml"
OFFICER = "officer@example.org"
NEWSLETTER = settings.PACKAGE / "demo" / "newsletter.yaml"
SPOKEN = {"en", "ru", "de"}  # by the readers of the demo
READERS = settings.PACKAGE / "demo" / "readers.csv"


def load_demo(*, if_empty: bool = False) -> None:
    """Fills an empty register; RefusedError if it has records, as nobody wants them mixed."""
    upgrade(if_changed=True)
    if City.objects.exists():
        if if_empty:
            return
        raise RefusedError(
            "The register has records already; the demo would mix with them. "
            "Give it a folder of its own: CITYTOCITY_DATA=demo citytocity serve --demo"
        )
    try:
        _load()
    except (ImportRefusedError, PagesRefusedError, VisitsRefusedError) as error:
        raise RefusedError(f"The demo cannot be loaded:\n{error}") from error
    tell("  Demo: Perm and its twin cities are here")


@transaction.atomic
def _load() -> None:
    with progress("Demo register") as told:
        import_files([REGISTER], told=told)
    with waiting("Demo visit"):
        load_visits(VISITS)
    with waiting("Demo pages"):
        load_pages(PAGES)
    keep_demo_accounts()
    with waiting("Demo report"):
        hand_in_results()
    officer = User.objects.get(email=OFFICER)
    load_newsletter(NEWSLETTER, by=officer)
    if set(settings.CONTENT_CODES) >= SPOKEN:
        bring_list(READERS, by=officer)


def hand_in_results() -> None:
    """The reports and questionnaires of the office, made by what the office does itself."""
    officer = User.objects.get(email=OFFICER)
    told = yaml.safe_load(RESULTS.read_text(encoding="utf-8"))
    for one in told["reports"]:
        city = City.objects.get(slug=one["city"])
        made = Report(year=one["year"], city=city, foreword=one["foreword"])
        reports.write_report(made, by=officer)
        reports.publish_report(made, by=officer)
        reports.hand_in(made, to=one["handed_in_to"], by=officer)
    for one in told["questionnaires"]:
        _fill_questionnaire(one, by=officer)


def _fill_questionnaire(told: dict[str, Any], *, by: User) -> None:
    city, rating = City.objects.get(slug=told["city"]), shelf().definitions[told["rating"]]
    asked = ratings.begin(city, rating, told["year"], by=by)
    typed = told.get("answers", {})
    answers = {code: (Decimal(value), source) for code, (value, source) in typed.items()}
    ratings.fill(asked, answers, by=by)
    if told.get("handed_in"):
        ratings.open_to_all(ratings.hand_in(asked, by=by), is_public=True, by=by)
