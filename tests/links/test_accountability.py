"""The seven questions about a partnership: for the public once a side wants it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail import hooks

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership, PartnershipSide
from citytocity.links import actions
from citytocity.links.answers import YEARS_OF_COST, Answer, AnswerLine
from citytocity.links.enums import Question
from citytocity.links.models import Openness
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import ledger, sources
from tests.factories.cities import cities, city
from tests.factories.money import hours, line, open_books
from tests.factories.people import member
from tests.factories.protocol import promise
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def twins(sides: list[City]) -> Partnership:
    return ledger.partnership(*sides)


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


def _page(of: Partnership) -> str:
    return f"{of.get_absolute_url()}accountability/"


def test_it_is_not_there_until_a_side_wants_it(
    client: Client, twins: Partnership, sides: list[City], registrar: User
) -> None:
    closed = [client.get(_page(twins)).status_code, "Seven" in client.get(_page(twins)[:-15]).text]

    for _twice in range(2):
        actions.open_accounts(twins, sides[0], is_open=True, by=registrar)

    assert closed == [404, False]
    assert client.get(_page(twins)).status_code == 200
    assert "Seven questions" in client.get(twins.get_absolute_url()).text
    actions.open_accounts(twins, sides[0], is_open=False, by=registrar)
    assert client.get(_page(twins)).status_code == 404


def test_who_may_open_it_looks_at_it_first(
    client: Client, twins: Partnership, registrar: User
) -> None:
    client.force_login(registrar)

    page = client.get(_page(twins))

    assert "Only you see this page" in page.text
    assert 'name="robots" content="noindex' in page.text


def test_what_is_not_on_record_is_said_seven_times(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    Openness.objects.create(partnership=twins, city=sides[0])

    page = client.get(_page(twins)).text

    assert page.count("The register does not say.") == len(Question)


def test_the_register_answers_with_figures_that_open_their_records(
    client: Client,
    twins: Partnership,
    sides: list[City],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    perm, oxford = sides
    Openness.objects.create(partnership=twins, city=perm)
    visit = ledger.activity(host=oxford, when="2018-09")
    ledger.participation(visit, perm, role="guest", people=16)
    ledger.participation(ledger.activity(host=oxford, status="planned"), perm, role="guest")
    ledger.practice(oxford, perm, partnership=twins)
    paper = sources.source(title="Minutes of the council")
    ledger.state(twins, perm, "active", when="1995", decision={"en": "No 12"}, source=paper)

    with django_assert_max_num_queries(12):
        page = client.get(_page(twins))

    asked = {one.question: one for one in page.context["asked"]}
    travels = asked[Question.WHO_TRAVELS].answers[0]
    people = travels.figures[1]
    told = (people.qualifier, people.value, people.noun)
    assert told == ("at least", "16", "people in these groups")
    assert "also those that are only planned" in travels.about
    assert travels.about in page.text
    assert "16" in client.get(people.url).text
    assert asked[Question.BENEFIT].answers[0].figures[0].value == "1"
    assert "No 12" in asked[Question.WHO_DECIDED].answers[0].lines[0].words
    assert asked[Question.VOTE].answers[0].lines[0].url == paper.get_absolute_url()
    assert not asked[Question.COST].is_answered


def test_rooms_above_answer_for_the_sides_that_want_it(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    Openness.objects.create(partnership=twins, city=sides[1])

    def cost(partnership: Partnership, opened: list[City]) -> list[Answer]:
        return [Answer(Question.COST, lines=(AnswerLine(f"Told by {opened[0]}"),))]

    with hooks.register_temporarily("links_accountability_parts", cost):
        page = client.get(_page(twins)).text

    assert "Told by Oxford" in page


def test_money_visits_and_promises_answer_with_figures_that_open_what_they_count(
    client: Client,
    twins: Partnership,
    sides: list[City],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    perm, oxford = sides
    went = visit(perm, to=oxford, when="2018-09-03/2018-09-06").activity
    went.participations.filter(city=perm).update(people=16, certainty="about")
    for city_there in sides:
        open_books(city_there, twins)
        line(city_there, "250", activity=went)
        line(city_there, "50", partnership=twins, when="2017", payer="sponsor")
        hours(city_there, went)
    promise(oxford, perm, is_public=True, state="kept", settled="2018")
    promise(oxford, perm)
    ledger.agreement(twins)
    Openness.objects.create(partnership=twins, city=perm)

    with django_assert_max_num_queries(12):
        page = client.get(_page(twins))

    asked = {one.question: one.answers for one in page.context["asked"]}
    (cost,) = asked[Question.COST]
    assert [figure.value for figure in cost.figures] == ["32"]
    sums = [[cell.text for cell in row] for row in cost.table.rows]
    assert sums == [["2018", "The city", "€250"], ["2017", "Sponsor", "€50"]]
    trips = asked[Question.WHO_TRAVELS][1].figures
    assert "Of these, visits, exchanges and delegations that took place, in person:" in page.text
    assert [(figure.qualifier, figure.value, figure.noun) for figure in trips] == [
        ("", "1", "visit, Perm"),
        ("about", "16", "person-trips, Perm"),
        ("about", "48", "guest-nights, Perm"),
    ]
    kept = [(figure.value, figure.noun) for figure in asked[Question.BENEFIT][0].figures]
    assert kept == [("1", "promise"), ("1", "promise kept")]
    for figure in (*cost.figures, *trips, *asked[Question.BENEFIT][0].figures):
        assert client.get(figure.url).status_code == 200
    assert [client.get(row[-1].url).text.count("€") >= 1 for row in cost.table.rows] == [True] * 2
    assert len(client.get(cost.figures[0].url).context["table"].rows) == 1
    assert client.get(trips[0].url).context["page"].paginator.count == 1


@pytest.mark.parametrize("years", [YEARS_OF_COST, YEARS_OF_COST + 1])
def test_what_it_cost_is_told_of_the_newest_years_and_of_each_of_these_whole(
    client: Client, twins: Partnership, sides: list[City], years: int
) -> None:
    perm, _oxford = sides
    Openness.objects.create(partnership=twins, city=perm)
    open_books(perm, twins)
    newest = [str(2018 - ago) for ago in range(years)]
    for year in newest:
        for payer in ("city", "sponsor", "participants"):
            line(perm, "50", partnership=twins, when=year, payer=payer)

    page = client.get(_page(twins))

    (cost,) = next(one.answers for one in page.context["asked"] if one.question == Question.COST)
    shown = [row[0].text for row in cost.table.rows]
    assert shown == [year for year in newest[:YEARS_OF_COST] for _payer in range(3)]
    assert bool(cost.more) == (years > YEARS_OF_COST)


def test_each_side_opens_its_own_accounts_alone(
    client: Client, twins: Partnership, sides: list[City], registrar: User
) -> None:
    address = f"/admin/health-of-links/{twins.pk}/public/"
    client.force_login(registrar)

    client.post(address, {"perm": "on", "oxford": "on"})

    assert [row.city for row in Openness.objects.all()] == [sides[0]]
    with pytest.raises(PermissionDenied):
        actions.open_accounts(twins, sides[1], is_open=True, by=registrar)
    duisburg = city("Duisburg")
    by = member(Role.REGISTRAR, duisburg)
    with pytest.raises(ValidationError):
        actions.open_accounts(twins, duisburg, is_open=True, by=by)


def test_nobody_who_stands_for_all_cities_opens_the_accounts_of_one(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    host = member(Role.HOST)
    client.force_login(host)

    page = client.get("/admin/health-of-links/")

    assert [row["may_open"] for row in page.context["rows"]] == [False]
    assert "/public/" not in page.text
    assert client.get(f"/admin/health-of-links/{twins.pk}/public/")["Location"] == "/admin/"
    assert client.get(_page(twins)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.open_accounts(twins, sides[0], is_open=True, by=host)


@pytest.mark.parametrize(
    ("opened", "counted"),
    [(["perm"], ["1"]), (["perm", "oxford"], ["1", "2"]), (["perm", "oxford", "duisburg"], ["6"])],
)
def test_journeys_are_told_of_the_sides_that_want_it(
    client: Client, sides: list[City], opened: list[str], counted: list[str]
) -> None:
    all_sides = [*sides, city("Duisburg")]
    ring = ledger.partnership(*all_sides)
    for number, guest in enumerate(all_sides, 1):
        for _visit in range(number):
            ledger.activity(guest, host=all_sides[number % 3])
    for one in all_sides:
        if one.slug in opened:
            Openness.objects.create(partnership=ring, city=one)

    page = client.get(_page(ring))

    told = next(one for one in page.context["asked"] if one.question == Question.WHO_TRAVELS)
    (answer,) = told.answers
    assert [figure.value for figure in answer.figures] == counted
    assert len(answer.lines) == sum(map(int, counted))
    for figure in answer.figures:
        assert len(client.get(figure.url).context["rows"]) == int(figure.value)


def test_a_city_that_is_no_side_any_more_answers_nothing(
    client: Client, twins: Partnership, sides: list[City]
) -> None:
    third = city("Duisburg")
    PartnershipSide.objects.create(partnership=twins, city=third)
    Openness.objects.create(partnership=twins, city=third)
    open_books(third, twins)
    assert "Duisburg" in client.get(_page(twins)).text
    assert client.get(f"{twins.get_absolute_url()}money/").status_code == 200

    PartnershipSide.objects.filter(city=third).delete()

    assert client.get(_page(twins)).status_code == 404
    assert client.get(f"{twins.get_absolute_url()}money/").status_code == 404
