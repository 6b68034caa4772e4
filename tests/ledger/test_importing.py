from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText
from wagtail.models import ModelLogEntry, ReferenceIndex

from citytocity.cities.models import City
from citytocity.ledger.exporting import register_as_data, write_yaml
from citytocity.ledger.importing import ImportRefusedError, Tally, import_files
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Recognition,
    Theme,
)
from citytocity.ledger.written import Pile, read_yaml
from citytocity.sources.models import Source
from tests.factories import ledger as make
from tests.factories.cities import cities, city

pytestmark = pytest.mark.django_db

FIVE_ERRORS = Path(__file__).parent / "data" / "five-errors.yaml"
TWO_TOWNS = Path(__file__).parents[2] / "docs" / "examples" / "two-towns.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.yaml"


def keep(file: Path, text: str) -> None:
    file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def problems(file: Path) -> list[str]:
    """What the import says of the file, after it has changed nothing."""
    before = register_as_data()
    with translation.override("en"), pytest.raises(ImportRefusedError) as refusal:
        import_files([file])
    assert register_as_data() == before
    return [str(problem) for problem in refusal.value.problems]


def written(folder: Path, text: str) -> Path:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return path


REGISTER = """
    cities:
      - {id: perm, name: {ru: Пермь, en: Perm}, country: RU, host: true}
      - {id: oxford, name: {en: Oxford}, country: GB}
    partnerships:
      - id: perm-oxford
        kind: twinning
        since: "1995"
        sides:
          - {city: perm, recognised: 1995-06-01}
          - city: oxford
    activities:
      - id: jazz
        kind: festival
        title: {en: Jazz}
        when: "2018-09"
        part_of: summer
        participations:
          - {city: perm, role: host, people: 40}
          - {city: oxford, role: guest, people: 7, certainty: at-least}
      - id: summer
        kind: festival
        title: {en: Summer}
"""


# What it means


def test_records_are_made_and_join_each_other_in_any_order(file: Path) -> None:
    keep(file, REGISTER)

    assert import_files([file]) == Tally(created=5)
    assert Activity.objects.get(slug="jazz").part_of == Activity.objects.get(slug="summer")
    assert [str(side) for side in Partnership.objects.get().sides.all()] == ["Perm", "Oxford"]
    assert City.objects.get(slug="perm").name.original == "ru"


def test_the_same_file_a_second_time_changes_nothing(file: Path) -> None:
    keep(file, REGISTER)
    import_files([file])
    before = register_as_data()

    assert import_files([file]) == Tally(unchanged=5)
    assert register_as_data() == before


def test_an_absent_key_stays_as_it_is(file: Path) -> None:
    make.activity(slug="jazz", attendance=50, place={"en": "Park"})
    keep(file, "activities: [{id: jazz, status: cancelled}]")

    assert import_files([file]) == Tally(changed=1)
    jazz = Activity.objects.get()
    assert (jazz.status, jazz.attendance, jazz.place.data) == ("cancelled", 50, {"en": "Park"})


def test_an_empty_value_empties(file: Path) -> None:
    culture = make.theme("culture")
    jazz = make.activity(slug="jazz", attendance=50, place={"en": "Park"}, recurring=True)
    jazz.themes = [culture]
    jazz.save()
    keep(
        file,
        "activities: [{id: jazz, attendance: null, place: , when: '', themes: , recurring: }]",
    )

    import_files([file])

    jazz = Activity.objects.get()
    assert (jazz.attendance, jazz.place.data, jazz.when, jazz.recurring) == (None, {}, "", False)
    assert not jazz.themes.exists()


def test_a_list_replaces_the_list(file: Path) -> None:
    perm, _oxford = cities("Perm", "Oxford")
    make.activity(perm, slug="jazz")
    keep(file, "activities: [{id: jazz, participations: [{city: oxford}]}]")

    assert import_files([file]) == Tally(changed=1)
    assert [str(each.city) for each in Participation.objects.all()] == ["Oxford"]


def test_another_original_language_is_a_change(file: Path) -> None:
    make.theme("culture", name={"en": "Culture", "ru": "Культура"})
    keep(file, "themes: [{id: culture, name: {ru: Культура, en: Culture}}]")

    assert import_files([file]) == Tally(changed=1)
    assert Theme.objects.get().name.original == "ru"


def test_several_files_are_read_as_one(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    keep(one, "organisations: [{id: archive, name: {en: Archive}, kind: archive, city: perm}]")
    keep(other, "cities: [{id: perm, name: {en: Perm}, country: RU}]")

    assert import_files([one, other]) == Tally(created=2)


def test_it_tells_how_far_it_is(file: Path) -> None:
    keep(file, "themes: [{id: a, name: {en: A}}, {id: b, name: {en: B}}]")
    heard: list[tuple[int, int]] = []

    import_files([file], told=lambda done, of: heard.append((done, of)))

    assert heard == [(1, 2), (2, 2)]


def test_a_list_that_stays_keeps_its_rows(file: Path) -> None:
    keep(file, REGISTER)
    import_files([file])
    before = dict(Participation.objects.values_list("city__slug", "pk"))
    keep(
        file,
        """
        activities:
          - id: jazz
            title: {en: All that jazz}
            participations:
              - {city: oxford, role: guest, people: 8}
              - {city: perm, role: host, people: 40}
        """,
    )

    import_files([file])

    rows = Participation.objects.order_by("sort_order").values_list("city__slug", "pk", "people")
    assert list(rows) == [("oxford", before["oxford"], 8), ("perm", before["perm"], 40)]


def test_a_row_that_is_taken_out_leaves_the_others_alone(file: Path) -> None:
    keep(file, REGISTER)
    import_files([file])
    perm = Participation.objects.get(city__slug="perm")
    keep(file, "activities: [{id: jazz, participations: [{city: perm, role: host, people: 40}]}]")

    assert import_files([file]) == Tally(changed=1)
    assert list(Participation.objects.all()) == [perm]


def test_nobody_and_not_known_are_different_facts(file: Path) -> None:
    make.activity(slug="jazz", attendance=0)
    keep(file, "activities: [{id: jazz, attendance: }]")

    assert import_files([file]) == Tally(changed=1)
    assert Activity.objects.get().attendance is None


def test_a_text_is_taken_without_blanks_at_its_ends(file: Path) -> None:
    keep(
        file,
        """
        sources: [{id: a, title: " News ", publisher: "  "}]
        themes: [{id: a, name: {en: " Arts\\r\\nand more "}}]
        """,
    )

    import_files([file])

    source = Source.objects.get()
    assert (source.title, source.publisher) == ("News", "")
    assert Theme.objects.get().name.data == {"en": "Arts\nand more"}


def test_a_name_may_be_given_in_one_form_alone(file: Path) -> None:
    city("Perm")
    keep(
        file,
        """
        recognitions:
          - id: merit
            kind: award
            title: {en: Merit}
            city: perm
            presented_by: Sergey Lavrov
            received_by: {en: Dmitry Samoilov, ru: Дмитрий Самойлов}
        """,
    )

    import_files([file])

    merit = Recognition.objects.get()
    assert merit.presented_by.data == {"en": "Sergey Lavrov"}
    assert merit.received_by.data == {"en": "Dmitry Samoilov", "ru": "Дмитрий Самойлов"}


@pytest.mark.parametrize("first", ["perm", "oxford"])
def test_the_host_office_is_handed_over_in_one_file(file: Path, first: str) -> None:
    city("Perm", host=True)
    city("Oxford")
    lines = {"perm": "  - {id: perm, host: false}", "oxford": "  - {id: oxford, host: true}"}
    second = next(slug for slug in lines if slug != first)
    file.write_text("\n".join(["cities:", lines[first], lines[second]]), encoding="utf-8")

    assert import_files([file]) == Tally(changed=2)
    assert City.objects.host().get().slug == "oxford"


def test_an_exported_register_hands_the_office_over_too(file: Path) -> None:
    perm, oxford = city("Perm"), city("Oxford", host=True)
    write_yaml(file)
    City.objects.filter(pk=oxford.pk).update(is_host=False)
    City.objects.filter(pk=perm.pk).update(is_host=True)

    import_files([file])

    assert City.objects.host().get() == oxford


# What stands by a record


@pytest.mark.parametrize("count", [1, 3])
def test_every_record_made_or_changed_has_a_revision_and_a_line_in_the_log(
    file: Path, count: int
) -> None:
    made = "".join(
        f"  - {{id: a-{number}, kind: visit, title: {{en: Visit}}}}\n" for number in range(count)
    )
    file.write_text(f"activities:\n{made}", encoding="utf-8")
    import_files([file])
    file.write_text(f"activities:\n{made}".replace("Visit", "Journey"), encoding="utf-8")

    import_files([file])
    import_files([file])

    for record in Activity.objects.all():
        titles = [revision.as_object().title for revision in record.revisions.order_by("pk")]
        assert [str(title) for title in titles] == ["Visit", "Journey"]
        assert record.latest_revision == record.revisions.latest("pk")
        log = ModelLogEntry.objects.for_instance(record).order_by("pk")
        assert [(entry.action, entry.label) for entry in log] == [
            ("wagtail.create", "Visit"),
            ("wagtail.edit", "Journey"),
        ]


def test_a_revision_has_the_rows_of_the_record(file: Path) -> None:
    keep(file, REGISTER)

    import_files([file])

    jazz = Activity.objects.get(slug="jazz").latest_revision.as_object()
    assert [str(group.city) for group in jazz.participations.all()] == ["Perm", "Oxford"]
    assert jazz.part_of.slug == "summer"


def test_usage_knows_what_an_imported_record_names(file: Path) -> None:
    keep(file, REGISTER)

    import_files([file])

    users = ReferenceIndex.get_grouped_references_to(City.objects.get(slug="oxford"))
    assert {str(record) for record, _references in users} == {"Perm – Oxford", "Jazz"}


def found(model: type, word: str) -> set[str]:
    return {str(record) for record in get_search_backend().search(PlainText(word), model)}


def test_a_record_is_found_by_the_names_it_quotes(file: Path) -> None:
    keep(file, REGISTER)

    import_files([file])

    assert found(Partnership, "oxford") == found(Partnership, "пермь") == {"Perm – Oxford"}
    assert found(Participation, "oxford") == {"Oxford: Jazz"}


def test_a_new_name_of_a_city_is_followed_by_what_quotes_it(
    file: Path, django_capture_on_commit_callbacks: Any
) -> None:
    keep(file, REGISTER)
    import_files([file])
    make.agreement(Partnership.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        oxford = City.objects.get(slug="oxford")
        oxford.name = {"en": "Oxenford"}
        oxford.save()

    for model in (Partnership, Participation, Agreement):
        assert (len(found(model, "oxenford")), len(found(model, "oxford"))) == (1, 0)


def test_a_new_title_of_an_activity_is_followed_by_its_groups(
    file: Path, django_capture_on_commit_callbacks: Any
) -> None:
    keep(file, REGISTER)
    import_files([file])

    with django_capture_on_commit_callbacks(execute=True):
        jazz = Activity.objects.get(slug="jazz")
        jazz.title = {"en": "Blues"}
        jazz.save()

    assert (len(found(Participation, "blues")), len(found(Participation, "jazz"))) == (2, 0)


# What is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "activities:\n  - {id: a, kind: visit, title: {en: A}, when: 2018-13}",
            "2: when: “2018-13”: there is no month 13. Months are 01 to 12, seasons 21 (spring) "
            "to 24 (winter).",
        ),
        (
            "activities:\n  - {id: a, kind: visit, title: {en: A}, when: 2018-09/2018-03}",
            "2: when: “2018-09/2018-03” ends before it starts. Write 2018-03/2018-09.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: A}\n    host: prem",
            "5: host: There is no city “prem”. Did you mean “perm”?",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {xx: A}",
            "4: title: Unknown language: xx. Codes are such as en, ru, zh-hans.",
        ),
        (
            "sources:\n  - {id: a, title: A, language: xx}",
            "2: language: “xx” is not a language known here.",
        ),
        (
            "themes:\n  - {id: a, name: {en: A}}\n  - {id: a, name: {en: B}}",
            "3: The id “a” is there twice; first in register.yaml:2.",
        ),
        (
            "partnerships:\n  - id: a\n    kind: twinning\n    sides: [{city: perm}, {city: perm}]",
            "4: A city cannot be in partnership with itself.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: A}\n"
            "    participations:\n      - people: 5",
            "6: city: This must be given.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: <script>A}",
            "4: title: English: Write plain text, without HTML tags.",
        ),
        (
            "activities:\n  - {id: a, kind: picnic, title: {en: A}}",
            "2: kind: “picnic” is not known here. Known are: exchange, visit, delegation, meeting, "
"festival, forum, conference, performance, exhibition, sports-event, camp, training, "
"ceremony, publication, competition, joint-project.",
        ),
        ("cities:\n  - {name: {en: A}}", "2: A record needs an id, such as “perm-oxford”."),
        (
            "cities:\n  - {id: a b, name: {en: A}, country: RU}",
            "2: “a b” cannot be an id: use Latin letters, digits and hyphens.",
        ),
        (
            "themes:\n  - {id: a, nam: {en: A}, name: {en: A}}",
            "2: There is no “nam” here. Did you mean “name”?",
        ),
        ("city: []", "1: There is no section “city”. Known are: sources, themes, cities, "
         "organisations, programmes, partnerships, agreements, activities, results, recognitions, "
         "gifts, promises, letters, honours."),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: {ru: A}}",
            "4: title: In each language stands a text, not a list or a mapping.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: [A]}",
            "4: title: In each language stands a text, not a list or a mapping.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: A}\n    participations:\n"
            "      - {city: perm}\n      - {city: perm, people: 5}",
            "7: This city is there already. Name the organisations if it sent several groups.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: A}\n    participations:\n"
            "      - {city: perm, people: 99999999999999999999}",
            "6: people: Ensure this value is less than or equal to 10000000.",
        ),
        (
            "activities:\n  - id: a\n    kind: visit\n    title: {en: A}\n    participations:\n"
            "      - {city: perm, people: -5}",
            "6: people: Ensure this value is greater than or equal to 0.",
        ),
        (
            "activities:\n  - {id: a, kind: visit, title: {en: A}, part_of: a}",
            "2: part_of: An activity cannot be part of itself.",
        ),
        (
            f"themes:\n  - {{id: {'a' * 61}, name: {{en: A}}}}",
            "2: id: Ensure this value has at most 60 characters (it has 61).",
        ),
        ("themes:\n  - {id: a, name: {en: A}, [b]: c}",
         "2: A key is one word, not a list or a mapping."),
        ("[a]: c", "1: A key is one word, not a list or a mapping."),
        ("themes:\n  - &b {id: x, name: *b}",
         "2: Write out what “*b” stands for: aliases are not read."),
        ("themes:\n  - " + "[" * 3000 + "]" * 3000,
         "2: More than 20 lists and mappings stand here one in the other."),
        ("cities: [\n", "2: This is no valid YAML: did not find expected node content."),
        ("- perm", "1: The file must hold sections such as “cities:” with a list each."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_changes_nothing(
    file: Path, text: str, says: str
) -> None:
    city("Perm")
    file.write_text(text, encoding="utf-8")

    assert problems(file) == [f"register.yaml:{says}"]


def test_more_young_people_than_people_are_refused(file: Path) -> None:
    make.activity(city("Perm"), slug="jazz")
    keep(file, "activities: [{id: jazz, participations: [{city: perm, people: 1, youth: 2}]}]")

    assert problems(file) == [
        "register.yaml:1: youth: There cannot be more young people than people."
    ]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_circle_of_activities_is_refused_whichever_is_known(file: Path, kept: int) -> None:
    for number in range(kept):
        make.activity(slug=f"a{number}")
    keep(
        file,
        """
        activities:
          - {id: a0, kind: visit, title: {en: Jazz}, part_of: a1}
          - {id: a1, kind: visit, title: {en: Summer}, part_of: a0}
        """,
    )

    assert problems(file) == [
        "register.yaml:3: part_of: “Jazz” is itself a part of this activity.",
    ]


def test_two_activities_may_change_places_in_one_file(file: Path) -> None:
    summer = make.activity(slug="summer")
    make.activity(slug="jazz", part_of=summer)
    keep(file, "activities: [{id: summer, part_of: jazz}, {id: jazz, part_of: }]")

    assert import_files([file]) == Tally(changed=2)
    assert Activity.objects.get(part_of__isnull=False).slug == "summer"


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(file: Path) -> None:
    lines = ["themes:", "  - &a0 [x]"]
    lines += [f"  - &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    file.write_text("\n".join(lines), encoding="utf-8")

    assert problems(file) == [
        "register.yaml:3: Write out what “*a0” stands for: aliases are not read."
    ]


def test_five_mistakes_in_one_file_are_all_told_and_nothing_is_changed(file: Path) -> None:
    make.theme("culture")
    city("Perm")
    keep(
        file,
        """
        themes:
          - {id: culture, name: {en: Arts}}
          - {id: culture, name: {en: The arts}}
        partnerships:
          - id: perm-perm
            kind: twinning
            sides: [{city: perm}, {city: perm}]
        activities:
          - id: jazz
            kind: festival
            title: {en: <b>Jazz</b>}
            when: 2018-02-30
            host: prem
        """,
    )

    assert [line.partition(": ")[0] for line in problems(file)] == [
        "register.yaml:3",
        "register.yaml:7",
        "register.yaml:11",
        "register.yaml:12",
        "register.yaml:13",
    ]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("id", encoding="utf-8")

    assert problems(file) == [
        "register.csv: This file is neither YAML (.yaml) nor a workbook (.xlsx)."
    ]


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")

    assert problems(file) == ["register.yaml: This file is not UTF-8 text."]


def test_every_error_is_told_with_its_line_and_what_would_be_right() -> None:
    assert problems(FIVE_ERRORS) == [
        "five-errors.yaml:11: latitude: Give latitude (-90 to 90) and longitude (-180 to 180),"
        " or neither.",
        "five-errors.yaml:16: kind: “fare” is not known here. Known are: exchange, visit,"
        " delegation, meeting, festival, forum, conference, performance, exhibition,"
        " sports-event, camp, training, ceremony, publication, competition, joint-project.",
        "five-errors.yaml:24: when: “2018-13”: there is no month 13."
        " Months are 01 to 12, seasons 21 (spring) to 24 (winter).",
        "five-errors.yaml:26: themes: There is no theme “cultur”. Did you mean “culture”?",
        "five-errors.yaml:28: There is no “hosts” here. Did you mean “host”?",
    ]


def test_a_file_with_one_error_changes_nothing() -> None:
    problems(FIVE_ERRORS)

    assert (City.objects.count(), Source.objects.count()) == (0, 0)


def test_the_example_is_read_in_and_a_second_time_changes_nothing() -> None:
    assert import_files([TWO_TOWNS]) == Tally(created=16)
    assert import_files([TWO_TOWNS]) == Tally(unchanged=16)


def test_a_value_near_a_known_one_is_told_which(tmp_path: Path) -> None:
    file = written(tmp_path, "organisations:\n  - {id: choir, name: {en: Choir}, kind: ensembel}\n")

    assert problems(file) == [
        "register.yaml:2: kind: “ensembel” is not known here. Did you mean “ensemble”?"
    ]


def test_an_unknown_country_is_not_answered_with_all_countries(tmp_path: Path) -> None:
    file = written(tmp_path, "cities:\n  - {id: ashby, name: {en: Ashby}, country: QQQ}\n")

    assert problems(file)[0].startswith("register.yaml:2: country: “QQQ” is not known here. Write")


def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, "cities:\n  - {id: ashby, country: GB}\n")

    assert problems(file) == ["register.yaml:2: name: This must be given."]


def test_a_partnership_of_one_city_is_refused_beside_other_errors(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """cities:
  - {id: ashby, name: {en: Ashby}, country: GB, colour: red}
partnerships:
  - {id: alone, kind: twinning, sides: [{city: ashby}]}
""",
    )

    assert problems(file)[1:] == ["register.yaml:4: A partnership needs two cities or more."]


def test_records_more_ask_no_questions_more(file: Path) -> None:
    def asked(number: int, start: int) -> int:
        records = "".join(
            f"""
              - id: visit-{start + n}
                kind: visit
                title: {{en: Visit}}
                participations:
                  - {{city: perm, people: 3}}
                  - {{city: oxford, people: 4}}"""
            for n in range(number)
        )
        keep(file, f"\n            activities:{records}\n")
        with CaptureQueriesContext(connection) as questions:
            import_files([file])
        return len(questions)

    cities("Perm", "Oxford")
    asked(1, start=100)  # what is asked but once

    assert asked(1, start=0) == asked(9, start=1)


def test_a_file_is_read_the_same_by_portions_and_as_a_whole(file: Path) -> None:
    keep(file, REGISTER)
    by_portions = read_yaml(file)
    keep(file, REGISTER + "    # an &anchor nobody uses\n")
    as_a_whole = read_yaml(file)

    assert isinstance(by_portions.sections["activities"], Pile)
    assert isinstance(as_a_whole.sections["activities"], list)
    assert {key: list(items) for key, items in by_portions.sections.items()} == as_a_whole.sections


def test_what_the_database_refuses_is_told_of_each_record(file: Path) -> None:
    keep(
        file,
        """
        cities:
          - {id: perm, name: {en: Perm}, country: RU, latitude: 58}
          - {id: oxford, name: {en: Oxford}, country: GB, longitude: 1}
          - {id: duisburg, name: {en: Duisburg}, country: DE}
        """,
    )

    told = "latitude: Give latitude (-90 to 90) and longitude (-180 to 180), or neither."
    assert problems(file) == [f"register.yaml:2: {told}", f"register.yaml:3: {told}"]
