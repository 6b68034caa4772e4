"""Who does not keep the register proposes a change; who keeps it accepts it part by part."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import registry
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from citytocity.cities.models import City
from citytocity.ledger.admin.changes import Proposed
from citytocity.ledger.enums import ProposalState
from citytocity.ledger.models import Activity, Proposal, Result
from citytocity.people.enums import Role
from citytocity.people.models import Membership, User
from tests.factories import ledger, sources
from tests.factories.cities import cities, city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db

ACTIVITIES = "/admin/snippets/ledger/activity"
RESULTS = "/admin/snippets/ledger/result"
NO_ROWS = {name: inline_formset([]) for name in ("inspired_by", "credits", "citations")}
WHY = {"why-reason": "The minutes say so.", "why-link": "https://example.org/minutes"}


def form_of(activity: Activity, **values: Any) -> dict[str, Any]:
    """The activity's form as the browser sends it back."""
    groups = [
        {
            "id": group.pk,
            "city": group.city_id,
            "role": group.role,
            "mode": group.mode,
            "certainty": group.certainty,
            "people": group.people or "",
        }
        for group in activity.participations.all()
    ]
    sent = {
        "title__en": "Festival",
        "title__original": "en",
        "kind": activity.kind,
        "when": activity.when,
        "status": activity.status,
        "host": activity.host_id or "",
        "slug": activity.slug,
        "attendance_certainty": activity.attendance_certainty,
        "participations": inline_formset(groups, initial=len(groups)),
    }
    return nested_form_data(sent | NO_ROWS | values) | WHY


def festival(*guests: Any, **values: Any) -> Activity:
    return ledger.activity(*guests, title={"en": "Festival"}, slug="festival", **values)


def propose(client: Client, activity: Activity, by: User, **values: Any) -> Proposal:
    client.force_login(by)
    answer = client.post(f"{ACTIVITIES}/edit/{activity.pk}/", form_of(activity, **values))
    assert answer.status_code == 302, answer.context["form"].errors
    return Proposal.objects.latest("pk")


def shown(client: Client, proposal: Proposal) -> HttpResponse:
    return client.get(f"/admin/proposal/inspect/{proposal.pk}/")


def accept(client: Client, proposal: Proposal, *parts: str, **values: Any) -> HttpResponse:
    seen = shown(client, proposal).context["seen"]
    return client.post(
        f"/admin/proposal/accept/{proposal.pk}/", {"take": parts, "seen": seen} | values
    )


def test_an_editor_proposes_a_change_and_the_record_stays_as_it_is(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")

    page = _opened(client, member(Role.EDITOR, duisburg), f"{ACTIVITIES}/edit/{activity.pk}/")
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), when="2019")

    assert "Propose this change" in page
    assert Activity.objects.get().when == "2018"
    assert proposal.state == ProposalState.OPEN
    assert list(proposal.cities.all()) == [duisburg]
    assert (proposal.reason, proposal.link) == tuple(WHY.values())
    assert [part.key for part in Proposed(proposal).changes] == ["when"]


def test_a_registrar_accepts_it_and_the_history_names_both(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    author = member(Role.AUTHOR, duisburg, first_name="Ada")
    keeper = member(Role.REGISTRAR, duisburg)
    proposal = propose(client, activity, author, when="2019-05")

    client.force_login(keeper)
    page = shown(client, proposal).text
    accept(client, proposal, "when", note="Well found.")

    proposal.refresh_from_db()
    entry = registry.get_logs_for_instance(Activity.objects.get()).first()
    assert "May 2019" in page
    assert Activity.objects.get().when == "2019-05"
    assert (proposal.state, proposal.decided_by) == (ProposalState.ACCEPTED, keeper)
    assert (entry.message, entry.user) == ("Accepted what was proposed by Ada", keeper)
    assert Activity.objects.get().latest_revision.user == keeper


def test_the_history_keeps_no_address_of_the_proposer(client: Client) -> None:
    duisburg = city("Duisburg")
    nameless = member(Role.AUTHOR, duisburg, first_name="", last_name="")
    proposal = propose(client, festival(host=duisburg), nameless, when="2019")
    client.force_login(member(Role.REGISTRAR, duisburg))

    accept(client, proposal, "when")
    entry = registry.get_logs_for_instance(Activity.objects.get()).first()
    told = entry.message
    User.objects.filter(pk=nameless.pk).delete()

    assert entry.data == {"proposer_key": nameless.pk}
    assert told == f"Accepted what was proposed by {nameless.email}"
    assert registry.get_logs_for_instance(Activity.objects.get()).first().message == (
        "Accepted what was proposed by somebody"
    )


def test_the_proposer_is_told_in_her_language(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    duisburg = city("Duisburg")
    author = member(Role.AUTHOR, duisburg)
    _speaks(author, "ru")
    proposal = propose(client, festival(host=duisburg), author, when="2019")
    client.force_login(member(Role.REGISTRAR, duisburg))

    with django_capture_on_commit_callbacks(execute=True):
        accept(client, proposal, "when")

    (letter,) = DBTaskResult.objects.filter(task_path__endswith="deliver")
    told = letter.args_kwargs["kwargs"]
    assert (told["to"], told["language"]) == (author.email, "ru")
    assert told["subject"] == "Ваше предложение: «Festival»"


def test_only_what_is_ticked_is_written(client: Client) -> None:
    duisburg, perm = cities("Duisburg", "Perm")
    activity = festival(perm, host=duisburg, when="2018")
    (group,) = activity.participations.filter(city=perm)
    groups = _groups(activity, people={group.pk: "16"})
    proposal = propose(
        client, activity, member(Role.EDITOR, duisburg), when="2019", participations=groups
    )
    keys = [part.key for part in Proposed(proposal).changes]

    client.force_login(member(Role.REGISTRAR, duisburg))
    accept(client, proposal, keys[1])

    proposal.refresh_from_db()
    group.refresh_from_db()
    assert keys[0] == "when"
    assert (Activity.objects.get().when, group.people) == ("2018", 16)
    assert (proposal.state, proposal.taken) == (ProposalState.PARTLY, [keys[1]])


def test_rows_are_added_and_removed(client: Client) -> None:
    duisburg, perm, oxford = cities("Duisburg", "Perm", "Oxford")
    activity = festival(perm, host=duisburg)
    (gone,) = activity.participations.filter(city=perm)
    added = {"city": oxford.pk, "role": "guest", "mode": "in-person", "certainty": "counted"}
    groups = _groups(activity, delete={gone.pk}, added=[added | {"people": "4"}])
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), participations=groups)

    client.force_login(member(Role.REGISTRAR, duisburg))
    page = shown(client, proposal).text
    accept(client, proposal, *(part.key for part in Proposed(proposal).changes))

    left = {group.city: group.people for group in activity.participations.all()}
    assert ("Removed" in page, "Added" in page, "Oxford" in page) == (True, True, True)
    assert perm not in left
    assert left[oxford] == 4


def test_what_somebody_changed_meanwhile_is_shown_and_kept_unless_ticked(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    proposal = propose(
        client, activity, member(Role.EDITOR, duisburg), when="2019", status="cancelled"
    )
    Activity.objects.filter(pk=activity.pk).update(when="2017")

    client.force_login(member(Role.REGISTRAR, duisburg))
    page = shown(client, proposal)
    ticks = {part.key: is_ticked for part, is_ticked in page.context["parts"]}
    accept(client, proposal, "status")

    assert "Changed since. Now:" in page.text
    assert ticks == {"when": False, "status": True}
    stands = Activity.objects.get()
    assert (stands.when, stands.status) == ("2017", "cancelled")


def test_a_change_while_the_registrar_looks_is_never_overwritten(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), when="2019")
    client.force_login(member(Role.REGISTRAR, duisburg))
    seen = shown(client, proposal).context["seen"]

    Activity.objects.filter(pk=activity.pk).update(when="2017")
    answer = client.post(f"/admin/proposal/accept/{proposal.pk}/", {"take": ["when"], "seen": seen})

    assert "Somebody changed the record while you were looking at it." in answer.text
    assert Activity.objects.get().when == "2017"


def test_a_change_in_the_moment_of_acceptance_is_not_overwritten(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), when="2019")
    client.force_login(member(Role.REGISTRAR, duisburg))
    others = Activity.objects.filter(pk=activity.pk, status=activity.status)

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith("SAVEPOINT"):
            others.update(status="cancelled")
        return answer

    seen = shown(client, proposal).context["seen"]
    with connection.execute_wrapper(meanwhile):
        answer = client.post(
            f"/admin/proposal/accept/{proposal.pk}/", {"take": ["when"], "seen": seen}
        )

    stands = Activity.objects.get()
    assert "Somebody changed the record while you were looking at it." in answer.text
    assert (stands.when, stands.status) == ("2018", "cancelled")
    assert answer.context["seen"] == shown(client, proposal).context["seen"]


def test_after_a_refusal_the_page_that_came_back_may_be_sent_again(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    whole = ledger.activity(slug="whole")
    proposal = propose(
        client, activity, member(Role.EDITOR, duisburg), when="2019", part_of=whole.pk
    )
    Activity.objects.filter(pk=whole.pk).update(part_of=activity)
    client.force_login(member(Role.REGISTRAR, duisburg))

    refused = accept(client, proposal, "when", "part_of")
    again = client.post(
        f"/admin/proposal/accept/{proposal.pk}/",
        {"take": ["when"], "seen": refused.context["seen"]},
    )

    assert again.status_code == 302
    assert Activity.objects.get(pk=activity.pk).when == "2019"


def test_a_change_while_the_proposer_writes_is_not_taken_for_hers(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    client.force_login(member(Role.EDITOR, duisburg))
    page = client.get(f"{ACTIVITIES}/edit/{activity.pk}/")
    sent = form_of(activity, status="cancelled") | {"seen": page.context["seen"]}

    Activity.objects.filter(pk=activity.pk).update(when="2017")
    client.post(f"{ACTIVITIES}/edit/{activity.pk}/", sent)

    assert [part.key for part in Proposed(Proposal.objects.get()).changes] == ["status"]


def test_a_text_translated_meanwhile_is_kept_and_no_conflict(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), title__en="Big festival")
    activity.title = {"en": "Festival", "ru": "Фестиваль"}
    activity.save()

    client.force_login(member(Role.REGISTRAR, duisburg))
    page = shown(client, proposal)
    accept(client, proposal, "title")

    assert [is_ticked for _part, is_ticked in page.context["parts"]] == [True]
    assert Activity.objects.get().title.data == {"en": "Big festival", "ru": "Фестиваль"}


def test_a_row_that_was_removed_meanwhile_is_said_to_be(client: Client) -> None:
    duisburg, perm = cities("Duisburg", "Perm")
    activity = festival(perm, host=duisburg)
    (group,) = activity.participations.filter(city=perm)
    groups = _groups(activity, people={group.pk: "16"})
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), participations=groups)
    (part,) = Proposed(proposal).changes
    group.delete()

    client.force_login(member(Role.REGISTRAR, duisburg))
    page = shown(client, proposal)
    accept(client, proposal, part.key)

    assert "This row was removed since." in page.text
    assert [is_ticked for _part, is_ticked in page.context["parts"]] == [False]
    assert activity.participations.get(city=perm).people == 16


def test_rows_that_others_added_meanwhile_stay(client: Client) -> None:
    duisburg, perm, oxford = cities("Duisburg", "Perm", "Oxford")
    activity = festival(perm, host=duisburg)
    (group,) = activity.participations.filter(city=perm)
    groups = _groups(activity, people={group.pk: "16"})
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), participations=groups)
    ledger.participation(activity, oxford, people=3)

    client.force_login(member(Role.REGISTRAR, duisburg))
    accept(client, proposal, *(part.key for part in Proposed(proposal).changes))

    there = {group.city: group.people for group in activity.participations.all()}
    assert (there[perm], there[oxford]) == (16, 3)


def test_what_the_form_refuses_is_told_beside_its_part_and_nothing_is_written(
    client: Client,
) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg, when="2018")
    whole = ledger.activity(slug="whole")
    proposal = propose(
        client, activity, member(Role.EDITOR, duisburg), when="2019", part_of=whole.pk
    )
    Activity.objects.filter(pk=whole.pk).update(part_of=activity)

    client.force_login(member(Role.REGISTRAR, duisburg))
    answer = accept(client, proposal, "when", "part_of")

    faults = {part.key: part.errors for part, _ticked in answer.context["parts"]}
    assert faults["when"] == []
    assert "is itself a part of this activity" in faults["part_of"][0]
    assert Activity.objects.get(pk=activity.pk).when == "2018"
    assert Proposal.objects.get().is_open


def test_a_new_record_is_proposed_and_made_when_it_is_accepted(client: Client) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.AUTHOR, duisburg))
    sent = _result(from_city=duisburg.pk)

    client.post(f"{RESULTS}/add/", sent)
    made_at_once = Result.objects.exists()
    proposal = Proposal.objects.get()
    client.force_login(member(Role.REGISTRAR, duisburg))
    accept(client, proposal, *(part.key for part in Proposed(proposal).changes))

    proposal.refresh_from_db()
    assert not made_at_once
    assert Result.objects.get().from_city == duisburg
    assert (proposal.record, proposal.state) == (Result.objects.get(), ProposalState.ACCEPTED)


def test_evidence_and_sources_come_with_a_new_record_and_may_be_left_out(client: Client) -> None:
    duisburg = city("Duisburg")
    paper = sources.source("City news")
    client.force_login(member(Role.AUTHOR, duisburg))
    proof = {"kind": "link", "title__en": "The book", "url": "https://example.org/book"}
    other = proof | {"title__en": "Another", "url": "https://example.org/other"}
    sent = _result(
        from_city=duisburg.pk,
        evidence=inline_formset([proof, other]),
        citations=inline_formset([{"source": paper.pk, "about": "", "states": ""}]),
    )

    client.post(f"{RESULTS}/add/", sent)
    proposal = Proposal.objects.get()
    parts = {part.key: part.heading for part in Proposed(proposal).changes}
    client.force_login(member(Role.REGISTRAR, duisburg))
    accept(client, proposal, *(key for key in parts if key != "evidence-1"))

    result = Result.objects.get()
    assert parts["citations-0"].startswith("Sources: ")
    assert [str(piece.title) for piece in result.evidence.all()] == ["The book"]
    assert [citation.source for citation in result.citations.all()] == [paper]
    assert Proposal.objects.get().state == ProposalState.PARTLY


def test_a_group_is_proposed_by_itself_too(client: Client) -> None:
    duisburg, perm = cities("Duisburg", "Perm")
    (group,) = festival(perm, host=duisburg).participations.filter(city=perm)
    client.force_login(member(Role.CHECKER, perm))
    sent = {"activity": group.activity_id, "city": perm.pk, "role": group.role, "mode": group.mode}
    address = f"/admin/snippets/ledger/participation/edit/{group.pk}/"

    client.post(address, sent | {"certainty": group.certainty, "people": "16"} | WHY)
    client.force_login(member(Role.REGISTRAR, duisburg))
    accept(client, Proposal.objects.get(), "people")

    group.refresh_from_db()
    assert group.people == 16


def test_a_new_record_must_touch_a_city_that_one_proposes_for(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    client.force_login(member(Role.AUTHOR, duisburg))

    answer = client.post(f"{RESULTS}/add/", _result(from_city=oxford.pk))

    assert "A record must touch a city that you propose for." in answer.text
    assert not Proposal.objects.exists()


def test_who_keeps_another_register_is_led_to_proposing_the_new_record(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    person = member(Role.REGISTRAR, duisburg)
    Membership.objects.create(user=person, city=oxford, role=Role.AUTHOR)
    sent = _result(from_city=oxford.pk)
    client.force_login(person)

    answer = client.post(
        f"{RESULTS}/add/", {key: value for key, value in sent.items() if key not in WHY}
    )
    client.post(f"{RESULTS}/add/", sent)

    assert "You do not keep the register of these cities." in answer.text
    assert 'value="A book"' in answer.text
    assert answer.context["why"].errors == {}
    assert not Result.objects.exists()
    assert list(Proposal.objects.get().cities.all()) == [oxford]


def test_a_new_city_is_proposed_to_the_host_office(client: Client) -> None:
    client.force_login(member(Role.EDITOR, city("Duisburg")))
    values = {"name__en": "Qingdao", "name__original": "en", "country": "CN"}
    sent = {"time_zone": "Asia/Shanghai", "citations": inline_formset([])} | values

    client.post("/admin/snippets/cities/city/add/", nested_form_data(sent) | WHY)
    proposal = Proposal.objects.get()
    client.force_login(user(officer=True))
    accept(client, proposal, *(part.key for part in Proposed(proposal).changes))

    assert not proposal.cities.exists()
    assert str(City.objects.latest("pk").name) == "Qingdao"


def test_a_proposal_without_a_reason_or_without_a_change_is_sent_back(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    client.force_login(member(Role.AUTHOR, duisburg))
    address = f"{ACTIVITIES}/edit/{activity.pk}/"

    no_reason = client.post(address, form_of(activity, when="2019") | {"why-reason": " "})
    no_change = client.post(address, form_of(activity))

    assert no_reason.context["why"].errors == {"reason": ["This field is required."]}
    assert 'value="2019"' in no_reason.text
    assert "Nothing is changed yet, so nothing is proposed." in no_change.text
    assert not Proposal.objects.exists()


def test_the_same_proposal_twice_is_one(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    author = member(Role.AUTHOR, duisburg)

    proposals = {propose(client, activity, author, when="2019").pk for _time in range(2)}

    assert len(proposals) == 1


def test_refusing_needs_a_reason_and_leaves_the_record(client: Client) -> None:
    duisburg = city("Duisburg")
    proposal = propose(
        client, festival(host=duisburg, when="2018"), member(Role.AUTHOR, duisburg), when="2019"
    )
    address = f"/admin/proposal/refuse/{proposal.pk}/"
    client.force_login(member(Role.REGISTRAR, duisburg))

    without = client.post(address, {"note": ""})
    client.post(address, {"note": "The minutes are of another year."})
    again = client.post(address, {"note": "Once more."}, follow=True)

    proposal.refresh_from_db()
    assert without.context["forms"]["refuse"].errors == {"note": ["This field is required."]}
    assert proposal.state == ProposalState.REFUSED
    assert proposal.note == "The minutes are of another year."
    assert "This proposal is decided already: refused." in again.text
    assert Activity.objects.get().when == "2018"


def test_the_proposer_takes_it_back_and_nobody_else_does(client: Client) -> None:
    duisburg = city("Duisburg")
    author = member(Role.AUTHOR, duisburg)
    proposal = propose(client, festival(host=duisburg), author, when="2019")
    address = f"/admin/proposal/withdraw/{proposal.pk}/"

    client.force_login(member(Role.REGISTRAR, duisburg))
    client.post(address)
    after_another = Proposal.objects.get().state
    client.force_login(author)
    client.post(address)

    assert after_another == ProposalState.OPEN
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN


def test_proposals_are_seen_by_who_made_them_and_by_keepers_of_the_cities(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    author = member(Role.AUTHOR, duisburg)
    proposal = propose(client, festival(host=duisburg), author, when="2019")

    answers = {
        who: (_listed(client, person), shown(client, proposal).status_code)
        for who, person in {
            "proposer": author,
            "registrar": member(Role.REGISTRAR, duisburg),
            "host": user(officer=True),
            "other author": member(Role.AUTHOR, duisburg),
            "registrar elsewhere": member(Role.REGISTRAR, oxford),
        }.items()
    }

    assert answers == {
        "proposer": (1, 200),
        "registrar": (1, 200),
        "host": (1, 200),
        "other author": (0, 404),
        "registrar elsewhere": (0, 404),
    }


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_the_proposer_does_not_decide(client: Client, verb: str) -> None:
    duisburg = city("Duisburg")
    proposal = propose(
        client, festival(host=duisburg, when="2018"), member(Role.EDITOR, duisburg), when="2019"
    )
    page = shown(client, proposal)
    sent = {"take": ["when"], "seen": page.context["seen"], "note": "Mine."}

    client.post(f"/admin/proposal/{verb}/{proposal.pk}/", sent)

    assert (page.context["may_accept"], page.context["shows_ticks"]) == (False, False)
    assert Proposal.objects.get().is_open
    assert Activity.objects.get().when == "2018"


def test_a_record_of_another_city_opens_no_form(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    activity = festival(host=oxford)
    client.force_login(member(Role.EDITOR, duisburg))

    answer = client.post(f"{ACTIVITIES}/edit/{activity.pk}/", form_of(activity, when="2019"))

    assert answer.status_code == 302
    assert not Proposal.objects.exists()


def test_what_belongs_to_no_city_is_decided_by_the_host_office(client: Client) -> None:
    duisburg = city("Duisburg")
    theme = ledger.theme("rivers")
    keeper = member(Role.REGISTRAR, duisburg)
    client.force_login(keeper)
    client.post(
        f"/admin/snippets/ledger/theme/edit/{theme.pk}/",
        {"name__en": "Rivers and lakes", "name__original": "en", "slug": "rivers"} | WHY,
    )
    proposal = Proposal.objects.get()

    accept(client, proposal, "name")
    after_the_registrar = Proposal.objects.get().state
    client.force_login(user(officer=True))
    accept(client, proposal, "name")

    theme.refresh_from_db()
    assert after_the_registrar == ProposalState.OPEN
    assert str(theme.name) == "Rivers and lakes"


def test_nothing_of_a_deleted_record_can_be_accepted(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    proposal = propose(client, activity, member(Role.EDITOR, duisburg), when="2019")
    seen = _fingerprint(client, proposal, duisburg)
    activity.delete()

    page = shown(client, proposal)
    answer = client.post(f"/admin/proposal/accept/{proposal.pk}/", {"take": ["when"], "seen": seen})

    assert "The record was deleted since" in page.text
    assert page.context["may_accept"] is False
    assert answer.status_code == 200
    assert not Activity.objects.exists()


def test_who_opens_the_record_is_told_that_a_proposal_waits(client: Client) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    propose(client, activity, member(Role.EDITOR, duisburg), when="2019")
    address = f"{ACTIVITIES}/edit/{activity.pk}/"

    told = {
        role: "A change of this record is proposed."
        in _opened(client, member(role, duisburg), address)
        for role in (Role.REGISTRAR, Role.AUTHOR)
    }

    assert told == {Role.REGISTRAR: True, Role.AUTHOR: False}


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "accepted"},
        {"state": "refused", "decided": "2020-01-01T00:00Z"},
        {"decided": "2020-01-01T00:00Z"},
        {"reason": ""},
    ],
)
def test_the_database_keeps_no_half_decision(client: Client, broken: dict[str, Any]) -> None:
    duisburg = city("Duisburg")
    proposal = propose(client, festival(host=duisburg), member(Role.EDITOR, duisburg), when="2019")

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**broken)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    duisburg = city("Duisburg")
    activity = festival(host=duisburg)
    author = member(Role.AUTHOR, duisburg)
    for year in range(count):
        propose(client, activity, author, when=str(2000 + year))
    client.force_login(member(Role.REGISTRAR, duisburg))
    client.get("/admin/proposal/")

    with django_assert_max_num_queries(19):
        page = client.get("/admin/proposal/")

    assert len(page.context["object_list"]) == count


def _groups(
    activity: Activity,
    *,
    people: dict[int, str] | None = None,
    delete: frozenset[int] | set[int] = frozenset(),
    added: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    rows = [
        {
            "id": group.pk,
            "city": group.city_id,
            "role": group.role,
            "mode": group.mode,
            "certainty": group.certainty,
            "people": (people or {}).get(group.pk, group.people or ""),
            "DELETE": "on" if group.pk in delete else "",
        }
        for group in activity.participations.all()
    ]
    return inline_formset([*rows, *(added or [])], initial=len(rows))


def _result(**values: Any) -> dict[str, Any]:
    sent = {
        "title__en": "A book",
        "title__original": "en",
        "kind": "publication",
        "when": "2018",
        "certainty": "counted",
        "still_running": "unknown",
        "evidence": inline_formset([]),
        "citations": inline_formset([]),
    }
    return nested_form_data(sent | values) | WHY


def _opened(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return client.get(address).text


def _listed(client: Client, person: User) -> int:
    client.force_login(person)
    return len(client.get("/admin/proposal/").context["object_list"])


def _fingerprint(client: Client, proposal: Proposal, of: Any) -> str:
    client.force_login(member(Role.REGISTRAR, of))
    return shown(client, proposal).context["seen"]


def _speaks(person: User, language: str) -> None:
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save()
