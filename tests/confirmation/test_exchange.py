"""Two installations give each other signed files: nothing is believed that is not theirs."""

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from jsonschema import Draft202012Validator

from citytocity.cities.models import City
from citytocity.confirmation import exporting
from citytocity.confirmation.exchange import documents
from citytocity.confirmation.exchange.faults import DocumentRefusedError
from citytocity.confirmation.exchange.format import (
    ActivityFacts,
    AgreementFacts,
    Group,
    PartnershipFacts,
    ResultFacts,
    schema,
)
from citytocity.confirmation.exchange.keys import encoded, is_signed, key_id, public_key, sign
from citytocity.confirmation.facts import FORMS
from citytocity.confirmation.importing.taking import take_in
from citytocity.confirmation.importing.trusting import trusted
from citytocity.confirmation.models import Answer, Installation, Request, Statement
from citytocity.ledger.models import Activity, Agreement, Partnership, Signatory
from citytocity.ledger.queries import totals, year_records
from citytocity.people.models import User
from tests.confirmation.pages import form_on, words_of
from tests.factories import confirmation, ledger
from tests.factories.cities import city

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parents[2] / "docs/reference/exchange-format.json"
THEIRS = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
THEIR_KEY = encoded(THEIRS.public_key().public_bytes_raw())


@pytest.fixture
def partner(oxford: City) -> Installation:
    return Installation.objects.create(
        name="Oxford's own", city=oxford, public_key=THEIR_KEY, compared=True
    )


def by_oxford(content: bytes, **changes: Any) -> bytes:
    """A document as Oxford's installation would have signed it."""
    raw = json.loads(content) | {"key": key_id(THEIR_KEY)} | changes
    raw["issuer"] = raw["issuer"] | {"city": "oxford"} if "issuer" not in changes else raw["issuer"]
    del raw["signature"]
    raw["signature"] = encoded(THEIRS.sign(rfc8785.dumps(raw)))
    return json.dumps(raw).encode()


def visit_file(visit: Activity, perm: City, *, uid: str = "", **facts: Any) -> bytes:
    content = json.loads(exporting.records_file([visit], city=perm))
    record = content["records"][0]
    record["facts"] |= facts
    record["uid"] = uid or record["uid"]
    return by_oxford(json.dumps(content).encode())


def places(content: bytes) -> list[str]:
    with pytest.raises(DocumentRefusedError) as refused:
        trusted(content)
    return [problem.pointer for problem in refused.value.problems]


def test_the_schema_in_the_reference_is_that_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text()) == schema(), (
        "Run: .venv/bin/python -m docs.reference.write_exchange_format"
    )


def test_every_fact_that_is_confirmed_has_its_place_in_the_format() -> None:
    forms = {form.noun: form for form in FORMS.values()}
    for noun, facts in (
        ("activity", ActivityFacts),
        ("participation", Group),
        ("result", ResultFacts),
        ("agreement", AgreementFacts),
        ("partnership", PartnershipFacts),
    ):
        assert set(facts.model_fields) == {*forms[noun].names, *forms[noun].rows}


def test_what_we_write_fits_the_schema_and_bears_our_signature(
    visit: Activity, pair: Partnership, perm: City, asked: Request
) -> None:
    result = ledger.result(partnership=pair, value="2.5", unit={"en": "km"})
    result.refresh_from_db()
    records = [visit, result, pair, ledger.agreement(pair), visit.participations.all()[0]]

    for content in (exporting.records_file(records, city=perm), exporting.request_file(asked)):
        raw = json.loads(content)
        Draft202012Validator(schema()).validate(raw)
        assert documents.read(content).is_signed_by(public_key())
        raw["issuer"]["city"] = "oxford"
        assert not documents.Read(raw).is_signed_by(public_key())


def test_our_key_is_published_as_a_json_web_key(client: Client, perm: City) -> None:
    told = client.get("/.well-known/citytocity.json").json()

    assert (told["city"], told["keys"][0]["x"]) == ("perm", public_key())
    assert told["keys"][0]["crv"] == "Ed25519"
    assert is_signed(b"words", sign(b"words"), by=told["keys"][0]["x"])


def test_a_visit_confirmed_by_link_and_brought_again_by_file_is_counted_once(
    client: Client,
    visit: Activity,
    perm: City,
    oxford: City,
    pair: Partnership,
    asked: Request,
    partner: Installation,
    registrar: User,
) -> None:
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="confirmed"))

    taken = take_in(trusted(visit_file(visit, perm)), same={}, by=registrar)

    assert [one.state for one in taken.confirmed] == ["confirmed"]
    assert [one.way for one in Answer.objects.all()] == ["file", "link"]
    assert Statement.objects.count() == 1
    assert "confirmed by Perm and Oxford" in words_of(client.get(visit.get_absolute_url()))
    assert totals(year_records(2018)) == totals({"activities": Activity.objects.all()}) | {
        "journeys": 1,
        "practices": 0,
        "recognitions": 0,
    }
    for counted in (
        Activity.objects.with_city(perm),
        Activity.objects.with_city(oxford),
        Activity.objects.of_partnership(pair),
    ):
        assert list(counted) == [visit]


def test_a_file_that_says_otherwise_stands_beside_ours(
    client: Client, visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    content = visit_file(visit, perm, when="2018-09-13")

    taken = take_in(trusted(content), same={}, by=registrar)

    assert taken.differ[0].says == {"when": "2018-09-13"}
    visit.refresh_from_db()
    assert visit.when == "2018-09-12"
    page = words_of(client.get(visit.get_absolute_url()))
    assert "When: 13 September 2018 (here: 12 September 2018)" in page


def test_one_that_looks_like_ours_is_asked_about_and_never_guessed(
    visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    content = visit_file(visit, perm, uid="urn:uuid:00000000-0000-4000-8000-000000000001")

    with pytest.raises(DocumentRefusedError) as refused:
        take_in(trusted(content), same={}, by=registrar)
    assert [problem.pointer for problem in refused.value.problems] == ["/records/0"]
    taken = take_in(trusted(content), same={0: visit.pk}, by=registrar)

    assert (len(taken.confirmed), Activity.objects.count()) == (1, 1)


def test_a_new_record_comes_into_the_register_and_is_known_from_then_on(
    visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    uid = "urn:uuid:00000000-0000-4000-8000-000000000002"
    new = {"when": "2017-05", "title": {"original": "en", "texts": {"en": "A concert"}}}
    take_in(trusted(visit_file(visit, perm, uid=uid, **new)), same={}, by=registrar)

    again = visit_file(visit, perm, uid=uid, **new)
    taken = take_in(trusted(again), same={}, by=registrar)

    made = Activity.objects.exclude(pk=visit.pk).get()
    assert (str(made.title), made.when, made.participations.count()) == ("A concert", "2017-05", 2)
    assert (len(taken.new), len(taken.confirmed)) == (0, 1)


def test_what_the_register_refuses_is_told_with_its_place_and_nothing_is_kept(
    visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    uid = "urn:uuid:00000000-0000-4000-8000-000000000003"
    content = visit_file(visit, perm, uid=uid, when="2016-05", status="maybe", host="oxfrod")

    with pytest.raises(DocumentRefusedError) as refused:
        take_in(trusted(content), same={}, by=registrar)

    assert sorted(problem.pointer for problem in refused.value.problems) == [
        "/records/0/facts/host",
        "/records/0/facts/status",
    ]
    assert Activity.objects.count() == 1
    assert trusted(content).type == "record"  # it may be brought again


def test_a_file_is_taken_once(
    visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    content = visit_file(visit, perm)
    take_in(trusted(content), same={}, by=registrar)

    assert places(content) == ["/id"]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"issuer": {"name": "x", "address": "x", "city": "perm"}}, ["/issuer/city"]),
        ({"issued": "2999-01-01T00:00:00Z"}, ["/issued"]),
        ({"expires": "2018-01-01T00:00:00Z"}, ["/expires"]),
        (
            {"issued": "2999-01-01T00:00:00Z", "expires": "2018-01-01T00:00:00Z"},
            ["/issued", "/expires"],
        ),
        ({"key": "0" * 32}, ["/key"]),
    ],
)
def test_who_speaks_for_another_city_or_out_of_time_is_not_believed(
    visit: Activity, perm: City, partner: Installation, changes: Any, pointers: list[str]
) -> None:
    content = exporting.records_file([visit], city=perm)

    assert places(by_oxford(content, **changes)) == pointers


def test_a_changed_file_and_an_uncompared_key_are_not_believed(
    visit: Activity, perm: City, partner: Installation
) -> None:
    content = visit_file(visit, perm)
    assert places(content.replace(b"2018-09-12", b"2018-09-13")) == ["/signature"]

    Installation.objects.update(compared=False)

    assert places(content) == ["/key"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[1]", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"a": 1e999}',
     b'{"id": 99999999999999999999}', b'{"id": ' + b"9" * 5_000 + b"}", b'{"\\ud800": 1}',
     b'{"\\ud800": 1, "\\ud800": 2}', b'{"a": ' * 900 + b"1" + b"}" * 900],
    ids=["empty", "a list", "no text", "no number", "twice", "deep", "endless", "too large",
         "digits", "half a character", "half a character twice", "deep and whole"],
)  # fmt: skip
def test_what_is_no_document_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        documents.read(content)

    assert all(problem.message for problem in refused.value.problems)
    assert str(refused.value).encode()


def test_every_fault_of_form_is_told_with_its_place(visit: Activity, perm: City) -> None:
    raw = json.loads(exporting.records_file([visit], city=perm))
    raw["records"][0]["facts"]["participations"][0]["people"] = -1
    raw["records"][0]["facts"]["guests"] = 5
    del raw["records"][0]["uid"]

    with pytest.raises(DocumentRefusedError) as refused:
        documents.read(json.dumps(raw).encode())

    assert sorted(problem.pointer for problem in refused.value.problems) == [
        "/records/0/facts/guests",
        "/records/0/facts/participations/0/people",
        "/records/0/uid",
    ]


def test_an_answer_of_the_other_installation_is_kept_like_one_by_the_link(
    visit: Activity, oxford: City, asked: Request, partner: Installation, registrar: User
) -> None:
    statement = asked.statements.get()
    told = json.loads(exporting.request_file(asked))["records"][0]
    given = {"uid": told["uid"], "verdict": "declined", "words": "No.", "language": "en"}
    given["fingerprint"] = "0" * 64

    take_in(trusted(by_oxford(exporting.answers_file([given], city=oxford))), same={}, by=registrar)

    statement.refresh_from_db()
    assert (statement.state, statement.words) == ("declined", "No.")
    assert Answer.objects.get().way == "file"


def test_an_answer_about_a_record_of_other_cities_is_refused(
    visit: Activity, perm: City, oxford: City, partner: Installation, registrar: User
) -> None:
    other = ledger.activity(host=perm)
    given = {"uid": exporting.uid_of(other), "verdict": "confirmed", "fingerprint": "0" * 64}
    content = by_oxford(exporting.answers_file([given], city=oxford))

    with pytest.raises(DocumentRefusedError):
        take_in(trusted(content), same={}, by=registrar)

    assert Statement.objects.count() == 0


def refused_places(content: bytes, by: User) -> list[str]:
    with pytest.raises(DocumentRefusedError) as refused:
        take_in(trusted(content), same={}, by=by)
    assert Statement.objects.filter(answered__isnull=False).count() == 0
    return sorted(problem.pointer for problem in refused.value.problems)


@pytest.mark.parametrize("changes", [{"kind": "result"}, {"uid": "urn:uuid:" + "0" * 36}])
def test_an_answer_that_tells_of_another_record_is_refused(
    visit: Activity, oxford: City, partner: Installation, registrar: User, changes: Any
) -> None:
    uid = exporting.uid_of(visit)
    facts = {"kind": "practice", "title": {"original": "en", "texts": {"en": "It"}}, "value": 5}
    if "uid" in changes:
        facts = exporting.told_record(visit)["facts"]
    told = {"uid": uid, "kind": "activity", "facts": facts} | changes
    given = {"uid": uid, "verdict": "corrected", "fingerprint": "0" * 64, "record": told}
    content = by_oxford(exporting.answers_file([given], city=oxford))

    assert refused_places(content, registrar) == ["/answers/0/record"]


def test_a_statement_with_names_that_the_record_has_not_is_shown_without_them(
    client: Client, statement: Statement, visit: Activity
) -> None:
    says = {"value": 5, "when": "2018-09-13"}
    Statement.objects.update(state="corrected", says=says, answered="2018-10-01T00:00Z")

    page = client.get(visit.get_absolute_url())

    assert "When: 13 September 2018" in words_of(page)


def test_records_of_others_are_neither_confirmed_nor_brought(
    perm: City, partner: Installation, registrar: User
) -> None:
    duisburg = city("Duisburg")
    ours = ledger.activity(perm, host=duisburg)
    known = visit_file(ours, perm)
    uid = "urn:uuid:00000000-0000-4000-8000-000000000004"
    new = visit_file(ours, perm, uid=uid, when="2001")

    assert refused_places(known, registrar) == ["/records/0"]
    assert refused_places(new, registrar) == ["/records/0"]
    assert Activity.objects.count() == 1


def test_a_record_of_one_city_alone_has_nobody_to_confirm_it(
    oxford: City, partner: Installation, registrar: User
) -> None:
    alone = ledger.activity(host=oxford)

    assert refused_places(visit_file(alone, oxford), registrar) == ["/records/0"]


def test_two_signatories_of_one_city_say_the_same_in_the_same_record(
    pair: Partnership, perm: City, oxford: City, partner: Installation, registrar: User
) -> None:
    paper = ledger.agreement(pair)
    for name in ("Anna", "Boris"):
        Signatory.objects.create(agreement=paper, name={"en": name}, city=perm)
    paper = Agreement.objects.get()

    taken = take_in(trusted(visit_file(paper, perm)), same={}, by=registrar)

    assert (len(taken.confirmed), taken.differ) == (1, [])


@pytest.mark.parametrize("change", ["more", "fewer", "text"])
def test_what_only_one_register_has_is_a_difference(
    client: Client,
    visit: Activity,
    perm: City,
    partner: Installation,
    registrar: User,
    change: str,
) -> None:
    city("Duisburg")
    rows = exporting.told_record(visit)["facts"]["participations"]
    facts = {
        "more": {"participations": [*rows, {"city": "duisburg", "role": "guest", "people": 3}]},
        "fewer": {"participations": [row for row in rows if row["city"] != "perm"]},
        "text": {"summary": {"original": "en", "texts": {"en": "They came by train."}}},
    }[change]

    taken = take_in(trusted(visit_file(visit, perm, **facts)), same={}, by=registrar)

    assert (taken.confirmed, len(taken.differ)) == ([], 1)
    told = {"more": "Duisburg, ", "fewer": "not recorded (here: Perm", "text": "came by train"}
    assert told[change] in words_of(client.get(visit.get_absolute_url()))


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"country": "\x00"}, "/country"),
        ({"title": {"original": "en", "texts": {"en": "A\x07"}}}, "/title/texts/en"),
        ({"title": {"original": "xx", "texts": {"xx": "A"}}}, "/title/original"),
        ({"title": {"original": "en", "texts": {"ru": "А"}}}, "/title"),
        ({"occasion": {"original": "en", "texts": {"en": "<b>"}}}, "/occasion/texts/en"),
    ],
)
def test_texts_are_plain_and_in_languages_that_are_known(
    visit: Activity, perm: City, facts: Any, pointer: str
) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        documents.read(visit_file(visit, perm, **facts))

    assert f"/records/0/facts{pointer}" in [one.pointer for one in refused.value.problems]


@pytest.mark.parametrize("given", [{"words": "A\x00"}, {"language": "tlh"}])
def test_the_words_of_an_answer_are_plain_and_their_language_known(
    oxford: City, given: Any
) -> None:
    answer = {"uid": "urn:uuid:" + "0" * 36, "verdict": "declined", "fingerprint": "0" * 64}

    with pytest.raises(DocumentRefusedError) as refused:
        documents.read(exporting.answers_file([answer | given], city=oxford))

    told = [one.pointer for one in refused.value.problems]
    assert told == [f"/answers/0/{name}" for name in given]


def test_another_key_is_not_compared_yet(partner: Installation) -> None:
    partner.save()
    assert partner.compared

    partner.public_key = public_key()
    partner.save()

    partner.refresh_from_db()
    assert not partner.compared


def test_in_the_admin_a_file_is_looked_at_before_it_is_taken(
    client: Client, visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    client.force_login(registrar)
    content = visit_file(visit, perm)
    address = "/admin/confirmation/files/"

    shown = client.post(address, {"document": SimpleUploadedFile("f.json", content)})
    assert "says the same" in shown.text
    assert Answer.objects.count() == 0
    wrong = client.post(address, {"document": SimpleUploadedFile("f.json", b"{}")})
    assert (wrong.status_code, "/type" in wrong.text) == (400, True)

    page = BeautifulSoup(shown.text, "html.parser")
    carried = page.select_one("[name=content]")["value"]
    done = client.post(f"{address}take-over/", {"content": carried}, follow=True)

    assert "1 confirmed" in done.text
    assert Answer.objects.count() == 1


def test_a_record_brought_back_has_what_was_said_of_it(
    visit: Activity, perm: City, partner: Installation, registrar: User
) -> None:
    take_in(trusted(visit_file(visit, perm)), same={}, by=registrar)
    key, uid = visit.pk, exporting.uid_of(visit)
    visit.delete()
    assert Statement.objects.get().gone is not None

    visit.pk = key
    visit.save(force_insert=True)

    assert Statement.objects.get().gone is None
    assert exporting.uid_of(visit) == uid
