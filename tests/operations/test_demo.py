import pytest

from citytocity.cities.models import City
from citytocity.operations import demo
from citytocity.operations.demo import OFFICER, hand_in_results, load_demo
from citytocity.operations.refusals import RefusedError
from citytocity.people.models import User
from citytocity.ratings.models import Entry, Questionnaire
from citytocity.reports.models import Frozen
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' database is migrated already, and their pages need no collected files."""
    monkeypatch.setattr(demo, "upgrade", lambda *, if_changed: None)


def test_the_demo_does_not_mix_with_a_town_halls_own_records() -> None:
    city("Oxford")

    with pytest.raises(RefusedError, match="The register has records already"):
        load_demo()

    assert (City.objects.count(), User.objects.count()) == (1, 0)


def test_if_empty_leaves_a_register_with_records_in_peace() -> None:
    city("Oxford")

    load_demo(if_empty=True)

    assert (City.objects.count(), User.objects.count()) == (1, 0)


def test_the_office_of_the_demo_has_handed_in_its_report_and_a_questionnaire() -> None:
    city("Perm", population=982_419)
    user(officer=True, email=OFFICER)

    hand_in_results()

    report = Frozen.objects.get().report
    assert (report.slug, report.published is not None) == ("2018-perm", True)
    assert {one.rating: one.year for one in Questionnaire.objects.all()} == {
        "plain": 2018,
        "uclg-eurasia": 2018,
    }
    assert [(one.questionnaire.rating, one.is_public) for one in Entry.objects.all()] == [
        ("plain", True)
    ]
