"""A dossier on practices: what is chosen and written, and what the register says of it."""

import datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.dossiers import actions
from citytocity.dossiers.exporting import as_docx, as_pdf, side_by_side
from citytocity.dossiers.models import Dossier
from citytocity.dossiers.queries import material_of
from citytocity.dossiers.telling import tellings
from citytocity.ledger.actions import bring_back, delete
from citytocity.ledger.models import DeletedRecord, Partnership, Result
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import dossiers, ledger
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.sources import cite
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2019, 1, 31)
DOSSIERS = "/admin/dossiers/"
CARD = {
    "problem": {"en": "No stage.", "ru": "Не было сцены."},
    "done": {"en": "A studio was opened."},
    "cost": {"en": "400,000 roubles"},
    "how_to_copy": {"en": "Begin with one teacher.", "ru": "Начните с одного педагога."},
}
CODES = ("I11", "I04-in", "I04-out")


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Duisburg", "Kazan")


@pytest.fixture
def twins(sides: list[City]) -> Partnership:
    return ledger.partnership(*sides[:2])


@pytest.fixture
def practice(sides: list[City]) -> Result:
    perm, duisburg, _kazan = sides
    title = {"en": "Workshops", "ru": "Мастерские"}
    made = ledger.practice(duisburg, perm, evidenced=True, title=title, when="2018", **CARD)
    cite(made)
    return made


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


@pytest.fixture
def office(client: Client, registrar: User) -> Client:
    client.force_login(registrar)
    return client


def test_a_dossier_begins_with_the_results_of_its_years(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    ledger.practice(*sides[:2], when="2001")
    ledger.practice(*sides[:2], when="", title={"en": "Some day"})

    answer = office.post(f"{DOSSIERS}add/", _about(sides[0], twins))
    made = Dossier.objects.get()
    page = office.get(answer.url)

    assert answer.url == f"{DOSSIERS}{made.pk}/"
    assert [one.result_key for one in made.chosen.all()] == [practice.pk]
    assert [words for _key, words in page.context["form"].fields["results"].choices] == [
        "Workshops, practice adopted, 2018",
        "Some day, practice adopted, date not recorded",
    ]
    assert [one.action for one in ModelLogEntry.objects.for_instance(made)] == ["wagtail.create"]


def test_the_form_of_a_partnership_leads_to_its_dossier(
    office: Client, sides: list[City], twins: Partnership
) -> None:
    ledger.partnership(*sides[1:])
    page = office.get(f"/admin/snippets/ledger/partnership/edit/{twins.pk}/")
    address = f"{DOSSIERS}add/?partnership={twins.pk}"

    initial = office.get(address).context["form"].initial

    assert address in page.text
    assert (initial["city"], initial["partnerships"]) == (sides[0], [twins.pk])
    for other in ("x", "9" * 30, Partnership.objects.latest("pk").pk):
        asked = office.get(f"{DOSSIERS}add/?partnership={other}").context["form"]
        assert asked.initial["partnerships"] == []


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"first_year": 1990, "last_year": 1991}, "first_year", "from 2018 to 2018"),
        ({"last_year": 2017}, "last_year", "It cannot end before it begins."),
        ({"first_year": 2000}, "last_year", "A dossier is of at most 12 years."),
        ({"beside": "en"}, "beside", "These are the same language"),
        ({"beside": "xx"}, "beside", "not one of the available choices"),
        ({"title__en": ""}, "title", "in one language at least"),
        ({"partnerships": []}, "partnerships", "required"),
        ({"first_year": 0}, "first_year", "greater than or equal to 1900"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    office: Client,
    sides: list[City],
    twins: Partnership,
    practice: Result,
    wrong: dict[str, Any],
    field: str,
    told: str,
) -> None:
    page = office.post(f"{DOSSIERS}add/", _about(sides[0], twins) | wrong)

    assert told in "".join(page.context["form"].errors[field])
    assert Dossier.objects.count() == 0


def test_a_partnership_of_others_is_refused_by_name(
    office: Client, registrar: User, sides: list[City], practice: Result
) -> None:
    others = ledger.partnership(*sides[1:])
    held = Dossier(city=sides[0], title={"en": "A"}, first_year=2018, last_year=2018, language="en")

    page = office.post(f"{DOSSIERS}add/", _about(sides[0], others))

    assert page.context["form"].errors["partnerships"] == [
        "You do not keep the register of a side of this partnership."
    ]
    with pytest.raises(ValidationError, match="Perm is no side of Duisburg – Kazan"):
        actions.write_dossier(held, [others], by=registrar)


@pytest.mark.parametrize(
    "values",
    [
        {"last_year": 2017},
        {"last_year": 2030},
        {"first_year": 1800, "last_year": 1801},
        {"beside": "en"},
    ],
)
def test_the_database_refuses_what_cannot_be(sides: list[City], values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        dossiers.dossier(sides[0], **values)


def test_empty_parts_take_what_the_register_says(
    sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins, beside="ru", aim={"ru": "Сцена для всех."})
    dossiers.chosen(made, practice)

    english, russian = tellings(material_of(made, today=TODAY))

    assert _words(english) == {
        "context": [
            "Perm – Duisburg: twin cities; since: 2007.",
            "Workshops, the problem: No stage.",
        ],
        "aim": [],
        "actions": ["Workshops, what was done: A studio was opened."],
        "resources": ["Workshops, what it cost: 400,000 roubles"],
        "outcome": [],
        "replicability": [
            "Workshops, how to copy it: Begin with one teacher.",
            "Workshops: not known whether it still runs",
        ],
        "annexes": [],
    }
    assert _words(russian)["aim"] == ["Сцена для всех."]
    assert _words(russian)["context"][1] == "Мастерские, задача: Не было сцены."
    assert russian.parts[2].lines[0][-1].lang == "en"  # nobody has put it into Russian
    assert [part.heading for part in russian.parts][:2] == ["Предыстория", "Цель"]


def test_what_was_done_is_told_once_of_what_results_came_of(
    sides: list[City], twins: Partnership
) -> None:
    camp = ledger.activity(
        *sides, title={"en": "Camp"}, when="2018-07", summary={"en": "Six matches."}
    )
    made = dossiers.dossier(sides[0], twins)
    for name in ("Cup", "Album"):
        dossiers.chosen(made, ledger.result(activity=camp, title={"en": name}))

    assert _words(tellings(material_of(made, today=TODAY))[0])["actions"] == [
        "Camp, July 2018: Six matches."
    ]


def test_the_register_words_go_where_none_are_and_nothing_typed_is_lost(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins, beside="ru")
    dossiers.chosen(made, practice)
    page = office.get(f"{DOSSIERS}{made.pk}/")

    sent = _sent(page) | {"actions__en": "We opened it.", "take": "actions"}
    answer = office.post(f"{DOSSIERS}{made.pk}/", sent)

    made.refresh_from_db()
    assert answer.url == f"{DOSSIERS}{made.pk}/#actions"
    assert made.actions.data == {
        "en": "We opened it.",
        "ru": "Мастерские, что сделано: A studio was opened.",
    }
    assert made.partnerships.get() == twins
    assert [one.result_key for one in made.chosen.all()] == [practice.pk]


def test_a_result_of_another_city_or_year_is_refused_by_name(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins)
    dossiers.chosen(made, practice)
    other = ledger.practice(sides[1], sides[2], when="2018", title={"en": "Of Kazan"})
    page = office.get(f"{DOSSIERS}{made.pk}/")

    sent = _sent(page) | {"results": [practice.pk, other.pk], "aim__en": "Typed"}
    refused = office.post(f"{DOSSIERS}{made.pk}/", sent)

    assert refused.context["form"].errors["results"] == [
        "Not of these partnerships in these years: Of Kazan. Take it out, or choose other "
        "partnerships or years."
    ]
    assert refused.context["form"]["aim"].value() == {"en": "Typed"}
    assert [one.result_key for one in made.chosen.all()] == [practice.pk]


def test_a_result_that_is_withdrawn_is_said_and_found_again(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins)
    dossiers.chosen(made, practice)
    admin = member(Role.HOST)

    delete(practice, by=admin)
    told = _told(made)
    preview = office.get(f"{DOSSIERS}{made.pk}/preview/")
    office.post(f"{DOSSIERS}{made.pk}/", _sent(office.get(f"{DOSSIERS}{made.pk}/")))
    bring_back(DeletedRecord.objects.get(), by=admin)

    assert [str(one) for one in preview.context["gone"]] == ["Workshops"]
    assert "No longer on the register: Workshops" in told
    assert "No longer on the register: Workshops" not in _told(made)
    assert [str(one.title) for one in material_of(made, today=TODAY).results] == ["Workshops"]


def test_what_is_gone_can_be_taken_out(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    ledger.activity(sides[0], host=sides[1])
    made = dossiers.dossier(sides[0], twins)
    dossiers.chosen(made, practice)
    delete(practice, by=member(Role.HOST))

    sent = _sent(office.get(f"{DOSSIERS}{made.pk}/"))
    assert sent.pop("results") == [f"gone-{made.chosen.get().result_key}"]
    office.post(f"{DOSSIERS}{made.pk}/", sent)

    assert made.chosen.count() == 0


def test_what_is_withdrawn_while_the_form_is_open_stays_chosen(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    ledger.activity(sides[0], host=sides[1])
    made = dossiers.dossier(sides[0], twins)
    dossiers.chosen(made, practice)
    sent = _sent(office.get(f"{DOSSIERS}{made.pk}/"))
    delete(practice, by=member(Role.HOST))

    answer = office.post(f"{DOSSIERS}{made.pk}/", sent)
    again = _sent(office.get(f"{DOSSIERS}{made.pk}/")) | {"results": ["987654321"]}
    unknown = office.post(f"{DOSSIERS}{made.pk}/", again)

    assert answer.status_code == 302
    assert [str(one) for one in material_of(made, today=TODAY).gone] == ["Workshops"]
    assert unknown.context["form"].errors["results"] == [
        "A result that you chose is not on the register any more."
    ]


def test_what_a_colleague_saved_meanwhile_is_not_written_over(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins)
    sent = _sent(office.get(f"{DOSSIERS}{made.pk}/")) | {"aim__en": "Mine"}
    made.aim = {"en": "Theirs"}
    made.save()

    refused = office.post(f"{DOSSIERS}{made.pk}/", sent)
    kept = Dossier.objects.get().aim.data
    again = office.post(f"{DOSSIERS}{made.pk}/", _sent(refused))

    assert kept == {"en": "Theirs"}
    assert (again.status_code, Dossier.objects.get().aim.data) == (302, {"en": "Mine"})


def test_the_files_have_every_figure_with_the_address_of_its_list(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    ledger.activity(sides[1], host=sides[0], when="2018-06")
    made = dossiers.dossier(sides[0], twins, first_year=2010, last_year=2018, beside="ru")
    dossiers.chosen(made, practice)

    answer = office.get(f"{DOSSIERS}{made.pk}/file/docx/")
    document = docx.Document(BytesIO(answer.content))
    links = {relation.target_ref for relation in document.part.rels.values()
             if relation.is_external}  # fmt: skip
    notes = next(r.target_part for r in document.part.rels.values() if "footnotes" in r.reltype)
    both = side_by_side(tellings(material_of(made, today=TODAY)), years=made.years)
    grids = [grid for part in both.parts for grid in part.grids]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}

    assert answer["Content-Disposition"] == (
        'attachment; filename="dossier-perm-2010-2018-en-ru.docx"'
    )
    assert [grid.years[0] for grid in grids] == ["2010", "2016"]
    shown = {piece.words for grid in grids for _noun, row in grid.rows for cell in row
             for piece in cell}  # fmt: skip
    assert shown - {"\n"} <= {line for cell in cells for line in cell.split("\n")}
    assert {piece.url for grid in grids for _noun, row in grid.rows for cell in row
            for piece in cell} - {""} <= links  # fmt: skip
    assert b"/en/figures/I11/?year=2018" in notes.blob
    assert {"English", "Русский", "Activities\nСобытия"} <= cells
    assert ModelLogEntry.objects.filter(action="dossiers.take").get().data == {"kind": "docx"}


@pytest.mark.parametrize(("language", "beside"), [("en", ""), ("ru", "zh-hans"), ("fr", "de")])
def test_the_paper_is_a_tagged_pdf(
    sides: list[City], twins: Partnership, practice: Result, language: str, beside: str
) -> None:
    words = {language: "#panic() <w:p> \x00 " + "V" * 300 + "\nمهرجان"}
    made = dossiers.dossier(sides[0], twins, language=language, beside=beside, aim=words)
    dossiers.chosen(made, practice)

    paper = as_pdf(material_of(made, today=TODAY))

    assert (paper[:5], b"/MarkInfo" in paper) == (b"%PDF-", True)
    assert docx.Document(BytesIO(as_docx(material_of(made, today=TODAY)))).paragraphs


def test_another_city_finds_nothing_of_it(
    client: Client, sides: list[City], twins: Partnership
) -> None:
    made = dossiers.dossier(sides[0], twins)
    other = member(Role.REGISTRAR, sides[1])
    client.force_login(other)

    assert client.get(DOSSIERS).context["rows"] == []
    for verb in (actions.write_dossier, actions.delete_dossier, actions.note_taken):
        beside = {actions.write_dossier: [[twins]], actions.note_taken: ["pdf"]}.get(verb, [])
        with pytest.raises(PermissionDenied):
            verb(made, *beside, by=other)


def test_who_may_not_delete_the_partnership_is_not_told_the_title(
    client: Client, sides: list[City], twins: Partnership
) -> None:
    dossiers.dossier(sides[0], twins, title={"en": "Lavender"})
    client.force_login(member(Role.REGISTRAR, sides[1]))

    page = client.post(f"/admin/snippets/ledger/partnership/delete/{twins.pk}/").text

    assert "a practice dossier of Perm" in page
    assert "Lavender" not in page


def test_a_dossier_is_deleted_after_asking_and_the_register_stays(
    office: Client, sides: list[City], twins: Partnership, practice: Result
) -> None:
    made = dossiers.dossier(sides[0], twins)
    dossiers.chosen(made, practice)

    asked = office.get(f"{DOSSIERS}{made.pk}/delete/")
    office.post(f"{DOSSIERS}{made.pk}/delete/")

    assert (asked.status_code, Dossier.objects.count(), Result.objects.count()) == (200, 0, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_more_results_ask_no_more_questions(
    sides: list[City], twins: Partnership, number: int
) -> None:
    made = dossiers.dossier(sides[0], twins)
    for _n in range(number):
        one = ledger.practice(*sides[:2], evidenced=True, when="2018", **CARD)
        cite(one)
        dossiers.chosen(made, one)
        ledger.activity(sides[0], host=sides[1])

    with CaptureQueriesContext(connection) as asked:
        tellings(material_of(Dossier.objects.get(), today=TODAY))

    assert len(asked) == 18


@pytest.mark.parametrize("number", [1, 3])
def test_more_partnerships_ask_no_more_questions(sides: list[City], number: int) -> None:
    perm, *others = [*sides, city("Oxford")]
    theirs = [ledger.partnership(perm, other) for other in others[:number]]
    for other in others[:number]:
        visit(other, to=perm)
    made = dossiers.dossier(perm, *theirs, first_year=2015)

    with CaptureQueriesContext(connection) as asked:
        tellings(material_of(made, today=TODAY))

    assert len(asked) == 11


def _about(city: City, *partnerships: Partnership) -> dict[str, Any]:
    return {
        "title__en": "A stage for everybody",
        "title__original": "en",
        "city": city.pk,
        "partnerships": [one.pk for one in partnerships],
        "first_year": 2018,
        "last_year": 2018,
        "language": "en",
        "beside": "",
    }


def _sent(page: Any) -> dict[str, Any]:
    """What a browser sends if nobody touches anything."""
    form = BeautifulSoup(page.content, "html.parser").find("form", class_="dossiers-form")
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") == "checkbox" and field.has_attr("checked"):
            sent.setdefault(field["name"], []).append(field["value"])
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            sent[field["name"]] = field.get("value") or field.text.removeprefix("\n")
    for field in form.select("select[name]"):
        sent[field["name"]] = [one["value"] for one in field.select("option[selected]")]
    return sent


def _words(telling: Any) -> dict[str, list[str]]:
    return {
        part.part.value: ["".join(piece.words for piece in line) for line in part.lines]
        for part in telling.parts
    }


def _told(dossier: Dossier) -> list[str]:
    """All records that the dossier tells of."""
    [telling] = tellings(material_of(dossier, today=TODAY))
    return [
        "".join(piece.words for piece in line) for part in telling.parts for line in part.records
    ]


def test_figures_are_seen_from_the_city_that_writes_the_dossier(
    sides: list[City], twins: Partnership
) -> None:
    perm, duisburg, _kazan = sides
    visit(duisburg, to=perm)

    seen = {
        city.slug: material_of(dossiers.dossier(city, twins), today=TODAY).figures[twins.pk][2018]
        for city in (perm, duisburg)
    }

    assert {
        slug: (found["I04-in"].value, found["I04-out"].value) for slug, found in seen.items()
    } == {"perm": (1, 0), "duisburg": (0, 1)}


def test_figures_of_several_cities_are_seen_from_the_one_that_writes_the_dossier(
    client: Client, sides: list[City]
) -> None:
    perm, duisburg, kazan = sides
    chain = ledger.partnership(*sides)
    visit(duisburg, to=perm)
    visit(perm, to=kazan)

    seen = {
        city.slug: material_of(dossiers.dossier(city, chain), today=TODAY).figures[chain.pk][2018]
        for city in sides
    }
    counted = {slug: [found[code].value for code in CODES] for slug, found in seen.items()}
    listed = client.get(seen["kazan"]["I04-in"].address)

    assert counted == {"perm": [2, 1, 1], "duisburg": [2, 0, 1], "kazan": [2, 1, 0]}
    assert seen["kazan"]["I04-in"].address.endswith("&home=kazan")
    assert len(listed.context["rows"]) == 1
    assert "seen from Kazan" in listed.context["title"]
    assert client.get(seen["kazan"]["I04-in"].address.replace("kazan", "nobody")).status_code == 400
