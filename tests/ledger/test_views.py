"""Every page of the register answers, from few questions to the database, and counts truly."""

import json
import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from citytocity.cities.models import City
from citytocity.ledger.enums import BaseDate, PartnershipKind
from citytocity.ledger.models import Activity
from tests.factories import ledger
from tests.factories.cities import city, organisation
from tests.factories.sources import cite, source

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12
LISTS = ("cities", "partnerships", "activities", "participations", "programmes", "results",
         "recognitions")  # fmt: skip


def a_year_together(number: int) -> Activity:
    """One of each kind of record, between two new cities."""
    here = city(f"Here {number}", latitude=10 + number, longitude=20)
    there = city(f"There {number}", country="DE", latitude=30, longitude=40 + number)
    partnership = ledger.partnership(here, there)
    activity = ledger.activity(there, host=here, programme=ledger.programme())
    ledger.practice(there, here, evidenced=True, activity=activity)
    cite(activity)
    ledger.recognition(city=here, partnership=partnership)
    return activity


def asked(client: Client, address: str, django_assert_max_num_queries: Any) -> int:
    client.get(address)
    with django_assert_max_num_queries(QUERIES_AT_MOST) as questions:
        assert client.get(address).status_code == 200
    return len(questions)


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_of_three_asks_no_more_than_a_list_of_one(
    client: Client, noun: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_year_together(1)
    with_one = asked(client, f"/en/{noun}/", django_assert_max_num_queries)

    a_year_together(2)
    a_year_together(3)

    assert asked(client, f"/en/{noun}/", django_assert_max_num_queries) == with_one


@pytest.mark.parametrize("view", ["list", "calendar", "map"])
def test_activities_are_shown_in_each_view(
    client: Client, view: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_year_together(1)

    asked(client, f"/en/activities/?view={view}", django_assert_max_num_queries)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_every_page_of_a_record_answers_from_few_questions(
    client: Client, language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    activity = a_year_together(1)
    host = City.objects.get(slug="here-1")
    partnership = host.sides.get().partnership
    records = [activity, host, partnership, activity.programme, activity.results.get()]

    for record in records:
        address = record.get_absolute_url().replace("/en/", f"/{language}/", 1)
        asked(client, address, django_assert_max_num_queries)


def test_figures_of_a_partnership_are_as_many_as_the_lists_they_lead_to(client: Client) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    partnership = ledger.partnership(perm, oxford)
    for _number in range(3):
        ledger.activity(oxford, host=perm)
    address = f"/en/activities/?partnership={partnership.slug}"

    page = unescape(client.get(partnership.get_absolute_url()).content.decode())
    rows = client.get(address).content.decode()

    assert figure_that_leads_to(page, address) == 3
    assert len(set(re.findall(r'href="(/en/activities/activity-\d+/)"', rows))) == 3


def figure_that_leads_to(page: str, address: str) -> int:
    """The number in the one figure whose link goes to the address."""
    figures = re.findall(r'<p class="fig".*?</p>', page, re.DOTALL)
    [figure] = [figure for figure in figures if f'href="{address}"' in figure]
    return int(re.sub(r"<[^>]+>", " ", figure).split()[0])


def test_sources_that_disagree_are_both_shown(client: Client) -> None:
    activity = ledger.activity(host=city("Perm"))
    cite(activity, by=source("City news"), about="attendance", states="15000")
    cite(activity, by=source("Gazette"), about="attendance", states="9000")

    page = client.get(f"/en/activities/{activity.slug}/sources/").content.decode()

    assert [words in page for words in ("City news", "Gazette", "15000", "9000")] == [True] * 4


def test_sources_that_agree_are_all_shown(client: Client) -> None:
    activity = ledger.activity(host=city("Perm"), attendance=9000)
    for paper in ("City news", "Gazette"):
        cite(activity, by=source(paper), about="attendance", states="9000")

    page = client.get(f"/en/activities/{activity.slug}/sources/").content.decode()

    assert [words in page for words in ("City news", "Gazette", "disagree")] == [True, True, False]


@pytest.mark.parametrize("fact", [{}, {"about": "attendance", "states": "15000"}])
def test_what_is_noted_of_a_source_is_told_with_it(client: Client, fact: dict[str, str]) -> None:
    activity = ledger.activity(host=city("Perm"))
    words = {"en": "Only this page says so.", "ru": "Так сказано только здесь."}
    cite(activity, by=source("City news", published="2018-05-25"), note=words, **fact)

    english, russian = (
        client.get(f"/{language}/activities/{activity.slug}/sources/").content.decode()
        for language in ("en", "ru")
    )

    assert [text in english for text in ("Only this page says so.", "25 May 2018")] == [True, True]
    assert [text in russian for text in (words["ru"], "25 мая 2018")] == [True, True]


def test_who_gave_a_recognition_leads_to_what_else_it_gave(client: Client) -> None:
    network = organisation("Union of cities")
    recognition = ledger.recognition(city=city("Perm"), issuer=network)

    page = client.get(recognition.get_absolute_url()).content.decode()

    assert f'<a href="{network.get_absolute_url()}">Union of cities</a>' in page


def test_words_without_translation_say_their_language(client: Client) -> None:
    activity = ledger.activity(host=city("Perm"), title={"de": "Lichterfest"})

    page = client.get(f"/en/activities/{activity.slug}/").content.decode()

    assert '<span lang="de">Lichterfest</span>' in page


def test_a_record_that_is_not_there_is_not_found(client: Client) -> None:
    answers = {client.get(f"/en/{noun}/nowhere/").status_code for noun in LISTS[:3]}

    assert answers == {404}


def test_the_results_show_the_activities_of_the_year_and_what_they_were_about(
    client: Client,
) -> None:
    perm, oxford = city("Perm", is_host=True), city("Oxford")
    sport = ledger.theme("sport")
    for title, when in (("Football summer", "2018-07"), ("All year", "2018")):
        played = ledger.activity(oxford, host=perm, when=when, title={"en": title})
        played.themes.set([sport])
        played.save()

    page = unescape(client.get("/en/results/?year=2018").text)

    assert '<span class="vh">Football summer, July 2018</span>' in page
    assert "All year, 2018" not in page
    assert "1 more ran through several months or has no month on record." in page
    assert '<a href="/en/activities/?year=2018&theme=sport">Sport</a>' in page
    assert '<b class="num">2</b>' in page


@pytest.mark.parametrize(
    ("zones", "words"),
    [
        (("Asia/Yekaterinburg", "America/Bogota"), "Perm are 10 h ahead of those in Other"),
        (("America/Bogota", "Asia/Yekaterinburg"), "Other are 10 h ahead of those in Perm"),
        (("Asia/Kolkata", "Asia/Kathmandu"), "Other are 0.25 h ahead of those in Perm"),
        (("Asia/Kolkata", "Asia/Kolkata"), "The clocks in Perm and Other agree today."),
    ],
)
def test_clocks_say_which_city_is_ahead(client: Client, zones: tuple[str, str], words: str) -> None:
    here = city("Perm", latitude=58, longitude=56, time_zone=zones[0])
    there = city("Other", latitude=4, longitude=-74, time_zone=zones[1])
    pair = ledger.partnership(here, there)

    assert words in unescape(client.get(pair.get_absolute_url()).text)


def test_a_mark_on_the_map_opens_as_many_activities_as_it_counts(client: Client) -> None:
    perm = city("Perm", latitude=58, longitude=56)
    for title in ("Album", "Choir"):
        ledger.activity(host=perm, title={"en": title}, slug=title.lower())
    ledger.activity(title={"en": "Fair"}, place={"en": "Bishkek"}, latitude=42, longitude=74)
    ledger.activity(title={"en": "Nowhere"})

    page = client.get("/en/activities/?view=map").text
    perms, bishkeks = re.findall(r'<section class="gap-2" id="at-\d".*?</section>', page, re.DOTALL)

    assert re.findall(r"<h3><a[^>]*>([^<]+)", perms) == ["Album", "Choir"]
    assert re.findall(r"<h3><a[^>]*>([^<]+)", bishkeks) == ["Fair"]
    assert 'href="#at-1"' in page
    assert '<text class="count"' in page
    assert "Nowhere" not in page


def test_a_year_too_full_for_marks_says_nothing_of_those_without_a_month(client: Client) -> None:
    perm = city("Perm", is_host=True)
    for number in range(13):
        ledger.activity(host=perm, when="2018-07", title={"en": f"Match {number}"})
    ledger.activity(host=perm, when="2018", title={"en": "All year"})

    page = client.get("/en/results/?year=2018").text

    assert 'class="units"' not in page
    assert "more ran through" not in page
    assert "/en/activities/?year=2018&amp;view=calendar" in page


@pytest.mark.parametrize(
    ("query", "canonical", "robots"),
    [
        ("", ["/en/activities/"], []),
        ("?page=2", ["/en/activities/?page=2"], []),
        ("?kind=festival", [], ["noindex"]),
        ("?view=map", [], ["noindex"]),
    ],
)
def test_search_engines_keep_each_page_of_a_list_but_no_choice_from_it(
    client: Client, query: str, canonical: list[str], robots: list[str]
) -> None:
    perm = city("Perm")
    for _number in range(31):
        ledger.activity(host=perm)

    page = client.get(f"/en/activities/{query}").text

    assert re.findall(r'rel="canonical" href="https?://[^/]+([^"]+)"', page) == canonical
    assert re.findall(r'<meta name="robots" content="(\w+)"', page) == robots


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2018", {"startDate": "2018", "endDate": "2018"}),
        ("2018-09~", {"startDate": "2018-09", "endDate": "2018-09"}),
        ("2018-09-19/2018-10", {"startDate": "2018-09-19", "endDate": "2018-10"}),
        ("1990/..", {"startDate": "1990"}),
        ("[2018-03,2019-03]", {}),
        ("2018-21", {}),
        ("", {}),
    ],
)
def test_machines_read_a_date_only_as_far_as_it_is_known(
    client: Client, when: str, days: dict[str, str]
) -> None:
    activity = ledger.activity(host=city("Perm"), when=when)

    page = client.get(activity.get_absolute_url()).text
    event = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])

    assert {key: event[key] for key in ("startDate", "endDate") if key in event} == days


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        ("2007-10-15", "Partnerschaftsvertrag, unterzeichnet am 15. Oktober 2007: Perm."),
        ("2007-10", "Partnerschaftsvertrag, unterzeichnet: Oktober 2007, Perm."),
    ],
)
def test_a_partnership_is_told_in_german_as_german_writes(
    client: Client, signed: str, words: str
) -> None:
    pair = ledger.partnership(
        city("Perm"), city("Duisburg"), since="2003", kind=PartnershipKind.PARTNER_CITY
    )
    ledger.agreement(pair, signed=signed, place={"de": "Perm"})

    page = client.get(pair.get_absolute_url().replace("/en/", "/de/")).text

    assert f"Städte in Partnerschaft seit 2003. {words}" in page


@pytest.mark.parametrize(
    ("year", "turns_to"),
    [(2015, ["2016"]), (2016, ["2015", "2017"]), (2019, ["2018"])],
)
def test_the_calendar_turns_one_year_beyond_what_is_on_record(
    client: Client, year: int, turns_to: list[str]
) -> None:
    perm = city("Perm")
    ledger.activity(host=perm, when="2016-05")
    ledger.activity(host=perm, when="2018-09")

    page = client.get(f"/en/activities/?view=calendar&year={year}").text

    assert re.findall(r'<a class="more" href="[^"]*year=(\d+)"', page) == turns_to


@pytest.mark.parametrize("year", [2014, 2020, 9999])
def test_there_is_no_calendar_of_years_far_from_all_records(client: Client, year: int) -> None:
    ledger.activity(host=city("Perm"), when="2016-05")
    ledger.activity(when="2018-09")

    assert client.get(f"/en/activities/?view=calendar&year={year}").status_code == 404


def test_the_calendar_of_the_year_one_turns_to_no_year_before_it(client: Client) -> None:
    ledger.activity(when="0001")

    page = client.get("/en/activities/?view=calendar&year=1").text

    assert re.findall(r'<a class="more" href="[^"]*year=(\d+)"', page) == ["2"]


@pytest.mark.parametrize(
    ("base_date", "words"),
    [
        (BaseDate.SINCE, "Twin cities since 2006."),
        (BaseDate.FIRST_CONTACT, "1989 First contact"),
        (BaseDate.AGREEMENT, "15 October 2007 Twinning agreement"),
        (BaseDate.RECOGNISED, "As each side sees it"),
    ],
)
def test_an_anniversary_opens_the_date_it_counts_from(
    client: Client, base_date: str, words: str
) -> None:
    pair = ledger.partnership(
        city("Perm"), city("Oxford"), since="2006", first_contact="1989", base_date=base_date
    )
    ledger.agreement(pair, signed="2007-10-15")
    pair.sides.update(recognised="2008", recognised_first="2008-01-01")

    page = BeautifulSoup(client.get(pair.get_absolute_url()).text, "html.parser")
    door = next(a["href"] for a in page.select(".fig a") if "counted from" in a.text)

    assert page.select_one(door).get_text(" ", strip=True) == words


def test_a_first_contact_that_a_milestone_tells_of_stands_there_once(client: Client) -> None:
    pair = ledger.partnership(city("Perm"), city("Oxford"), first_contact="1989")
    pair.milestones.create(when="1989", what={"en": "A letter is written"})
    pair.save()

    page = BeautifulSoup(client.get(pair.get_absolute_url()).text, "html.parser")

    assert [title.text for title in page.select(".timeline h3")] == ["A letter is written"]
    assert page.select_one("#first-contact").h3.text == "A letter is written"


def table_of(client: Client, activity: Activity) -> list[list[str]]:
    page = BeautifulSoup(client.get(activity.get_absolute_url()).text, "html.parser")
    for name_of_column in page.select(".table .of"):  # shown where the fields are stacked
        name_of_column.decompose()
    rows = page.select(".table tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]


def test_who_took_part_tells_all_that_is_on_record(client: Client) -> None:
    meeting = ledger.activity(host=city("Perm"))
    group = {"role": "guest", "mode": "online", "people": 12, "youth": 8, "women": 7, "men": 5}
    note = source("Perm paper")
    ledger.participation(
        meeting, city("Oxford"), certainty="at-least", source=note, detail={"en": "Pupils"}, **group
    )

    assert table_of(client, meeting) == [
        ["City", "Role", "How", "Who", "People", "Source"],
        ["Perm", "host", "in person", "", "not recorded", ""],
        [
            "Oxford",
            "guest",
            "online",
            "Pupils",
            "at least 12 people, at least 8 young people"
            " · women and girls: at least 7, men and boys: at least 5",
            "Perm paper",
        ],
    ]


def test_an_activity_says_which_edition_it_is_and_that_it_comes_out_regularly(
    client: Client,
) -> None:
    paper = ledger.activity(kind="publication", edition=3, recurring=True)
    festival = ledger.activity(programme=ledger.programme(), edition=3)

    told = [
        {term.text: term.find_next("dd").text.strip() for term in page.select(".facts dt")}
        for page in (
            BeautifulSoup(client.get(record.get_absolute_url()).text, "html.parser")
            for record in (paper, festival)
        )
    ]

    assert (told[0]["Edition"], told[0]["How often"]) == ("3", "comes out regularly")
    assert "Edition" not in told[1], "the programme says it"
    assert told[1]["Programme"].endswith(", edition 3")


def test_a_programme_leads_to_its_own_website(client: Client) -> None:
    programme = ledger.programme(website="https://example.org/festival/")

    page = BeautifulSoup(client.get(programme.get_absolute_url()).text, "html.parser")

    assert page.select_one('main a[href="https://example.org/festival/"]').text == "Website"


def test_who_took_part_has_no_column_that_says_nothing(client: Client) -> None:
    meeting = ledger.activity(city("Oxford"), host=city("Perm"))

    assert table_of(client, meeting) == [
        ["City", "Role", "People"],
        ["Perm", "host", "not recorded"],
        ["Oxford", "guest", "not recorded"],
    ]


def test_the_list_of_groups_says_at_least_where_one_of_them_does(client: Client) -> None:
    meeting = ledger.activity(host=city("Perm"))
    ledger.participation(meeting, city("Oxford"), people=12)
    ledger.participation(meeting, city("Duisburg"), people=20, certainty="at-least")

    page = BeautifulSoup(client.get("/en/participations/").text, "html.parser")

    assert page.select_one("p[role=status]").text == (
        "3 groups · at least 32 people on record · of 1 group no head count is recorded"
    )


def many(number: int, **values: Any) -> list[Activity]:
    """Activities of September 2018 and nothing more, made in one go."""
    month = {"when_first": date(2018, 9, 1), "when_last": date(2018, 9, 30)}
    return Activity.objects.bulk_create(
        Activity(
            slug=f"one-of-many-{n}", title={"en": f"No. {n}"}, when="2018-09", **month | values
        )
        for n in range(number)
    )


def rows_of_all_pages(client: Client, address: str) -> int:
    page = BeautifulSoup(client.get(address).text, "html.parser")
    further = page.select_one("a[rel=next]")
    rows = len(page.select("li.row"))
    beyond = urljoin(address, further["href"]) if further else ""
    return rows + (rows_of_all_pages(client, beyond) if beyond else 0)


def test_every_figure_of_a_partnership_is_as_long_as_its_list(client: Client) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    pair = ledger.partnership(perm, oxford)
    for activity in many(61, host=perm):
        ledger.participation(activity, oxford, role="guest")
    for _number in range(62):
        ledger.result(partnership=pair)
    for _number in range(2):
        ledger.practice(oxford, perm)
    ledger.result(from_city=perm, to_city=oxford)
    ledger.recognition(partnership=pair)

    page = BeautifulSoup(client.get(pair.get_absolute_url()).text, "html.parser")
    doors = [fig for fig in page.select(".fig") if "counted from" not in fig.a.text]

    told = {fig.span.text: int(fig.b.text) for fig in doors}
    opened = {fig.span.text: rows_of_all_pages(client, fig.a["href"]) for fig in doors}
    assert told == opened
    assert told == {
        "activities on record": 61,
        "results": 65,
        "ideas that travelled": 2,
        "recognition": 1,
    }


def told_in_part(client: Client, address: str) -> list[tuple[str, str]]:
    """What a page says of lists that it shows in part, with the ways to all of them."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    notes = [note for note in page.select(".note") if "Only the newest" in note.text]
    return [(note.get_text(" ", strip=True), note.a["href"]) for note in notes]


def test_a_partnership_says_what_it_shows_in_part(client: Client) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    pair = ledger.partnership(perm, oxford, slug="perm-oxford")
    for activity in many(60, host=perm):
        ledger.participation(activity, oxford, role="guest")
    whole = told_in_part(client, pair.get_absolute_url())

    ledger.activity(oxford, host=perm)

    note = (
        "Only the newest 60 are shown here. All activities",
        "/en/activities/?partnership=perm-oxford",
    )
    assert whole == []
    assert told_in_part(client, pair.get_absolute_url()) == [note, note]


def test_the_map_and_the_calendar_say_what_they_show_in_part(client: Client) -> None:
    many(501, host=city("Perm", latitude=58, longitude=56), kind="festival")

    assert told_in_part(client, "/en/activities/?view=map&kind=festival") == [
        ("Only the newest 200 are shown here. All activities", "/en/activities/?kind=festival")
    ]
    assert told_in_part(client, "/en/activities/?view=calendar") == [
        ("Only the newest 500 are shown here. All activities", "/en/activities/?year=2018")
    ]


def test_an_organisation_leads_to_all_that_it_organised_or_joined(client: Client) -> None:
    choir = organisation("Choir")
    for activity in many(51):
        activity.organisers.set([choir])
        activity.save()
    joined = ledger.activity()
    ledger.participation(joined, city("Perm"), organisation=choir)
    ledger.activity()

    [(words, address)] = told_in_part(client, choir.get_absolute_url())

    assert words == "Only the newest 50 are shown here. All activities"
    assert rows_of_all_pages(client, address) == 52


def test_a_programme_leads_to_all_its_results(client: Client) -> None:
    nights = ledger.programme()
    night = ledger.activity(programme=nights)
    for _number in range(31):
        ledger.result(activity=night)
    ledger.result()

    [(words, address)] = told_in_part(client, nights.get_absolute_url())

    assert words == "Only the newest 30 are shown here. All results"
    assert rows_of_all_pages(client, address) == 31


def paper(page: str) -> list[str]:
    """What the first agreement beside a partnership's time line says of itself."""
    told = BeautifulSoup(page, "html.parser").select_one("section[aria-labelledby=papers-h]")
    return list(told.stripped_strings)


def test_a_partnership_shows_its_summary_and_what_its_agreement_says(client: Client) -> None:
    pair = ledger.partnership(
        city("Perm"), city("Oxford"), summary={"en": "Twins.\n\nFriends & more."}
    )
    ledger.agreement(
        pair,
        slug="paper",
        title={"en": "Our agreement"},
        valid="2007-10-15/2012",
        languages="de, ru",
        document=document("agreement.pdf"),
    )

    page = client.get(pair.get_absolute_url()).text

    assert "<p>Twins.</p>\n\n<p>Friends &amp; more.</p>" in page
    assert paper(page) == [
        "Agreements",
        "Our agreement",
        "Signed",
        "15 October 2007",
        "In force",
        "15 October 2007 – 2012",
        "Languages of the text",
        "German, Russian",
        "Open the text (PDF, 8\xa0bytes)",
    ]
    assert '<a href="#paper">Our agreement</a>' in page
    assert 'id="paper"' in page


def test_a_file_that_is_for_some_readers_only_is_shown_on_no_page(client: Client) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    inner = closed.add_child(name="Inner")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    hidden, shown = document("hidden.pdf", collection=inner), document("shown.pdf")
    pair = ledger.partnership(city("Perm"), city("Oxford"))
    result = ledger.result(partnership=pair)
    for file in (hidden, shown):
        ledger.agreement(pair, document=file)
        ledger.evidence(result, kind="document", url="", document=file, title={"en": file.title})

    pages = [client.get(record.get_absolute_url()).text for record in (pair, result)]

    assert [hidden.url in page for page in pages] == [False, False]
    assert [shown.url in page for page in pages] == [True, True]
    assert "hidden.pdf" in pages[1]


def document(name: str, **values: Any) -> Document:
    file = ContentFile(b"%PDF-1.4", name=name)
    return Document.objects.create(title=name, file=file, file_size=file.size, **values)


def test_a_source_with_many_records_shows_them_page_by_page(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    paper = source("City news", slug="news")
    perm = city("Perm")
    for number in range(61):
        pair = ledger.partnership(perm, city(f"Twin {number}"), name={"en": ""})
        for record in (pair, ledger.agreement(pair), ledger.activity(host=perm)):
            cite(record, by=paper)

    asked(client, "/en/sources/news/", django_assert_max_num_queries)
    page = BeautifulSoup(client.get("/en/sources/news/").text, "html.parser")
    doors = [door["href"] for door in page.select("main .more")]

    assert sorted(doors) == ["?kind=activities", "?kind=agreements", "?kind=partnerships"]
    assert [links_of_all_pages(client, f"/en/sources/news/{door}") for door in doors] == [61] * 3
    assert client.get("/en/sources/news/?kind=ghosts").status_code == 400
    assert client.get("/en/sources/news/?kind=activities&page=3").status_code == 404


def links_of_all_pages(client: Client, address: str) -> int:
    """How many records a source's list has, from its first page to its last."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    further = page.select_one("a[rel=next]")
    own = len(page.select("main ul.flow a"))
    return own + (links_of_all_pages(client, urljoin(address, further["href"])) if further else 0)


def test_the_ideas_that_travelled_say_when_they_are_not_all(client: Client) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    for _number in range(101):
        ledger.practice(oxford, perm)

    assert told_in_part(client, "/en/results/?city=perm") == [
        (
            "Only the newest 100 are shown here. All ideas that travelled",
            "/en/results/?city=perm&kind=practice-adopted#all",
        )
    ]
    assert rows_of_all_pages(client, "/en/results/?city=perm&kind=practice-adopted") == 101
