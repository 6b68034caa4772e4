"""The forms of the register in the admin, filled in and sent."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from citytocity.cities.enums import INK_NAMES, SIGN_NAMES
from citytocity.cities.models import ink_choices, sign_choices
from citytocity.ledger.enums import AgreementKind
from citytocity.ledger.models import Activity, Agreement, Partnership, Result
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.sources import source
from tests.ledger.officers import speaks

pytestmark = pytest.mark.django_db

ACTIVITIES = "/admin/snippets/ledger/activity/"
PARTNERSHIPS = "/admin/snippets/ledger/partnership/"


def rows(name: str, *filled: dict[str, Any]) -> dict[str, Any]:
    """Rows of a form as a browser sends them."""
    values = {
        f"{name}-{at}-{key}": value for at, row in enumerate(filled) for key, value in row.items()
    }
    places = {f"{name}-{at}-ORDER": at + 1 for at in range(len(filled))}
    counts = {
        "TOTAL_FORMS": len(filled),
        "INITIAL_FORMS": 0,
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": 1000,
    }
    return values | places | {f"{name}-{count}": number for count, number in counts.items()}


def activity_sent(**values: Any) -> dict[str, Any]:
    empty = rows("inspired_by") | rows("credits") | rows("citations") | rows("participations")
    held = {"title__en": "Days of culture", "kind": "festival", "when": "2018-09", "status": "held",
            "attendance_certainty": "counted"}  # fmt: skip
    return empty | held | values


def partnership_sent(**values: Any) -> dict[str, Any]:
    empty = rows("sides") | rows("states") | rows("milestones") | rows("citations")
    return empty | {"kind": "twinning", "base_date": "since"} | values


def kept(name: str, records: Iterable[Any], *filled: dict[str, Any]) -> dict[str, Any]:
    """The same for rows that are there already."""
    known = [{"id": record.pk} | row for record, row in zip(records, filled, strict=True)]
    return rows(name, *known) | {f"{name}-INITIAL_FORMS": len(known)}


def refusals(client: Client, address: str, sent: dict[str, Any]) -> list[str]:
    """What is said of the rows of a form that is sent back."""
    formsets = client.post(address, sent).context["form"].formsets.values()
    of_all = [fault for formset in formsets for fault in formset.non_form_errors()]
    of_rows = [row for formset in formsets for row in formset.errors]
    return [*of_all, *(fault for row in of_rows for faults in row.values() for fault in faults)]


def test_an_activity_is_saved_with_its_groups_sources_works_and_credits(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    news = source()

    answer = officer.post(
        f"{ACTIVITIES}add/",
        activity_sent(host=perm.pk)
        | rows(
            "participations",
            {"city": perm.pk, "role": "host", "mode": "in-person", "certainty": "counted"},
            {
                "city": oxford.pk,
                "role": "guest",
                "mode": "online",
                "certainty": "about",
                "people": 16,
            },
        )
        | rows("citations", {"source": news.pk, "about": "when", "states": "2018-10"})
        | rows("inspired_by", {"kind": "poem", "title": "Still I Rise"})
        | rows("credits", {"role__en": "Director", "name": "The mayor"}),
    )

    saved = Activity.objects.get()
    assert answer.status_code == 302
    assert [(p.city, p.role, p.mode, p.people) for p in saved.participations.all()] == [
        (perm, "host", "in-person", None),
        (oxford, "guest", "online", 16),
    ]
    assert [(c.source, c.about, c.states) for c in saved.citations.all()] == [
        (news, "when", "2018-10")
    ]
    assert [work.title for work in saved.inspired_by.all()] == ["Still I Rise"]
    assert [(str(c.role), c.name) for c in saved.credits.all()] == [("Director", "The mayor")]
    assert saved.slug == "days-of-culture"


def test_an_activity_with_a_wrong_group_is_not_saved_at_all(officer: Client) -> None:
    perm = city("Perm")
    group = {"city": perm.pk, "role": "host", "mode": "in-person", "certainty": "counted"}

    faults = refusals(
        officer,
        f"{ACTIVITIES}add/",
        activity_sent() | rows("participations", group | {"people": 2, "youth": 3}),
    )

    assert faults == ["There cannot be more young people than people."]
    assert Activity.objects.count() == 0


def test_a_partnership_of_one_city_is_refused_in_our_own_words(officer: Client) -> None:
    perm = city("Perm")

    faults = refusals(
        officer, f"{PARTNERSHIPS}add/", partnership_sent(**rows("sides", {"city": perm.pk}))
    )

    assert faults == ["A partnership needs two cities or more."]
    assert Partnership.objects.count() == 0


def test_a_date_is_typed_as_people_write_it_and_kept_in_our_format(officer: Client) -> None:
    perm = city("Perm")

    answer = officer.post(f"{ACTIVITIES}add/", activity_sent(host=perm.pk, when="14.09.2018"))

    assert answer.status_code == 302
    assert Activity.objects.get().when == "2018-09-14"


def test_a_date_that_can_mean_several_days_is_refused_beside_its_field(officer: Client) -> None:
    perm = city("Perm")

    form = officer.post(
        f"{ACTIVITIES}add/", activity_sent(host=perm.pk, when="03/04/2018")
    ).context["form"]

    assert form.errors["when"] == [
        "“03/04/2018” can mean several days. Write it as one of these: 2018-04-03, 2018-03-04."
    ]
    assert Activity.objects.count() == 0


def test_a_partnership_of_two_cities_is_saved_with_the_states_of_its_sides(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")

    answer = officer.post(
        f"{PARTNERSHIPS}add/",
        partnership_sent(since="1995")
        | rows("sides", {"city": perm.pk}, {"city": oxford.pk, "recognised": "1995-10-13"})
        | rows("states", {"city": oxford.pk, "state": "active", "when": "1995"}),
    )

    saved = Partnership.objects.get()
    assert (answer.status_code, saved.slug) == (302, "perm-oxford")
    assert [(side.city, side.recognised) for side in saved.sides.all()] == [
        (perm, ""),
        (oxford, "1995-10-13"),
    ]
    assert [(line.city, line.state) for line in saved.states.all()] == [(oxford, "active")]


def test_what_is_wrong_with_the_cities_of_a_partnership_is_told_beside_them_with_all_else(
    officer: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")

    form = officer.post(
        f"{PARTNERSHIPS}add/",
        partnership_sent(since="20181-99")
        | rows("sides", {"city": perm.pk}, {"city": perm.pk, "recognised": "x"})
        | rows("states", {"city": oxford.pk, "state": "active"}),
    ).context["form"]

    sides, states = form.formsets["sides"], form.formsets["states"]
    assert list(form.errors) == ["since"]
    assert list(sides.non_form_errors()) == []
    assert (sides.errors[0], sides.errors[1]["city"]) == (
        {},
        ["A city cannot be in partnership with itself."],
    )
    assert states.errors == [
        {"city": ["The status history names a city that is no side of it: Oxford."]}
    ]


def test_a_row_that_is_taken_out_stands_in_nobodys_way(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")

    answer = officer.post(
        f"{PARTNERSHIPS}add/",
        partnership_sent()
        | rows("sides", {"city": perm.pk}, {"city": perm.pk, "DELETE": "on"}, {"city": oxford.pk}),
    )

    assert (answer.status_code, Partnership.objects.get().cities) == (302, [perm, oxford])


def test_the_cities_of_two_sides_can_be_exchanged(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford)
    sides = list(twins.sides.all())

    answer = officer.post(
        f"{PARTNERSHIPS}edit/{twins.pk}/",
        partnership_sent(slug=twins.slug)
        | kept("sides", sides, {"city": oxford.pk, "recognised": "1995"}, {"city": perm.pk}),
    )

    assert answer.status_code == 302
    assert [(side.pk, side.city, side.recognised) for side in twins.sides.all()] == [
        (sides[0].pk, oxford, "1995"),
        (sides[1].pk, perm, ""),
    ]


def test_the_cities_of_two_groups_can_be_exchanged(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    festival = ledger.activity(perm, oxford)
    groups = list(festival.participations.all())
    group = {"role": "guest", "mode": "online", "certainty": "about"}

    answer = officer.post(
        f"{ACTIVITIES}edit/{festival.pk}/",
        activity_sent(slug=festival.slug)
        | kept("participations", groups, group | {"city": oxford.pk}, group | {"city": perm.pk}),
    )

    assert answer.status_code == 302
    assert [(group.pk, group.city) for group in festival.participations.all()] == [
        (groups[0].pk, oxford),
        (groups[1].pk, perm),
    ]


@pytest.mark.parametrize(
    ("sent", "slug"),
    [
        ({"signed": "2007-10-15"}, "perm-oxford-2007"),
        ({"signed": ""}, "perm-oxford"),
        ({"title__en": "Treaty", "signed": "2007-10-15"}, "treaty"),
    ],
)
def test_an_agreement_without_a_title_is_called_by_its_partnership_and_year(
    officer: Client, sent: dict[str, str], slug: str
) -> None:
    twins = ledger.partnership(*cities("Perm", "Oxford"), slug="perm-oxford")

    officer.post(
        "/admin/snippets/ledger/agreement/add/",
        rows("signatories")
        | rows("citations")
        | {"partnership": twins.pk, "kind": AgreementKind.TWINNING, "title__original": "en"}
        | sent,
    )

    assert [agreement.slug for agreement in Agreement.objects.all()] == [slug]


def test_the_form_of_a_source_tells_its_own_address_from_the_one_on_the_web(
    officer: Client,
) -> None:
    speaks(officer, "ru")

    page = officer.get("/admin/snippets/sources/source/add/").text

    headings = re.findall(r"data-panel-heading-text>([^<]+)<", page)
    assert (headings.count("Адрес"), headings[-1]) == (1, "Идентификатор в адресах и файлах")


def test_the_form_of_an_activity_lists_its_results_and_leads_to_a_new_one(officer: Client) -> None:
    activity = ledger.activity()
    song = ledger.result(activity=activity, title={"en": "A song"}, evidenced=True)
    ledger.result(title={"en": "A book of another activity"})

    page = unescape(officer.get(f"{ACTIVITIES}edit/{activity.pk}/").text)

    results = "/admin/snippets/ledger/result"
    assert f'<li><a href="{results}/edit/{song.pk}/">A song</a> · evidenced</li>' in page
    assert "A book of another activity" not in page
    assert f'href="{results}/add/?activity={activity.pk}">Add a result</a>' in page
    assert f'href="{results}/?activity={activity.pk}">See them in the list</a>' in page


def test_the_form_of_a_partnership_lists_its_agreements_and_results(officer: Client) -> None:
    partnership = ledger.partnership(*cities("Perm", "Oxford"))
    treaty = ledger.agreement(partnership, title={"en": "Treaty"}, signed="1995-10-13")
    book = ledger.result(partnership=partnership, title={"en": "A book"})

    page = unescape(officer.get(f"{PARTNERSHIPS}edit/{partnership.pk}/").text)

    ledgers = "/admin/snippets/ledger"
    assert f'<a href="{ledgers}/agreement/edit/{treaty.pk}/">Treaty</a> · 13 October 1995' in page
    assert f'<a href="{ledgers}/result/edit/{book.pk}/">A book</a> · claimed' in page
    assert f'{ledgers}/agreement/add/?partnership={partnership.pk}">Add an agreement</a>' in page


def test_a_form_that_is_not_saved_yet_says_when_results_can_be_added(officer: Client) -> None:
    page = officer.get(f"{ACTIVITIES}add/").text

    assert "Save this record first; then you can add to it here." in page
    assert "Add a result" not in page


def test_a_new_result_knows_the_activity_it_was_begun_from(officer: Client) -> None:
    activity = ledger.activity(title={"en": "Days of culture"})

    form = officer.get("/admin/snippets/ledger/result/add/", {"activity": activity.pk})

    assert f'<option value="{activity.pk}" selected>Days of culture</option>' in form.text


@pytest.mark.parametrize("key", ["9" * 40, "x", "", "0"])
def test_an_address_that_names_no_record_opens_an_empty_form(officer: Client, key: str) -> None:
    answer = officer.get("/admin/snippets/ledger/result/add/", {"activity": key, "title": "<b>"})

    assert answer.status_code == 200
    assert "<option" in answer.text
    assert Result.objects.count() == 0


def test_the_buttons_of_rows_are_good_russian(officer: Client) -> None:
    speaks(officer, "ru")

    forms = [officer.get(f"/admin/snippets/ledger/{kind}/add/").text for kind in
             ("partnership", "agreement", "activity", "result")]  # fmt: skip
    buttons = [re.findall(r'-ADD">.*?</svg>\s*([^<]+)</button>', form, re.DOTALL) for form in forms]

    assert buttons == [
        ["Добавить сторону", "Добавить состояние", "Добавить веху", "Добавить источник"],
        ["Добавить подписавшего", "Добавить источник"],
        ["Добавить группу города", "Добавить произведение", "Добавить создателя",
         "Добавить источник"],
        ["Добавить подтверждение", "Добавить источник"],
    ]  # fmt: skip


def test_inks_and_signs_have_names_in_the_officers_language(officer: Client) -> None:
    speaks(officer, "ru")

    form = officer.get("/admin/snippets/cities/city/add/").text

    assert '<option value="cobalt">кобальт</option>' in form
    assert '<option value="wheel">колесо</option>' in form
    assert {key for key, _words in ink_choices()} == set(INK_NAMES)
    assert {key for key, _words in sign_choices()} == set(SIGN_NAMES)
