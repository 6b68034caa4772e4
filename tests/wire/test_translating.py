"""Leads come in the editor's own language, labelled, with the original beside them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.wire import translating
from citytocity.wire.enums import LeadState
from citytocity.wire.models import Lead
from citytocity.wire.translating import translate_leads
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.wire import lead
from tests.machines import servers
from tests.machines.servers import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with servers.libretranslate() as running:
        settings.TRANSLATOR, settings.TRANSLATOR_URL = "libretranslate", running.address
        settings.TRANSLATOR_KEY = ""
        yield running


def _editor(of: City, language: str) -> User:
    editor = member(Role.EDITOR, of)
    UserProfile.objects.create(user=editor, preferred_language=language)
    return editor


def _words(found: Lead) -> dict[str, str]:
    words = Lead.objects.get(pk=found.pk).words
    return {language: told["title"] for language, told in words.items()}


def test_a_lead_is_translated_into_the_languages_of_its_citys_editors(server: Server) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    for language in ("ru", "en", "de"):
        _editor(duisburg, language)
    _editor(oxford, "it")
    found = lead("Unser Fest", of=duisburg, summary="Alle kamen.")

    assert (translate_leads(), translate_leads()) == (2, 0)

    assert _words(found) == {"ru": "[ru] UNSER FEST", "en": "[en] UNSER FEST"}
    assert Lead.objects.get(pk=found.pk).words["ru"] == {
        "title": "[ru] UNSER FEST",
        "summary": "[ru] ALLE KAMEN.",
        "tool": "LibreTranslate",
    }


def test_leads_without_a_summary_keep_their_order(server: Server) -> None:
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    first, second = lead("Eins", of=duisburg), lead("Zwei", of=duisburg, summary="Kurz.")

    translate_leads()

    assert (_words(first), _words(second)) == ({"ru": "[ru] EINS"}, {"ru": "[ru] ZWEI"})


def test_a_site_without_a_translator_translates_nothing() -> None:
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    found = lead("Unser Fest", of=duisburg)

    assert translate_leads() == 0
    assert _words(found) == {}


def test_what_is_used_or_put_aside_is_not_translated(server: Server) -> None:
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    lead("Unser Fest", of=duisburg, state=LeadState.DISMISSED)

    assert translate_leads() == 0


def test_a_turn_is_short(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "AT_ONCE", 2)
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    for number in range(3):
        lead(f"Fest {number}", of=duisburg)

    assert [translate_leads() for _turn in range(3)] == [2, 1, 0]


def test_a_translator_that_fails_is_asked_again_in_the_next_turn(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    lead("Unser Fest", of=duisburg)
    server.answers.append((429, {"error": "Slowdown"}))

    assert (translate_leads(), translate_leads()) == (0, 1)
    assert "Leads are not translated: The translator has too much to do." in caplog.messages


def test_a_pair_in_which_it_fails_holds_no_other(server: Server) -> None:
    duisburg = city("Duisburg")
    for language in ("ru", "en"):
        _editor(duisburg, language)
    found = lead("Unser Fest", of=duisburg)
    server.answers.append((400, {"error": "ru is not supported"}))

    assert translate_leads() == 1
    assert len(_words(found)) == 1


def test_each_pair_has_its_portion_before_one_has_a_second(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "PORTION", 1)
    monkeypatch.setattr(translating, "AT_ONCE", 2)
    duisburg = city("Duisburg")
    for language in ("ru", "en"):
        _editor(duisburg, language)
    old, new = lead("Alt", of=duisburg), lead("Neu", of=duisburg)

    translate_leads()

    assert sorted(len(_words(one)) for one in (old, new)) == [0, 2]


def test_a_turn_whose_time_is_over_begins_no_portion(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "SECONDS", -1)
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    lead("Unser Fest", of=duisburg)

    assert translate_leads() == 0
    assert server.asked == []


def test_an_editor_reads_a_lead_in_the_own_language_with_the_original(
    client: Client, server: Server
) -> None:
    duisburg = city("Duisburg")
    editor = _editor(duisburg, "ru")
    lead("Unser Fest", of=duisburg, summary="Alle kamen.")
    translate_leads()
    client.force_login(editor)

    page = client.get("/admin/wire/").text

    assert "[ru] UNSER FEST" in page
    assert "Машинный перевод (LibreTranslate)" in page
    assert '<div lang="de"><p><strong>Unser Fest</strong></p><p>Alle kamen.</p></div>' in page


def test_an_editor_of_another_language_reads_the_original(client: Client, server: Server) -> None:
    duisburg = city("Duisburg")
    _editor(duisburg, "ru")
    lead("Unser Fest", of=duisburg)
    translate_leads()
    client.force_login(_editor(duisburg, "de"))

    page = client.get("/admin/wire/").text

    assert '<h2 lang="de">' in page
    assert "UNSER FEST" not in page
