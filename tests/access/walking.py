"""Walks all addresses as somebody: what each one answers in a word, and what it should not tell."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import may
from tests.access.addresses import Address, addresses
from tests.access.world import ROLES, SECRETS, Side, World, somebody

FORM = "application/x-www-form-urlencoded"
WORDS = "?q={0}&term={0}&title={0}&label={0}&source_title={0}"
"""What is put behind an address to search, whatever its field is called there."""


@dataclass
class Walk:
    """What was found on the way. `told` has a line for each word that an address told."""

    answers: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)


def walk(role: str, made: World) -> Walk:
    """All addresses as somebody in the role for Duisburg; nothing stays of what that does."""
    cache.clear()  # django-allauth counts there how often somebody tries
    with undone(), override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        user = somebody(role, made.duisburg.city)
        return _Walker(role, Visitor(user), made, _words_hidden_from(user, made)).walk()


def _words_hidden_from(user: User | None, made: World) -> list[str]:
    """For who may see all, Oxford's: those are looked for to know that they could be found."""
    hidden = []
    for side in (made.duisburg, made.oxford):
        secret = SECRETS[str(side.city)]
        reads = may(user, Act.READ_DRAFTS, city=side.city)
        if not reads:
            hidden.append(secret.on_drafts)
        if not reads and not may(user, Act.WRITE, city=side.city):
            hidden.append(secret.on_files)
        if not may(user, Act.RECORD, city=side.city):
            hidden.append(secret.on_proposals)
        if not may(user, Act.KEEP_VISITS, city=side.city):
            hidden.append(secret.on_visits)
    oxford = SECRETS["Oxford"]
    every = [oxford.on_drafts, oxford.on_files, oxford.on_proposals, oxford.on_visits]
    return hidden or every


class KnownPerson(ClientHandler):
    """Answers somebody signed in whose account, roles and permissions were read once, before.

    They are the same for every address, as nothing stays done; each gets a copy of its own.
    """

    def __init__(self, user: User) -> None:
        super().__init__(enforce_csrf_checks=False)
        UserProfile.get_for_user(user)
        user.has_perm("read them")
        self.user = user

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request._cached_user = copy(self.user)
        return super().get_response(request)


class Browser(Client):
    """Keeps no copies of what every template of a page was given: nobody looks at them here."""

    def request(self, **request: Any) -> HttpResponse:
        return self.handler(self._base_environ(**request))


class Visitor:
    """A person at a browser, or a reader. Nothing that an address does stays done."""

    def __init__(self, user: User | None) -> None:
        self.client = Browser()
        if user:
            self.client.force_login(user)
            self.client.handler = KnownPerson(User.objects.get(pk=user.pk))
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str) -> HttpResponse:
        """What the address answers; a fault is raised with the address in its notes."""
        self.client.cookies = SimpleCookie(self.cookies)
        try:
            with undone():
                return self.client.generic(method, path, CONTENT_TYPE=FORM)
        except Exception as fault:
            fault.add_note(f"{method} {path}")
            raise


@dataclass
class _Walker:
    role: str
    visitor: Visitor
    made: World
    hidden: list[str]
    found: Walk = field(default_factory=Walk)
    asked: set[str] = field(default_factory=set)

    def walk(self) -> Walk:
        for address in _walked_by(self.role):
            for method in ("GET", "POST"):
                word = self._answer(address, method)
                self.found.answers.setdefault((address.row, method), set()).add(word)
            for path in dict.fromkeys(self._more(address)):
                if path not in self.asked:
                    self._listen(address, "GET", path)
        return self.found

    def _answer(self, address: Address, method: str) -> str:
        """In a word; in two where it depends on whose it is: our own | the other city's."""
        sides = (self.made.duisburg, self.made.oxford) if address.has_sides else (None,)
        words = []
        for side in sides:
            path = address.path(side or self.made.oxford, self.made)
            words.append(in_a_word(self._listen(address, method, path)))
        return "|".join(dict.fromkeys(words))

    def _more(self, address: Address) -> Iterator[str]:
        """What one may try who knows a word, or numbers."""
        oxford = self.made.oxford
        path = address.path(oxford, self.made)
        is_shown = "200" in self.found.answers[(address.row, "GET")]
        if address.example and "?id=" in path:
            yield from (path.split("?")[0] + tried for tried in _all_of(oxford))
        elif address.has_sides:
            yield address.path(replace(oxford, page=oxford.draft), self.made)
            yield address.path(replace(self.made.duisburg, page=oxford.draft), self.made)
        elif address.route.endswith("chosen-multiple/"):
            yield from (
                f"{path}?id={thing.pk}" for thing in (oxford.draft, oxford.image, oxford.document)
            )
        elif address.route.startswith("admin/api/"):
            yield f"{path}?search={SECRETS['Oxford'].asked}"
        elif is_shown:
            yield path + WORDS.format(SECRETS["Oxford"].asked)

    def _listen(self, address: Address, method: str, path: str) -> HttpResponse:
        self.asked.add(path)
        answer = self.visitor.ask(method, path)
        self._note(address, f"{method} {path}", _text(answer))
        if method == "GET" and b"export=xlsx" in _content(answer):
            for ending in ("csv", "xlsx"):
                exported = f"{path}{'&' if '?' in path else '?'}export={ending}"
                self._note(address, exported, _text(self.visitor.ask("GET", exported)))
        return answer

    def _note(self, address: Address, question: str, text: str) -> None:
        asked = question.rstrip("/").rpartition("/")[2].casefold()
        heard = text.replace(asked, "")  # an address that has the word itself is no answer
        self.found.told += [
            (address.row, question, word) for word in self.hidden if word.casefold() in heard
        ]


def _walked_by(role: str) -> list[Address]:
    """All addresses. Of those that one row of the table tells, all for who keeps the register;
    the other roles share the kinds of records among them."""
    if role == "registrar":
        return addresses()
    alike: dict[str, list[Address]] = {}
    for address in addresses():
        alike.setdefault(address.row, []).append(address)
    turn = ROLES.index(role)
    return [found[turn % len(found)] for found in alike.values()]


def _all_of(oxford: Side) -> Iterator[str]:
    """Everything there is, and everything below a draft."""
    yield "?id=all"
    yield f"?id=all&childOf={oxford.page.pk}"


def in_a_word(answer: HttpResponse) -> str:
    """Its status; `login` where one is led to the sign-in, `no` where the admin refuses."""
    if answer.status_code != 302:
        return str(answer.status_code)
    if answer["Location"].startswith("/en/account/login/"):
        return "login"
    if answer["Location"].startswith("/en/admin/"):
        return "404"  # Django looks for it among the pages of a language: it is not there either
    refusal = gettext("Sorry, you do not have permission to access this area.")
    return "no" if refusal in _messages(answer) else "302"


def _messages(answer: HttpResponse) -> list[str]:
    """What the next page would show."""
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def _text(answer: HttpResponse) -> str:
    """All that it says in small letters: page or unpacked workbook, its head, its messages."""
    content = _content(answer)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    head = " ".join(f"{name}: {value}" for name, value in answer.items())
    return " ".join([content.decode(errors="replace"), head, *_messages(answer)]).casefold()


def _content(answer: HttpResponse) -> bytes:
    """A file is read once: its answer keeps no copy."""
    if not hasattr(answer, "read_once"):
        answer.read_once = answer.getvalue() if answer.streaming else answer.content
    return answer.read_once


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
