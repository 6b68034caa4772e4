"""Begin a questionnaire, fill it in, compare it, hand it in; and open that to readers."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.cities.models import City
from citytocity.ledger.models import Recognition
from citytocity.people.models import User
from citytocity.ratings.bringing import Brought
from citytocity.ratings.definitions import Definition
from citytocity.ratings.inhabitants import known_from, of_the_record
from citytocity.ratings.models import BroughtAnswers, Entry, Questionnaire, TypedAnswer
from citytocity.ratings.models.answer import key_of
from citytocity.ratings.permissions import may_fill
from citytocity.ratings.queries import recognitions_for, sheet_of
from citytocity.ratings.sheets import written_down
from citytocity.ratings.whose import city_named, keys_of

MOST_BROUGHT = 100
INHABITANTS = "population"
Pair = tuple[Decimal | int, str]
"""An answer with its source."""


class HandedInError(Exception):
    """The questionnaire was handed in, and never changes any more; the text says so."""

    def __str__(self) -> str:
        return _("This questionnaire was handed in: it does not change any more.")


class ChangedMeanwhileError(Exception):
    """Somebody else changed what was to be changed; `stands` has what is there now, by code, and
    nothing was kept. The inhabitants are under INHABITANTS."""

    def __init__(self, stands: dict[str, Pair | None]) -> None:
        super().__init__(", ".join(stands))
        self.stands = stands


@transaction.atomic
def begin(city: City, definition: Definition, year: int, *, by: User) -> Questionnaire:
    """The city's questionnaire for the year; the one that is there, if it was begun before.

    ValidationError for a year that the rating is not for.
    """
    _ask(by, city)
    if not definition.first_year <= year <= definition.last_year:
        told = {"first": definition.first_year, "last": definition.last_year}
        raise ValidationError(
            {"year": _("This rating is for the years %(first)d to %(last)d.") % told}
        )
    made, is_new = Questionnaire.objects.get_or_create(
        city=city, rating=definition.code, year=year, defaults=_inhabitants(city)
    )
    if is_new:
        log(made, "wagtail.create", user=by)
    return made


@transaction.atomic
def fill(
    questionnaire: Questionnaire,
    answers: Mapping[str, tuple[Decimal, str] | None],
    *,
    inhabitants: tuple[int | None, str] | None = None,
    seen: Mapping[str, Pair | None] | None = None,
    by: User,
) -> None:
    """Keeps the answers that are given, each with its source, and takes out those that are None;
    what is not mentioned stays, as do the inhabitants. HandedInError once it was handed in.

    `seen` is what stood there when the person saw it: where something else stands now, nothing is
    kept and ChangedMeanwhileError tells it. What is not in it is not compared.
    """
    kept = _open(questionnaire, by=by)
    wished: dict[str, Any] = dict(answers)
    if inhabitants is not None:
        wished[INHABITANTS] = inhabitants if inhabitants[0] else None
    if stands := _changed_meanwhile(kept, wished, seen or {}):
        raise ChangedMeanwhileError(stands)
    if inhabitants is not None:
        kept.population, kept.population_source = inhabitants
        kept.full_clean()
        kept.save()
    for code, answer in answers.items():
        if answer is None:
            kept.answers.filter(code=code).delete()
            continue
        typed = kept.answers.filter(code=code).first() or TypedAnswer(questionnaire=kept, code=code)
        typed.value, typed.source = answer
        typed.full_clean()
        typed.save()
    if answers or inhabitants is not None:
        log(kept, "wagtail.edit", user=by, content_changed=True)


@transaction.atomic
def compare_with(questionnaire: Questionnaire, brought: Brought, *, by: User) -> BroughtAnswers:
    """Keeps another city's answers beside the own ones; a second time they replace the first, in
    whichever language or case the file names a city of this site."""
    kept = _open(questionnaire, by=by)
    name, keys = _named_here(kept, brought.city_name)
    others = kept.brought.exclude(city_key__in=keys)
    if others.count() >= MOST_BROUGHT:
        words = _("At most %(number)d cities can be compared.")
        raise ValidationError(words % {"number": MOST_BROUGHT})
    told = {
        "city_name": name,
        "population": brought.population,
        "values": brought.values,
        "certainties": brought.certainties,
    }
    kept.brought.filter(city_key__in=keys - {key_of(name)}).delete()
    made, _is_new = kept.brought.update_or_create(city_key=key_of(name), defaults=told)
    log(kept, "ratings.compare", user=by, data={"city": name})
    return made


@transaction.atomic
def rename(brought: BroughtAnswers, city_name: str, *, by: User) -> BroughtAnswers:
    """Corrects whose answers they are. ValidationError if those of that city are here already, or
    if it is the city that fills in; DoesNotExist if they were left out meanwhile."""
    kept = _open(brought.questionnaire, by=by)
    found = kept.brought.get(pk=brought.pk)
    before = found.city_name
    name, keys = _named_here(kept, city_name)
    if kept.brought.exclude(pk=found.pk).filter(city_key__in=keys).exists():
        words = _("The answers of %(city)s are here already: leave out one of the two.")
        raise ValidationError(words % {"city": name})
    found.city_name = name
    found.clean_fields(exclude={"values", "certainties"})
    found.save(update_fields=["city_name", "city_key"])
    if name != before:
        log(kept, "ratings.rename", user=by, data={"before": before, "city": name})
    return found


@transaction.atomic
def leave_out(brought: BroughtAnswers, *, by: User) -> None:
    """The other city's answers go."""
    kept = _open(brought.questionnaire, by=by)
    brought.delete()
    log(kept, "ratings.leave_out", user=by, data={"city": brought.city_name})


@transaction.atomic
def delete(questionnaire: Questionnaire, *, by: User) -> None:
    """A questionnaire that was not handed in goes with its answers."""
    kept = _open(questionnaire, by=by)
    log(kept, "wagtail.delete", user=by)
    kept.delete()


@transaction.atomic
def hand_in(questionnaire: Questionnaire, *, by: User) -> Entry:
    """Freezes it as it stands now, with the points that come of comparing it; readers do not see
    it before it is opened to all. Twice in a row it gives the entry that is there.

    ValidationError while the year is not over, as its figures would be kept for good as they are
    in the middle of it; and where the number of inhabitants is missing.
    """
    kept = _locked(questionnaire, by=by)
    if entry := Entry.objects.filter(questionnaire=kept).first():
        return entry
    if not kept.is_of_a_past_year:
        words = _("The year %(year)d is not over: what happens until its end would be missing.")
        raise ValidationError(words % {"year": kept.year})
    sheet = sheet_of(kept, by=by)
    if not sheet.population:
        raise ValidationError(_("Say how many inhabitants the city has, before it is handed in."))
    entry = Entry.objects.create(
        questionnaire=kept, told=written_down(sheet), frozen=timezone.now(), frozen_by=by
    )
    log(kept, "ratings.hand_in", user=by)
    return entry


@transaction.atomic
def open_to_all(entry: Entry, *, is_public: bool, by: User) -> None:
    """Whether readers see the entry."""
    kept = _locked(entry.questionnaire, by=by)
    entry.is_public = is_public
    entry.save(update_fields=["is_public"])
    log(kept, "ratings.open" if is_public else "ratings.close", user=by)


@transaction.atomic
def link(entry: Entry, recognitions: Iterable[Recognition], *, by: User) -> None:
    """Says which recognitions came of the entry: those of its city alone can."""
    kept = _locked(entry.questionnaire, by=by)
    keys = {one.pk for one in recognitions}
    entry.recognitions.set(recognitions_for(kept.city).filter(pk__in=keys))
    log(kept, "ratings.link", user=by)


def _named_here(kept: Questionnaire, written: str) -> tuple[str, set[str]]:
    """The name of the other city, as this site has it if it knows the city, with all keys by which
    files of it are known again."""
    meant = city_named(written)
    if meant == kept.city or key_of(written) in keys_of(kept.city):
        raise ValidationError(_("These are the answers of %(city)s itself.") % {"city": kept.city})
    if meant is None:
        return written, {key_of(written)}
    return str(meant.name), keys_of(meant) | {key_of(str(meant.name)), key_of(written)}


def _ask(by: User, city: City) -> None:
    if not may_fill(by, city):
        raise PermissionDenied


def _locked(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    """As it is now, for this transaction alone."""
    locked = Questionnaire.objects.select_for_update(of=("self",)).select_related("city")
    kept = locked.get(pk=questionnaire.pk)
    _ask(by, kept.city)
    return kept


def _open(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    kept = _locked(questionnaire, by=by)
    if Entry.objects.filter(questionnaire=kept).exists():
        raise HandedInError
    return kept


def _changed_meanwhile(
    kept: Questionnaire, wished: Mapping[str, Any], seen: Mapping[str, Pair | None]
) -> dict[str, Pair | None]:
    """What stands now where it is neither what was seen nor what is wished."""
    now: dict[str, Pair | None] = {one.code: (one.value, one.source) for one in kept.answers.all()}
    source = known_from(kept.population_source)  # as the person saw it
    now[INHABITANTS] = (kept.population, source) if kept.population else None
    return {
        code: now.get(code)
        for code, pair in wished.items()
        if code in seen and now.get(code) not in (seen[code], pair)
    }


def _inhabitants(city: City) -> dict[str, Any]:
    """The city's own record of its inhabitants, to begin with."""
    if not city.population:
        return {}
    return {"population": city.population, "population_source": of_the_record(city)}
