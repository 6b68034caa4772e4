"""Both translators are asked as their documentation says, and what they refuse is told in words."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from citytocity.machines import asking
from citytocity.machines.chosen import translator
from citytocity.machines.deepl import FREE, PAID, DeepL
from citytocity.machines.libretranslate import LibreTranslate
from citytocity.machines.translator import Translator, TranslatorError, batches
from tests.machines import servers
from tests.machines.servers import KEY, Server


@pytest.fixture(params=["libretranslate", "deepl"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with getattr(servers, request.param)() as running:
        running.machine = {"libretranslate": LibreTranslate, "deepl": DeepL}[request.param](
            running.address, KEY
        )
        yield running


def _russian(machine: Translator, *texts: str, is_html: bool = False) -> list[str]:
    return machine.translate(texts, source="de", target="ru", is_html=is_html)


def _said(words: list[str]) -> list[str]:
    return [text.partition("] ")[2] for text in words]


def test_texts_come_back_in_their_order(server: Any) -> None:
    assert _said(_russian(server.machine, "Brücke", "Rhein & <Kama>")) == [
        "BRÜCKE",
        "RHEIN & <KAMA>",
    ]


def test_tags_stay_where_they_are(server: Any) -> None:
    words = _russian(server.machine, 'Der <a id="a1"><b>Rhein</b></a>', is_html=True)

    assert _said(words) == ['DER <a id="a1"><b>RHEIN</b></a>']


def test_many_texts_go_in_portions(server: Any) -> None:
    texts = [f"Satz {number}" for number in range(120)]

    words = _said(_russian(server.machine, *texts))

    assert words == [text.upper() for text in texts]
    assert len(server.asked) == (5 if server.machine.name == "LibreTranslate" else 3)


def test_a_translator_knows_its_pairs(server: Any) -> None:
    machine = server.machine

    assert machine.translates("de", "zh-hans")
    assert machine.translates("zh-hans", "en")
    assert not machine.translates("de", "cy")
    assert not machine.translates("ka", "ru")
    assert not machine.translates("ru", "ru")


def test_a_pair_it_does_not_know_is_told(server: Any) -> None:
    with pytest.raises(TranslatorError, match="does not translate from de into cy"):
        server.machine.translate(["Brücke"], source="de", target="cy", is_html=False)


@pytest.mark.parametrize(
    ("status", "body", "words", "is_passing"),
    [
        (403, {"message": "Authorization failure"}, "refuses our key", False),
        (456, {"message": "Quota exceeded"}, "is used up", False),
        (429, {"error": "Slowdown: 20 per 1 minute"}, "has too much to do", True),
        (413, b"", "too large for the translator", False),
        (400, {"error": "ru is not supported"}, "answers 400: ru is not supported", False),
        (500, {"error": "Cannot translate text"}, "answers 500: Cannot translate text", True),
        (503, b"<html>", "answers 503: –", True),
        (302, b"", "answers 302", False),
        (200, b"<html>", "cannot be read", False),
        (200, b"[" * 100_000, "cannot be read", False),
        (200, {"translations": [], "translatedText": []}, "cannot be read", False),
        (200, {"translations": [1], "translatedText": "Мост"}, "cannot be read", False),
        (200, [], "cannot be read", False),
    ],
)
def test_what_goes_wrong_is_told_in_words(
    server: Any, status: int, body: Any, words: str, is_passing: bool
) -> None:
    server.answers.append((status, body))

    with pytest.raises(TranslatorError, match=words) as refusal:
        _russian(server.machine, "Brücke")

    assert refusal.value.is_passing is is_passing


def test_a_translator_that_is_not_there_may_be_there_later() -> None:
    with pytest.raises(TranslatorError, match="does not answer") as refusal:
        LibreTranslate("http://127.0.0.1:9", "").translates("de", "ru")

    assert refusal.value.is_passing


def test_a_silent_translator_is_given_up() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(TranslatorError, match="does not answer"),
    ):
        asking.ask("GET", f"http://127.0.0.1:{silent.getsockname()[1]}/", within=0.2)


def test_a_wrong_key_is_told_by_deepl() -> None:
    with servers.deepl() as running, pytest.raises(TranslatorError, match="refuses our key"):
        DeepL(running.address, "wrong").translates("de", "ru")


def test_english_of_deepl_is_british() -> None:
    with servers.deepl() as running:
        DeepL(running.address, KEY).translate(["Мост"], source="ru", target="en", is_html=False)

    assert running.asked == [{"text": ["Мост"], "source_lang": "RU", "target_lang": "EN-GB"}]


def test_libretranslate_without_a_key_is_sent_none() -> None:
    with servers.libretranslate() as running:
        _russian(LibreTranslate(running.address, ""), "Brücke", is_html=True)

    assert running.asked == [{"q": ["Brücke"], "source": "de", "target": "ru", "format": "html"}]


@pytest.mark.parametrize(("key", "address"), [(KEY, FREE), ("paid", PAID)])
def test_a_key_of_deepl_says_where_to_ask(key: str, address: str) -> None:
    assert DeepL("", key).url == address


def test_the_site_has_the_translator_it_names(settings: Any) -> None:
    found = []
    for name in ("", "libretranslate", "deepl"):
        settings.TRANSLATOR = name
        found.append(getattr(translator(), "name", None))

    assert found == [None, "LibreTranslate", "DeepL"]


def test_a_text_larger_than_a_portion_goes_alone() -> None:
    texts = ["a", "b" * 20, "c", "d"]

    assert list(batches(texts, count=2, size=10)) == [["a"], ["b" * 20], ["c", "d"]]
