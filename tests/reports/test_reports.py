"""Annual reports: counted from the register, for readers once they are published."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.reports import actions
from citytocity.reports.gathering import gathered
from citytocity.reports.models import Frozen, Report
from citytocity.reports.presentation import reading
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.reports import a_year, handed_in, report
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


def test_the_report_tells_what_the_register_holds(
    client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    page = client.get(report(city=sides[0], by=registrar, published=True).get_absolute_url())

    reading = page.context["annual"]
    told = {one.code: one for one in reading.chapters}

    assert reading.title == "Perm and its twin cities in 2018"
    assert [(f.noun, f.value) for f in reading.first][:3] == [
        ("Activities", "3"),
        ("Visits received", "2"),
        ("Visits made", "1"),
    ]
    assert [[cell.text for cell in row][1] for row in told["visits"].lists[0].table.rows] == [
        "Mayors meet",
        "Mayors meet",
        "Return",
    ]
    assert [len(one.table.rows) for one in told["plan"].lists] == [1, 1]


@pytest.mark.parametrize("language", ["en", "ru", "de", "zh-hans"])
def test_it_opens_in_every_language(
    client: Client, sides: list[City], registrar: User, language: str
) -> None:
    a_year(*sides)
    report(city=sides[0], by=registrar, published=True)

    page = client.get(f"/{language}/reports/2018-perm/")

    assert page.status_code == 200
    assert f'href="/{language}/figures/I11/?year=2018&amp;city=perm"' in page.text


def test_a_year_without_anything_on_record_says_so(
    client: Client, sides: list[City], registrar: User
) -> None:
    report(city=sides[0], year=1201, by=registrar, published=True)

    page = client.get("/en/reports/1201-perm/")

    assert (page.status_code, page.context["annual"].months) == (200, None)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_at_most_forty_questions(
    client: Client,
    sides: list[City],
    registrar: User,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(number):
        a_year(*sides)
    report(city=sides[0], by=registrar, published=True)

    with django_assert_max_num_queries(40):
        client.get("/en/reports/2018-perm/")


def test_a_joint_report_counts_what_both_did_once(
    client: Client, sides: list[City], registrar: User
) -> None:
    visit(sides[0], to=sides[1])
    ledger.activity(city("Kazan"), host=sides[0])
    report(city=sides[0], other=sides[1], by=registrar, published=True)
    report(partnership=ledger.partnership(*sides), by=registrar, published=True)

    found = [client.get(one.get_absolute_url()).context["annual"] for one in Report.objects.all()]

    assert [(one.title, one.first[0].value) for one in found] == [
        ("Perm – Oxford in 2018", "1"),
        ("Perm – Oxford in 2018", "1"),
    ]


# --- who, and when ---


def test_before_it_is_published_only_who_makes_it_sees_it(
    client: Client, sides: list[City], registrar: User
) -> None:
    report(city=sides[0], by=registrar)
    answers = []
    for user in (None, member(Role.REGISTRAR, sides[1]), registrar):
        if user:
            client.force_login(user)
        answers.append(client.get("/en/reports/2018-perm/").status_code)

    assert answers == [404, 404, 200]


def test_what_only_its_makers_may_read_stays_in_no_cache(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    handed_in(made, by=registrar)
    paths = ("", "report.csv", "handed-in/1/", "handed-in/1/report.csv", "handed-in/1/I11/")
    client.force_login(registrar)

    before = [client.get(f"{made.get_absolute_url()}{path}") for path in paths]
    actions.publish_report(made, by=registrar)
    client.logout()
    open_now = [client.get(f"{made.get_absolute_url()}{path}") for path in paths]

    assert [(page.status_code, page.headers.get("Cache-Control")) for page in before] == [
        (200, "private, no-store")
    ] * len(paths)
    assert [(page.status_code, page.headers.get("Cache-Control")) for page in open_now] == [
        (200, None)
    ] * len(paths)


@pytest.mark.parametrize(
    "does",
    [
        lambda of, by: actions.write_report(of, by=by),
        lambda of, by: actions.publish_report(of, by=by),
        lambda of, by: actions.withdraw_report(of, by=by),
        lambda of, by: actions.hand_in(of, to="Duma", by=by),
    ],
)
def test_nobody_makes_the_report_of_another_city(
    sides: list[City], registrar: User, does: Any
) -> None:
    made = report(city=sides[0], by=registrar)

    with pytest.raises(PermissionDenied):
        does(made, member(Role.REGISTRAR, sides[1]))


@pytest.mark.parametrize("host", [0, 1])
def test_the_report_of_a_partnership_is_made_in_the_city_from_which_it_looks(
    client: Client, host: int
) -> None:
    sides = [city("Perm", host=host == 0), city("Oxford", host=host == 1)]
    of = ledger.partnership(*sides)
    makes, other = (member(Role.REGISTRAR, sides[n]) for n in (host, 1 - host))
    client.force_login(other)
    refused = (
        client.post("/admin/annual-reports/", {"year": "2018", "partnership": str(of.pk)})
        .context["form"]
        .errors["partnership"]
    )
    made = report(partnership=of, by=makes, published=True)

    with pytest.raises(PermissionDenied):
        actions.withdraw_report(made, by=other)
    assert refused == [f"The report of this partnership is made by {sides[host].name}."]


def test_the_address_of_a_report_stays_when_its_city_gets_another(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    sides[0].slug = "permian"
    sides[0].save()
    actions.write_report(Report.objects.get(), by=registrar)
    sides[1].slug = "perm"
    sides[1].save()
    other = report(city=sides[1], by=member(Role.REGISTRAR, sides[1]))

    made.refresh_from_db()

    assert (made.slug, other.slug) == ("2018-perm", "2018-perm-2")


def test_what_is_withdrawn_is_gone_for_readers_and_kept(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)
    actions.withdraw_report(made, by=registrar)
    actions.withdraw_report(made, by=registrar)

    answers = [client.get(one.get_absolute_url()).status_code for one in (made, frozen)]

    assert (answers, Frozen.objects.count()) == ([404, 404], 1)


@pytest.mark.parametrize("verb", [actions.publish_report, actions.withdraw_report])
def test_publishing_and_withdrawing_keep_what_a_colleague_typed_meanwhile(
    sides: list[City], registrar: User, verb: Any
) -> None:
    made = report(city=sides[0], by=registrar, published=verb is actions.withdraw_report)
    stale = Report.objects.get(pk=made.pk)
    made.foreword = {"en": "Newest"}
    actions.write_report(made, by=registrar)
    verb(stale, by=registrar)
    verb(stale, by=registrar)

    kept = Report.objects.get(pk=made.pk)

    assert (str(kept.foreword), kept.published) == ("Newest", stale.published)
    assert (stale.published is None) == (verb is actions.withdraw_report)


def test_typing_words_keeps_the_report_published_by_a_colleague_meanwhile(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    stale = Report.objects.get(pk=made.pk)
    actions.publish_report(made, by=registrar)
    stale.foreword = {"en": "Newest"}
    actions.write_report(stale, by=registrar)

    kept = Report.objects.get(pk=made.pk)

    assert (str(kept.foreword), kept.published) == ("Newest", made.published)


def test_what_is_handed_in_has_the_words_typed_last(sides: list[City], registrar: User) -> None:
    made = report(city=sides[0], by=registrar)
    stale = Report.objects.get(pk=made.pk)
    made.foreword = {"en": "Newest"}
    actions.write_report(made, by=registrar)

    assert handed_in(stale, by=registrar).told["foreword"] == {"en": "Newest"}


def test_the_address_of_two_long_ids_has_room_in_every_database(
    sides: list[City], registrar: User
) -> None:
    for place, side in enumerate(sides[:2]):
        side.slug = f"{place}{'x' * 119}"
        side.save()

    made = actions.write_report(Report(year=2018, city=sides[0], other=sides[1]), by=registrar)

    assert (len(made.slug), made.slug[:6]) == (190, "2018-0")


@pytest.mark.parametrize("of", ["nobody", "itself", "twice"])
def test_a_report_is_of_somebody_once(sides: list[City], registrar: User, of: str) -> None:
    report(city=sides[0], by=registrar)
    wrong = {
        "nobody": Report(year=2018, slug="one"),
        "itself": Report(year=2018, city=sides[0], other=sides[0], slug="one"),
        "twice": Report(year=2018, city=sides[0], slug="one"),
    }[of]

    with pytest.raises(ValidationError):
        wrong.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_the_registrar_begins_publishes_and_hands_in(
    client: Client, sides: list[City], registrar: User
) -> None:
    client.force_login(registrar)
    client.post("/admin/annual-reports/", {"year": "2018", "city": str(sides[0].pk)})
    made = Report.objects.get()
    home = f"/admin/annual-reports/{made.pk}/"
    client.post(f"{home}publish/", {"on": "1"})
    client.post(f"{home}hand-in/", {"to": "City Duma"})
    seen = client.get(home).context["form"]["seen"].value()
    client.post(home, {"foreword__en": "A good year.", "foreword__original": "en", "seen": seen})
    made.refresh_from_db()

    assert (made.slug, made.published is not None, str(made.foreword)) == (
        "2018-perm",
        True,
        "A good year.",
    )
    assert [one.to for one in made.frozen.all()] == ["City Duma"]
    assert client.get(home).status_code == 200


@pytest.mark.parametrize("of", ["city", "two", "partnership"])
def test_who_begins_what_a_colleague_has_begun_meanwhile_comes_to_that(
    client: Client,
    sides: list[City],
    registrar: User,
    monkeypatch: pytest.MonkeyPatch,
    of: str,
) -> None:
    city, other = sides
    whose: dict[str, Any] = {
        "city": {"city": city},
        "two": {"city": city, "other": other},
        "partnership": {"partnership": ledger.partnership(city, other)},
    }[of]
    begin = actions.write_report
    client.force_login(registrar)

    def after_a_colleague(mine: Report, *, by: User) -> Report:
        begin(Report(year=2018, **whose), by=registrar)
        return begin(mine, by=by)

    monkeypatch.setattr(actions, "write_report", after_a_colleague)
    asked = {"year": "2018"} | {name: str(one.pk) for name, one in whose.items()}
    page = client.post("/admin/annual-reports/", asked, follow=True)

    made = Report.objects.get()
    assert page.redirect_chain == [(f"/admin/annual-reports/{made.pk}/", 302)]
    assert "This report is there already." in page.text


def test_a_wrong_report_is_told_beside_its_field(
    client: Client, sides: list[City], registrar: User
) -> None:
    client.force_login(registrar)
    answers = [
        client.post("/admin/annual-reports/", asked).context["form"].errors
        for asked in (
            {"year": "2018", "city": str(sides[1].pk)},
            {"year": "0", "city": str(sides[0].pk)},
            {"year": "2018"},
            {"year": "2018", "city": str(sides[0].pk), "other": str(sides[0].pk)},
        )
    ]

    assert [sorted(errors) for errors in answers] == [["city"], ["year"], ["city"], ["other"]]
    assert not Report.objects.exists()


def test_the_next_year_of_a_report_is_a_plan_until_it_is_over(
    sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)

    headings = [
        reading(gathered(made, today=date(year, 6, 1))[0]).chapters[-1].heading
        for year in (2019, 2020)
    ]

    assert headings == ["What comes next", "What came next"]
