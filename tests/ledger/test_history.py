"""The history of a record says what changed, by whom and why; any state can be brought back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from citytocity.cities.models import City
from citytocity.ledger.admin.differences import changes_between
from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member, user
from tests.factories.sources import cite

pytestmark = pytest.mark.django_db

ACTIVITIES = "/admin/snippets/ledger/activity"
NO_ROWS = {name: inline_formset([]) for name in ("inspired_by", "credits", "citations")}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def save(client: Client, activity: Activity, *, why: str = "", **values: Any) -> Any:
    """The activity's form sent back with other values, as the officer's browser does."""
    activity.refresh_from_db()
    groups = [
        {"id": row.pk, "city": row.city_id, "role": row.role, "mode": row.mode,
         "certainty": row.certainty, "people": row.people or ""}
        for row in activity.participations.all()
    ]  # fmt: skip
    sent = {
        "title__en": activity.title.data["en"],
        "title__original": "en",
        "kind": activity.kind,
        "when": activity.when,
        "status": activity.status,
        "host": activity.host_id or "",
        "slug": activity.slug,
        "attendance_certainty": activity.attendance_certainty,
        "participations": inline_formset(groups, initial=len(groups)),
    }
    data = nested_form_data(sent | NO_ROWS | values) | {"why": why}
    answer = client.post(f"{ACTIVITIES}/edit/{activity.pk}/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def festival(*guests: City) -> Activity:
    made = ledger.activity(*guests, title={"en": "Festival"}, slug="festival", when="2018-05")
    made.save_revision()
    return made


def told(client: Client, activity: Activity) -> list[list[tuple[str, str, list[tuple]]]]:
    """For each line of the history its changes, the newest line first."""
    answer = client.get(f"{ACTIVITIES}/history/{activity.pk}/")
    assert answer.status_code == 200
    view = answer.context["view"]
    return [[in_short(change) for change in view.changes_of(line)] for line in view.entries]


def in_short(change: Any) -> tuple[str, str, list[tuple]]:
    values = [
        (value.label, [line.words for line in value.was], [line.words for line in value.would])
        for value in change.values
    ]
    return change.act, change.heading, values


def same(place: int) -> list[tuple]:
    """What all groups have, as it was (1) or as it is (2)."""
    facts = {"Role": "Partner", "How": "In person", "How sure": "Counted"}
    return [
        (label, [word] if place == 1 else [], [word] if place == 2 else [])
        for label, word in facts.items()
    ]


def test_each_line_says_what_was_and_what_is(officer: Client) -> None:
    activity = festival()

    save(officer, activity, when="2018-06", title__en="Festival of choirs")

    assert told(officer, activity)[0] == [
        ("change", "Title", [("Title", ["Festival"], ["Festival of choirs"])]),
        ("change", "When", [("When", ["May 2018"], ["June 2018"])]),
    ]


def test_rows_are_told_by_what_happened_to_them(officer: Client) -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    activity = festival(perm, oxford)
    first, second = activity.participations.all()
    row = {"role": "partner", "mode": "in-person", "certainty": "counted"}

    save(
        officer,
        activity,
        participations=inline_formset(
            [
                {"id": first.pk, "city": first.city_id, **row, "people": "16"},
                {"id": second.pk, "city": second.city_id, **row, "DELETE": "on"},
                {"city": duisburg.pk, **row},
            ],
            initial=2,
        ),
    )

    assert told(officer, activity)[0] == [
        ("change", "Who took part: Perm: Festival", [("People", [], ["16"])]),
        ("remove", "Who took part: Oxford: Festival", [("City", ["Oxford"], []), *same(1)]),
        (
            "add",
            "Who took part: Duisburg: Festival",
            [("City", [], ["Duisburg"]), *same(2)],
        ),
    ]


def test_the_reason_stands_beside_the_change(officer: Client) -> None:
    activity = festival()

    save(officer, activity, when="2018-06", why="Letter of  5 May\n<b>")

    page = officer.get(f"{ACTIVITIES}/history/{activity.pk}/").content.decode()
    assert "Why: Letter of 5 May &lt;b&gt;" in page
    assert "Why:" not in officer.get(f"{ACTIVITIES}/").content.decode()


def test_two_states_are_compared_in_the_same_words(officer: Client) -> None:
    activity = festival()
    save(officer, activity, when="2018-06")
    save(officer, activity, when="2018-07")
    first = Revision.objects.for_instance(activity).order_by("pk").first()

    answer = officer.get(
        f"{ACTIVITIES}/history/{activity.pk}/revisions/compare/{first.pk}...latest/"
    )

    assert [in_short(change) for change in answer.context["comparison"]] == [
        ("change", "When", [("When", ["May 2018"], ["July 2018"])])
    ]


def test_an_earlier_state_is_brought_back_with_the_rows_that_were_removed(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    first = Revision.objects.for_instance(activity).get()
    save(officer, activity, when="2019", participations=without_the_last(activity))
    address = f"{ACTIVITIES}/history/{activity.pk}/revisions/{first.pk}/revert/"

    shown = officer.get(address).context["form"]
    answer = officer.post(address, as_shown(shown) | {"why": "Was right before."})

    assert answer.status_code == 302
    activity.refresh_from_db()
    assert activity.when == "2018-05"
    assert [str(row.city) for row in activity.participations.all()] == ["Perm", "Oxford"]
    assert (
        "Was right before." in officer.get(f"{ACTIVITIES}/history/{activity.pk}/").content.decode()
    )


def without_the_last(activity: Activity) -> dict[str, Any]:
    rows = [
        {"id": row.pk, "city": row.city_id, "role": row.role, "mode": row.mode,
         "certainty": row.certainty}
        for row in activity.participations.all()
    ]  # fmt: skip
    return inline_formset([*rows[:-1], rows[-1] | {"DELETE": "on"}], initial=len(rows))


def as_shown(form: Any) -> dict[str, Any]:
    """What a browser sends of a form in which nothing was typed."""
    record = form.instance
    data = {
        "title__en": record.title.data["en"],
        "title__original": "en",
        **{name: form[name].value() or "" for name in ("kind", "when", "status", "host", "slug")},
        "attendance_certainty": record.attendance_certainty,
    }
    formset = form.formsets["participations"]
    rows = [
        {name: row[name].value() or "" for name in ("id", "city", "role", "mode", "certainty")}
        for row in formset.initial_forms
    ]
    return nested_form_data(
        data | NO_ROWS | {"participations": inline_formset(rows, initial=len(rows))}
    )


def test_who_is_out_of_a_record_does_not_bring_back_the_state_she_was_in(
    officer: Client, client: Client
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    activity = festival(perm, oxford)
    first = Revision.objects.for_instance(activity).get()
    save(officer, activity, participations=without_the_last(activity))
    registrar = Client()
    registrar.force_login(member(Role.REGISTRAR, oxford))
    address = f"{ACTIVITIES}/history/{activity.pk}/revisions/{first.pk}/revert/"

    assert registrar.get(address)["Location"] == "/admin/"
    assert registrar.post(address, {})["Location"] == "/admin/"


def test_states_that_name_what_is_gone_are_compared_and_come_back_without_it(
    officer: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    activity = festival(perm)
    citation = cite(activity)
    activity.host = oxford
    activity.save()
    activity = Activity.objects.get(pk=activity.pk)
    first = activity.save_revision()
    save(officer, activity, host="", citations=inline_formset(
        [{"id": citation.pk, "source": citation.source_id, "about": "", "states": "",
          "DELETE": "on"}], initial=1))  # fmt: skip
    citation.source.delete()
    oxford.delete()

    compared = officer.get(
        f"{ACTIVITIES}/history/{activity.pk}/revisions/compare/{first.pk}...latest/"
    )
    shown = officer.get(f"{ACTIVITIES}/history/{activity.pk}/revisions/{first.pk}/revert/")

    assert compared.status_code == shown.status_code == 200
    assert shown.context["form"]["host"].value() is None
    assert shown.context["form"].formsets["citations"].initial_forms == []


def test_a_group_that_stands_in_another_activity_by_now_is_left_there(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    first = Revision.objects.for_instance(activity).get()
    other = ledger.activity()
    moved = activity.participations.last()
    moved.activity = other
    moved.save()
    address = f"{ACTIVITIES}/history/{activity.pk}/revisions/{first.pk}/revert/"

    officer.post(address, as_shown(officer.get(address).context["form"]))

    moved.refresh_from_db()
    assert moved.activity == other
    assert activity.participations.count() == 2


def test_a_change_of_one_group_is_a_line_of_its_activity(officer: Client) -> None:
    activity = festival(*cities("Perm", "Oxford"))
    group = activity.participations.first()
    data = {"activity": activity.pk, "city": group.city_id, "role": group.role, "people": "16",
            "mode": group.mode, "certainty": group.certainty, "why": "The list."}  # fmt: skip

    officer.post(f"/admin/snippets/ledger/participation/edit/{group.pk}/", nested_form_data(data))

    assert told(officer, activity)[0] == [
        ("change", "Who took part: Perm: Festival", [("People", [], ["16"])])
    ]
    assert "The list." in officer.get(f"{ACTIVITIES}/history/{activity.pk}/").content.decode()


def test_nobody_brings_back_what_the_own_city_has_no_part_in(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    activity = festival(oxford)
    revision = Revision.objects.for_instance(activity).get()
    client.force_login(member(Role.REGISTRAR, perm))

    answer = client.post(f"{ACTIVITIES}/history/{activity.pk}/revisions/{revision.pk}/revert/", {})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_long_history_asks_no_more_than_a_short_one(officer: Client) -> None:
    activity = festival()
    address = f"{ACTIVITIES}/history/{activity.pk}/"
    asked = []
    for changes in (1, 2):
        for number in range(changes):
            save(officer, activity, when=f"201{changes}-0{number + 1}")
        officer.get(address)
        with CaptureQueriesContext(connection) as captured:
            officer.get(address)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_rows_that_came_anew_with_the_same_facts_are_no_change() -> None:
    activity = festival(*cities("Perm", "Oxford"))
    was = Activity.from_serializable_data(activity.serializable_data())
    for row in activity.participations.all():
        row.delete()
        row.pk, row._state.adding = None, True
        row.save()
    now = Activity.objects.get(pk=activity.pk)

    assert changes_between(was, now, {}) == []
