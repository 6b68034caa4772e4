"""The protocol in the admin: who sees what. The same gift twice is scenario 10."""

from typing import Any

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.protocol.admin import RECORDS
from tests.factories import protocol
from tests.factories.cities import cities, organisation
from tests.factories.people import member

pytestmark = pytest.mark.django_db
KINDS = [viewset.model._meta.model_name for viewset in RECORDS]
MAKE = {
    "gift": protocol.gift,
    "promise": protocol.promise,
    "letter": protocol.letter,
    "honour": protocol.honour,
}
GIFTS = "/admin/snippets/protocol/gift/"


@pytest.fixture
def registrar(client: Client) -> Client:
    """Somebody who keeps the register of Oxford."""
    _perm, oxford, _duisburg = cities("Perm", "Oxford", "Duisburg")
    client.force_login(member(Role.REGISTRAR, oxford))
    return client


def named(*slugs: str) -> list[City]:
    return [City.objects.get(slug=slug) for slug in slugs]


def secret(kind: str, first: str, second: str) -> Any:
    return MAKE[kind](
        *named(first, second), title={"en": "Zebrafish"}, slug=f"{kind}-{first}-{second}"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_registrar_opens_what_touches_her_city(registrar: Client, kind: str) -> None:
    record = secret(kind, "perm", "oxford")
    base = f"/admin/snippets/protocol/{kind}/"
    paths = ["", "?q=zebra", "?export=csv", "suggestions/?q=zebra", f"edit/{record.pk}/",
             f"history/{record.pk}/", f"usage/{record.pk}/", f"delete/{record.pk}/"]  # fmt: skip

    answers = [registrar.get(base + path) for path in paths]

    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert all(b"Zebrafish" in answer.getvalue() for answer in answers)


@pytest.mark.parametrize("kind", KINDS)
def test_a_registrar_learns_nothing_of_what_touches_other_cities(
    registrar: Client, kind: str
) -> None:
    record = secret(kind, "perm", "duisburg")
    base = f"/admin/snippets/protocol/{kind}/"
    lists = ["", "?q=zebra", "?export=csv", "?export=xlsx", "suggestions/?q=zebra",
             "suggestions/", f"results/?city={record.pk}"]  # fmt: skip
    pages = [f"{page}/{record.pk}/" for page in ("edit", "history", "usage", "delete")]
    bulk = f"/admin/bulk/protocol/{kind}/delete/?id={record.pk}"

    told = [registrar.get(base + path).getvalue() for path in lists]
    refused = [registrar.get(base + path) for path in pages]
    deleting = registrar.get(bulk)
    registrar.post(bulk)

    assert [b"Zebrafish" in words for words in told] == [False] * len(lists)
    assert [(page.status_code, page.headers.get("Location")) for page in refused] == [
        (302, "/admin/")
    ] * len(pages)
    assert b"Zebrafish" not in deleting.content
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUTHOR, Role.CHECKER])
@pytest.mark.parametrize("kind", KINDS)
def test_who_keeps_no_register_sees_no_protocol(client: Client, kind: str, role: Role) -> None:
    _perm, oxford, _duisburg = cities("Perm", "Oxford", "Duisburg")
    client.force_login(member(role, oxford))
    record = secret(kind, "perm", "oxford")
    base = f"/admin/snippets/protocol/{kind}/"

    answers = [client.get(base + path) for path in ("", "add/", f"edit/{record.pk}/")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert b"Protocol" not in client.get("/admin/").content


def test_a_body_that_got_gifts_of_others_is_not_deleted_and_names_none(registrar: Client) -> None:
    perm, duisburg = named("perm", "duisburg")
    body = organisation(of=City.objects.get(slug="oxford"))
    protocol.given(perm, duisburg, body=body, title={"en": "Zebrafish"})

    page = registrar.get(f"/admin/snippets/cities/organisation/delete/{body.pk}/")

    assert page.status_code == 200
    assert "Zebrafish" not in page.text
    assert "Gift" in page.text


def form(**values: Any) -> dict[str, Any]:
    """What a browser sends for a new gift of Perm."""
    empty = {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
    return empty | {"direction": "given", "picture_rights": "reserved"} | values


def test_a_gift_of_others_is_not_told_to_whoever_types_their_city(registrar: Client) -> None:
    perm, duisburg = named("perm", "duisburg")
    body = organisation(of=duisburg)
    protocol.given(perm, duisburg, body=body, when="2017")
    sent = form(title__en="A samovar", city=perm.pk, partner=duisburg.pk, body=body.pk)

    answer = registrar.post(f"{GIFTS}add/", sent)

    assert "A record must touch a city whose register you keep." in answer.text
    assert ("given there before" in answer.text, ", 2017" in answer.text) == (False, False)


def test_an_old_gift_is_changed_without_being_asked_again(registrar: Client) -> None:
    perm, oxford = named("perm", "oxford")
    body = organisation(of=oxford)
    protocol.given(perm, oxford, body=body)
    second = protocol.given(perm, oxford, body=body)
    sent = form(title__en="A samovar", city=perm.pk, partner=oxford.pk, body=body.pk,
                material__en="Silver", slug=second.slug)  # fmt: skip

    answer = registrar.post(f"{GIFTS}edit/{second.pk}/", sent)

    second.refresh_from_db()
    assert (answer.status_code, str(second.material)) == (302, "Silver")
