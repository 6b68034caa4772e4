"""What readers see of the protocol, and what they do not."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import ledger, protocol
from tests.factories.cities import cities, organisation
from tests.factories.sources import cite

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12
LISTS = {
    "gifts": protocol.gift,
    "promises": protocol.promise,
    "letters": protocol.letter,
    "honours": protocol.honour,
}
KEPT = {"owner": {"en": "The city"}, "place": {"en": "Town hall"}}


def shown(kind: str, first: Any, second: Any, **values: Any) -> Any:
    """A record that readers see."""
    extra = KEPT if kind == "gifts" else {}
    return LISTS[kind](first, second, is_public=True, **extra | values)


@pytest.mark.parametrize("kind", LISTS)
def test_only_what_is_shown_to_everybody_is_found(client: Client, kind: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    seen = shown(kind, perm, oxford, title={"en": "Seen by all"})
    hidden = LISTS[kind](perm, oxford, title={"en": "Zebrafish"})
    source = cite(seen).source
    cite(hidden, by=source)
    pages = ["", f"{seen.slug}/", f"{seen.slug}/sources/", f"../sources/{source.slug}/"]
    closed = [f"{hidden.slug}/", f"{hidden.slug}/sources/"]

    answers = [client.get(f"/en/{kind}/{path}".replace(f"{kind}/../", "")) for path in pages]

    assert ["Seen by all" in answer.text for answer in answers] == [True] * 4
    assert ["Zebrafish" in answer.text for answer in answers] == [False] * 4
    assert [client.get(f"/en/{kind}/{path}").status_code for path in closed] == [404, 404]


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_three_asks_no_more_than_a_list_of_one(
    client: Client, kind: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    shown(kind, perm, oxford)
    client.get(f"/ru/{kind}/")
    with django_assert_max_num_queries(QUERIES_AT_MOST) as for_one:
        client.get(f"/ru/{kind}/")

    shown(kind, perm, duisburg)
    shown(kind, oxford, perm)

    with django_assert_max_num_queries(len(for_one)):
        assert client.get(f"/ru/{kind}/").status_code == 200


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_narrowed_by_city_year_partnership_and_activity(
    client: Client, kind: str
) -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    ledger.partnership(perm, oxford, slug="perm-oxford")
    visit = ledger.activity(oxford, host=perm, slug="visit")
    shown(kind, perm, oxford, title={"en": "Oxford one"}, when="2017", activity=visit)
    shown(kind, perm, duisburg, title={"en": "Duisburg one"}, when="2018")

    narrowed = [
        client.get(f"/en/{kind}/?{query}").text
        for query in ("city=oxford", "year=2017", "partnership=perm-oxford", "activity=visit")
    ]

    assert ["Oxford one" in page for page in narrowed] == [True] * 4
    assert ["Duisburg one" in page for page in narrowed] == [False] * 4


@pytest.mark.parametrize("kind", LISTS)
def test_an_empty_list_says_so(client: Client, kind: str) -> None:
    page = client.get(f"/en/{kind}/")

    assert (page.status_code, "is shown here yet." in page.text) == (200, True)


def test_a_received_gift_comes_to_the_hall_when_its_owner_and_place_are_known(
    client: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    gift = protocol.gift(perm, oxford, title={"en": "Silver bowl"}, value=90, currency="GBP")
    before = client.get("/en/gifts/").text

    gift.owner, gift.place, gift.is_public = {"en": "City of Perm"}, {"en": "Hall of twins"}, True
    gift.full_clean()
    gift.save()

    page = client.get(f"/en/gifts/{gift.slug}/").text
    assert ("Silver bowl" in before, "Silver bowl" in client.get("/en/gifts/").text) == (
        False,
        True,
    )
    assert all(words in page for words in ("City of Perm", "Hall of twins"))
    assert "90" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_private_letter_is_not_named_where_it_is_answered(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    hidden = protocol.letter(perm, oxford, title={"en": "Zebrafish"})
    answer = protocol.letter(oxford, perm, answers=hidden, is_public=True)
    protocol.letter(perm, oxford, answers=answer, title={"en": "Zebrafish too"})

    assert "Zebrafish" not in client.get(f"/en/letters/{answer.slug}/").text


def test_a_letter_stands_in_both_languages_each_marked(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    text = {"ru": "Дорогие друзья!\n\nПриезжайте.", "en": "Dear friends,\n\ncome.", "de": "Liebe"}
    letter = protocol.letter(perm, oxford, text=text, is_public=True)

    english, german = (client.get(f"/{code}/letters/{letter.slug}/").text for code in ("en", "de"))

    assert '<div lang="ru" dir="ltr" data-name="Русский"><p>Приезжайте.</p></div>' in english
    assert '<div lang="en" dir="ltr" data-name="English"><p>come.</p></div>' in english
    assert ("Liebe" in english, "Liebe" in german, "come." in german) == (False, True, False)


def test_the_consent_of_a_private_person_is_told_to_nobody(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    honour = shown("honours", perm, oxford, person={"en": "Kim Lee"}, consent="Zebrafish")

    page = client.get(f"/en/honours/{honour.slug}/").text

    assert ("Kim Lee" in page, "Zebrafish" in page) == (True, False)


def test_figures_on_a_partnership_and_an_activity_are_as_many_as_their_lists_show(
    client: Client,
) -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    partnership = ledger.partnership(perm, oxford, slug="perm-oxford")
    visit = ledger.activity(oxford, host=perm, slug="visit")
    for kind in LISTS:
        shown(kind, perm, oxford, title={"en": f"Ours {kind}"}, activity=visit)
        shown(kind, perm, duisburg, title={"en": "Elsewhere"})
        LISTS[kind](perm, oxford, title={"en": "Zebrafish"}, activity=visit)
    shown("promises", oxford, perm, state="kept", settled="2018", activity=visit)

    pages = [client.get(record.get_absolute_url()).text for record in (partnership, visit)]

    for page, query in zip(pages, ("partnership=perm-oxford", "activity=visit"), strict=True):
        assert ("Zebrafish" in page, "Elsewhere" in page) == (False, False)
        assert f'<b>2</b><span>promises</span><a href="/en/promises/?{query}">' in page
        assert (
            f'<b>1</b><span>promise kept</span><a href="/en/promises/?{query}&amp;state=kept">'
            in page
        )
        assert f'<b>1</b><span>gift</span><a href="/en/gifts/?{query}">' in page
        assert page.count("Ours promises") == page.count("Ours honours") == 1
    assert client.get("/en/promises/?partnership=perm-oxford").text.count('<li class="row">') == 2


def test_a_promise_says_whether_it_was_kept_and_what_proves_it(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    promise = shown(
        "promises", perm, oxford, state="kept", settled="2018-09", proof={"en": "Minutes no. 7"},
        from_body=organisation("City council", of=perm),
    )  # fmt: skip

    page = client.get(f"/en/promises/{promise.slug}/").text

    assert all(words in page for words in ("Kept: September 2018", "Minutes no. 7", "City council"))
