"""What can be counted: the records of a scope, when they are of a year, how they are narrowed.

Readers may see all of it, but for what is kept for those who keep the register (`is_public`): of
closed records, as money and promises, only what its city shows everybody is here.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from wagtail.models import Locale

from citytocity.confirmation.enums import StatementState
from citytocity.confirmation.models import Statement
from citytocity.contacts.models import ContactPoint
from citytocity.figures.scope import Scope
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    AgreementKind,
    Mode,
    ParticipationRole,
    PartnershipKind,
    RecognitionKind,
    ResultKind,
    SideState,
    StillRunning,
)
from citytocity.ledger.models import (
    Activity,
    Participation,
    Partnership,
    PartnershipSide,
    PartnershipState,
    Result,
)
from citytocity.ledger.queries import anniversary_base
from citytocity.ledger.querysets import overlapping
from citytocity.links.models import Place
from citytocity.links.models.outside import DEAD_AFTER
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.models import Hours, MoneyLine, OpenBooks
from citytocity.protocol.enums import Direction, HonourKind, PromiseState
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.readings.models import Reading
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import is_private
from citytocity.visits.enums import VISITING
from citytocity.visits.models import Visit
from citytocity.visits.queries import journeys

TOOK_PLACE = (ActivityStatus.HELD, ActivityStatus.ONGOING)
IN, OUT = "in", "out"


@dataclass(frozen=True)
class Period:
    """A year as of a day: what is still to come of it is not counted."""

    year: int
    today: datetime.date

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1, 1)

    @property
    def last(self) -> datetime.date:
        return datetime.date(self.year, 12, 31)

    @property
    def until(self) -> datetime.date:
        return min(self.last, self.today)

    @property
    def ahead(self) -> tuple[datetime.date, datetime.date]:
        """The year after the period."""
        first = self.last + datetime.timedelta(days=1)
        return first, self.last.replace(year=min(self.year + 1, datetime.MAXYEAR))


@dataclass(frozen=True)
class Filter:
    """How a definition narrows the records: values it may name (None: the id of a record), and
    what they mean. By its `path`, where it has one, a figure is broken down."""

    values: tuple[str, ...] | None
    where: Callable[[list[str], Scope], Q]
    path: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record to be counted. That there is none is zero only where it `is_known`, else
    nothing is on record."""

    of: Callable[[Scope], Any]
    in_period: Callable[[Period], Q]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    is_public: bool = True
    is_known: Callable[[Scope, Period], bool] = lambda _scope, _period: True


def one_of(choices: Any, path: str = "kind") -> Filter:
    """A column with choices."""
    return Filter(tuple(choices.values), lambda values, _scope: Q(**{f"{path}__in": values}), path)


def either(**conditions: Callable[[Scope], Q]) -> Filter:
    """Named conditions of which any may hold."""

    def where(values: list[str], scope: Scope) -> Q:
        return Q(*(conditions[value](scope) for value in values), _connector=Q.OR)

    return Filter(tuple(conditions), where)


# --- activities, and who took part ---


def _themes(values: list[str], _scope: Scope) -> Q:
    tagged = Activity.themes.through.objects.filter(theme__slug__in=values)
    return Q(pk__in=tagged.values("activity"))


def _in_year(period: Period) -> Q:
    return overlapping(period.year) & Q(status__in=TOOK_PLACE)


def _guests() -> Any:
    rows = Participation.objects.filter(activity=OuterRef("pk"), role=ParticipationRole.GUEST)
    return rows.exclude(city=OuterRef("host")).order_by()


def _of_city(rows: Any, city: Any) -> Any:
    """Those of the rows of one activity that are the city's. Not by the index of cities, which a
    database without statistics takes: it would go through all rows of the city for each activity.
    """
    return rows.annotate(own_city=F("city_id") + 0).filter(own_city=city.pk)


def _visits(scope: Scope) -> Any:
    """Visits, exchanges and delegations with guests, once however many groups came."""
    found = scope.activities().filter(kind__in=VISITING, host__isnull=False)
    guests = _guests().exclude(mode=Mode.ONLINE)
    if scope.is_between:
        found, guests = found.filter(host__in=scope.keys), guests.filter(city__in=scope.keys)
    elif scope.city is not None:
        came, went = Q(host=scope.city), Q(Exists(_of_city(guests, scope.city)))
        return found.filter(Exists(guests)).filter(came | went)
    return found.filter(Exists(guests))


def _both_ways(came: Callable[[Any], Q], went: Callable[[Any], Q]) -> Filter:
    """Who came to the home city, who went from it; of the whole register, all of them."""

    def seen_from_home(condition: Callable[[Any], Q]) -> Callable[[Scope], Q]:
        return lambda scope: Q() if scope.home is None else condition(scope.home)

    return either(**{IN: seen_from_home(came), OUT: seen_from_home(went)})


def _journeys(scope: Scope) -> Any:
    """Groups of guests at visits, in person, with the nights that the folder keeps."""
    found: Any = journeys()
    if scope.is_between:
        return found.filter(city__in=scope.keys, activity__host__in=scope.keys)
    if scope.city is not None:
        return found.filter(Q(city=scope.city) | Q(activity__host=scope.city))
    return found


def _participations(scope: Scope) -> Any:
    """All groups at the activities of a city; between cities, their own groups."""
    rows: Any = Participation.objects.filter(activity__status__in=TOOK_PLACE)
    if not scope.cities:
        return rows
    found = rows.filter(activity__in=scope.activities().order_by().values("pk"))
    return found.filter(city__in=scope.keys) if scope.is_between else found


def _together(scope: Scope) -> Any:
    """Activities in which another city took part as well."""
    found = scope.activities().filter(status__in=TOOK_PLACE)
    if scope.is_between or scope.city is None:
        return found
    others = Participation.objects.filter(activity=OuterRef("pk")).exclude(city=scope.city)
    elsewhere = Q(host__isnull=False) & ~Q(host=scope.city)
    return found.filter(elsewhere | Exists(others.order_by()))


def _begun(path: str) -> Callable[[Period], Q]:
    return lambda period: Q(**{f"{path}__lte": period.until})


DIRECTION = _both_ways(
    lambda home: Q(host=home),
    lambda home: ~Q(host=home) & Q(Exists(_of_city(_guests().exclude(mode=Mode.ONLINE), home))),
)
OF_ACTIVITIES = {
    "kind": one_of(ActivityKind),
    "theme": Filter(None, _themes, "themes__slug"),
    "ends": either(
        **{
            "in-the-year": lambda _scope: Q(status=ActivityStatus.HELD),
            "later": lambda _scope: Q(status=ActivityStatus.ONGOING),
        }
    ),
}
ACTIVITIES = Kind(lambda scope: scope.activities(), _in_year, OF_ACTIVITIES)
VISITS = Kind(
    _visits,
    lambda period: Q(when_first__range=(period.first, period.last), status=ActivityStatus.HELD),
    {
        "kind": one_of(ActivityKind),
        "direction": DIRECTION,
        "return": either(
            owed=lambda _scope: Q(pk__in=Visit.objects.owed().order_by().values("activity")),
            made=lambda _scope: Q(
                pk__in=Visit.objects.going_ahead()
                .filter(answers__isnull=False)
                .order_by()
                .values("activity")
            ),
        ),
    },
)
JOURNEYS = Kind(
    lambda scope: _journeys(scope).annotate(comes_in=_comes_in(scope)),
    lambda period: Q(activity__when_first__range=(period.first, period.last)),
    {"direction": _both_ways(lambda home: Q(activity__host=home), lambda home: Q(city=home))},
)
PARTICIPATIONS = Kind(
    _participations,
    lambda period: overlapping(period.year, field="activity__when"),
    {
        "country": Filter(
            None,
            lambda values, _scope: Q(city__country__in=[value.upper() for value in values]),
            "city__country",
        ),
        "from": either(
            abroad=lambda _scope: (
                Q(activity__host__isnull=False) & ~Q(city__country=F("activity__host__country"))
            )
        ),
        "role": one_of(ParticipationRole, "role"),
        "mode": one_of(Mode, "mode"),
        "kind": one_of(ActivityKind, "activity__kind"),
    },
)
TOGETHER = Kind(_together, _begun("when_first"))
LAST_VISITS = Kind(
    lambda scope: _visits(scope).filter(status=ActivityStatus.HELD),
    _begun("when_first"),
    {"direction": DIRECTION},
)


def _comes_in(scope: Scope) -> Any:
    """Whether a group came to the home city, or went from it; null of any other journey."""
    nothing = Value(None, output_field=BooleanField())
    if scope.home is None:
        return nothing
    came = When(activity__host=scope.home, then=Value(True))  # noqa: FBT003
    went = When(city=scope.home, then=Value(False))  # noqa: FBT003
    return Case(came, went, default=nothing, output_field=BooleanField())


# --- what came of it ---


def _confirmed(_scope: Scope) -> Q:
    """That another city than the one which keeps the record says the same of it."""
    kind = ContentType.objects.get_for_model(Result)
    said = Statement.objects.filter(kind=kind, state=StatementState.CONFIRMED)
    return Q(pk__in=said.order_by().values("record_key"))


def _has_evidence() -> Exists:
    proofs: Any = Result._meta.get_field("evidence").related_model
    return Exists(proofs.objects.filter(result=OuterRef("pk")))


OF_RESULTS = {
    "kind": one_of(ResultKind),
    "running": one_of(StillRunning, "still_running"),
    "state": either(
        claimed=lambda _scope: ~Q(_has_evidence()),
        evidenced=lambda _scope: Q(_has_evidence()),
        confirmed=_confirmed,
    ),
}


def _results(scope: Scope) -> Any:
    return scope.results()


RESULTS = Kind(
    _results,
    lambda period: (
        overlapping(period.year) | (Q(when="") & overlapping(period.year, field="activity__when"))
    ),
    OF_RESULTS,
)
RESULTS_SO_FAR = Kind(
    _results,
    lambda period: Q(when_first__lte=period.until) | Q(when_first__isnull=True),
    OF_RESULTS,
)
LAST_RESULTS = Kind(lambda scope: scope.results(), _begun("when_first"))
RECOGNITIONS = Kind(
    lambda scope: scope.recognitions(),
    lambda period: overlapping(period.year),
    {"kind": one_of(RecognitionKind)},
)

# --- partnerships and their papers ---


def _standing(period: Period) -> Q:
    """Begun by the end of the period, and not ended before it: by the last line before it of each
    side's history. One that a side has ended and another says to go on counts."""
    begun = Q(since_first__lte=period.last) | Q(since_first__isnull=True)
    before = PartnershipState.objects.filter(
        partnership=OuterRef("partnership"),
        city=OuterRef("city"),
        when_first__lt=period.first,
    ).order_by("-when_first", "-sort_order", "-pk")
    sides = PartnershipSide.objects.filter(partnership=OuterRef("pk")).order_by()
    last = sides.annotate(last=Subquery(before.values("state")[:1]))
    goes_on = last.filter(last__isnull=False).exclude(last=SideState.ENDED)
    ended = last.filter(last=SideState.ENDED)
    return begun & (Q(Exists(goes_on)) | ~Q(Exists(ended)))


def _seen_as(values: list[str], _scope: Scope) -> Q:
    found: list[Any] = [Partnership.objects.seen_as(value).order_by() for value in values]
    return Q(*(Q(pk__in=rows.values("pk")) for rows in found), _connector=Q.OR)


def _in_force(period: Period) -> Q:
    begun = Q(valid_first__lte=period.last) | Q(valid="", signed_first__lte=period.last)
    return begun & (Q(valid_last__gte=period.last) | Q(valid_last__isnull=True))


def _with_anniversaries(scope: Scope) -> Any:
    return scope.partnerships().with_sides().prefetch_related("agreements")


def with_round_years(period: Period, partnerships: Iterable[Partnership]) -> list[int]:
    """The keys of those that have an anniversary in the two years after the period."""
    first = period.last + datetime.timedelta(days=1)
    last = period.last.replace(year=period.year + 2)
    return [one.pk for one in partnerships if any(round_years(anniversary_base(one), first, last))]


def _agreements(scope: Scope) -> Any:
    return scope.agreements()


PARTNERSHIPS = Kind(
    lambda scope: scope.partnerships(),
    _standing,
    {
        "kind": one_of(PartnershipKind),
        "state": Filter(tuple(SideState.values), _seen_as),
    },
)
ANNIVERSARIES = Kind(_with_anniversaries, _standing)
AGREEMENTS = Kind(_agreements, _in_force, {"kind": one_of(AgreementKind)})
AGREEMENTS_SIGNED = Kind(
    _agreements,
    lambda period: overlapping(period.year, field="signed"),
    {"kind": one_of(AgreementKind)},
)
AGREEMENTS_ENDING = Kind(
    _agreements,
    lambda period: Q(valid_last__range=period.ahead),
    {"kind": one_of(AgreementKind)},
)

# --- gifts, promises, letters, honours: those that readers see ---


def _seen(model: Any) -> Callable[[Scope], Any]:
    def of(scope: Scope) -> Any:
        rows = model.objects.seen_by_all()
        if scope.is_between:
            return rows.among(scope.keys)
        return rows.of_city(scope.city) if scope.city is not None else rows

    return of


def _gift(*, given: bool) -> Callable[[Scope], Q]:
    """A gift is kept by one of the two cities, and seen from there."""
    ours, theirs = (Direction.GIVEN, Direction.RECEIVED)[:: 1 if given else -1]

    def where(scope: Scope) -> Q:
        if scope.home is None:
            return Q(direction=ours)
        own = Q(city=scope.home, direction=ours)
        return own | Q(partner=scope.home, direction=theirs)

    return where


def _year(period: Period) -> Q:
    return overlapping(period.year)


GIFTS = Kind(
    _seen(Gift),
    _year,
    {"direction": either(given=_gift(given=True), received=_gift(given=False))},
)
HONOURS = Kind(_seen(Honour), _year, {"kind": one_of(HonourKind)})
LETTERS = Kind(_seen(Letter), _year)
PROMISES = _seen(Promise)
PROMISES_OPEN = Kind(
    PROMISES,
    lambda period: (
        (Q(when_first__lte=period.last) | Q(when_first__isnull=True))
        & (Q(state=PromiseState.OPEN) | Q(state=PromiseState.KEPT, settled_first__gt=period.last))
    ),
)
PROMISES_KEPT = Kind(
    PROMISES,
    lambda period: overlapping(period.year, field="settled") & Q(state=PromiseState.KEPT),
)

# --- money and hours, out of the books of the city from which one looks ---


def _with_open_books(scope: Scope) -> Any:
    """The partnerships for which the city shows everybody its books."""
    opened = OpenBooks.objects.filter(city=scope.home).order_by().values("partnership")
    return scope.partnerships().filter(pk__in=opened).order_by()


def _has_open_books(scope: Scope, _period: Period) -> bool:
    return scope.home is not None and _with_open_books(scope).exists()


def _of_open_books(rows: Any, scope: Scope) -> Any:
    """What was done for partnerships for which the city shows everybody its books."""
    if scope.home is None:
        return rows.none()
    ours = _with_open_books(scope)
    sides = PartnershipSide.objects.filter(partnership__in=ours.values("pk"))
    partners = sides.exclude(city=scope.home).order_by().values("city")
    groups = Participation.objects.filter(city__in=partners).order_by().values("activity")
    shared: Any = Activity.objects.with_city(scope.home)
    shared = shared.filter(Q(host__in=partners) | Q(pk__in=groups)).order_by().values("pk")
    whole = Q(partnership__in=ours.values("pk")) if rows.model is MoneyLine else Q(pk__in=[])
    return rows.filter(whole | Q(activity__in=shared), city=scope.home)


def _of_a_year(period: Period) -> Q:
    days = (period.first, period.last)
    own = Q(when_first__range=days)
    return own | Q(when_first__isnull=True, activity__when_first__range=days)


def _planned(scope: Scope) -> Any:
    rows: Any = MoneyLine.objects.filter(stage=Stage.PLANNED)
    if scope.home is None:
        return rows.none()
    rows = rows.filter(city=scope.home)
    if not scope.is_between:
        return rows
    shared = scope.activities().order_by().values("pk")
    ours = scope.partnerships().order_by().values("pk")
    return rows.filter(Q(activity__in=shared) | Q(partnership__in=ours))


OF_MONEY = {
    "category": one_of(Category, "category"),
    "payer": one_of(Payer, "payer"),
}
MONEY = Kind(
    lambda scope: _of_open_books(MoneyLine.objects.paid(), scope),
    _of_a_year,
    OF_MONEY,
    is_known=_has_open_books,
)
MONEY_PLANNED = Kind(
    _planned,
    _of_a_year,
    OF_MONEY,
    is_public=False,
    is_known=lambda scope, _period: scope.home is not None,
)
HOURS = Kind(
    lambda scope: _of_open_books(Hours.objects.all(), scope), _of_a_year, is_known=_has_open_books
)

# --- what was told, and who holds the links ---


def _told(scope: Scope) -> Any:
    """Stories that everybody may read, in all their languages."""
    pages: Any = StoryPage.objects.live().filter(~is_private())
    if scope.partnership is not None:
        activities = scope.activities().order_by().values("pk")
        tagged = StoryPage.activities.through.objects.filter(activity__in=activities)
        named = StoryPage.partnerships.through.objects.filter(partnership=scope.partnership)
        return pages.filter(
            Q(pk__in=tagged.values("storypage")) | Q(pk__in=named.values("storypage"))
        )
    for city in scope.cities:
        tagged = StoryPage.cities.through.objects.filter(city=city)
        pages = pages.filter(pk__in=tagged.values("storypage"))
    return pages


def _originals(scope: Scope) -> Any:
    same = StoryPage.objects.live().filter(translation_key=OuterRef("translation_key"))
    versions = same.order_by().values("translation_key").annotate(n=Count("pk")).values("n")
    languages = Locale.objects.order_by().annotate(one=Value(1)).values("one")
    everywhere = When(
        versions__gte=Subquery(languages.annotate(n=Count("pk")).values("n")),
        then=Value(True),  # noqa: FBT003
    )
    return (
        _told(scope)
        .filter(locale__language_code=F("original_language"))
        .annotate(versions=Subquery(versions))
        .annotate(
            in_all=Case(
                everywhere,
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            )
        )
    )


def _translations(scope: Scope) -> Any:
    original = StoryPage.objects.filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=F("original_language"),
    )
    return (
        _told(scope)
        .exclude(locale__language_code=F("original_language"))
        .annotate(original_out=Subquery(original.values("first_published_at")[:1]))
    )


def _stories_of(period: Period) -> Q:
    return Q(dated__range=(period.first, period.last))


OF_STORIES = {
    "language": Filter(
        None,
        lambda values, _scope: Q(locale__language_code__in=values),
        "locale__language_code",
    ),
    "theme": Filter(
        None,
        lambda values, _scope: Q(
            pk__in=StoryPage.topics.through.objects.filter(theme__slug__in=values).values(
                "storypage"
            )
        ),
        "topics__slug",
    ),
}
STORIES = Kind(_originals, _stories_of, OF_STORIES)
STORY_PAGES = Kind(_told, _stories_of, OF_STORIES)
TRANSLATIONS = Kind(_translations, _stories_of, OF_STORIES)


def _readings(scope: Scope) -> QuerySet[Reading]:
    rows = Reading.objects.all()
    if scope.partnership is not None:
        return rows.filter(path=f"partnerships/{scope.partnership.slug}/")
    if scope.cities:
        return rows.filter(path__in=[f"cities/{city.slug}/" for city in scope.cities])
    return rows.filter(path__startswith="cities/")


def _were_kept(_scope: Scope, period: Period) -> bool:
    """Whether readings reach back to the period: they are not kept for ever."""
    return Reading.objects.filter(day__lte=period.until).exists()


READINGS = Kind(
    _readings, lambda period: Q(day__range=(period.first, period.last)), is_known=_were_kept
)


def _contacts(scope: Scope) -> Any:
    rows = ContactPoint.objects.filter(forgotten=None)
    if scope.home is None:
        return rows
    found = rows.filter(city=scope.home)
    if not scope.is_between:
        return found
    return found.filter(partnership__in=scope.partnerships().order_by().values("pk"))


def _holding(period: Period) -> Q:
    begun = Q(begins_first__isnull=True) | Q(begins_first__lte=period.until)
    return begun & (Q(ends="") | Q(ends_last__gte=period.until))


def _dead(scope: Scope) -> Any:
    rows = Place.objects.filter(link__failures__gte=DEAD_AFTER)
    if not scope.cities:
        return rows
    return rows.filter(partnership__in=scope.partnerships().order_by().values("pk"))


CONTACTS = Kind(_contacts, _holding, is_public=False)
CONTACTS_CONFIRMED = Kind(
    _contacts,
    lambda period: (
        _holding(period)
        & Q(confirmed__gt=period.until - datetime.timedelta(days=365), confirmed__lte=period.until)
    ),
    is_public=False,
)
DEAD = Kind(_dead, lambda _period: Q(), is_public=False)


def open_to_readers(model: Any, scope: Scope) -> Any:
    """The records of the model that everybody may see now; of money and hours, those in the books
    that the city of the scope has opened."""
    if model in (Gift, Honour, Letter, Promise):
        return model.objects.seen_by_all()
    if model in (MoneyLine, Hours):
        return _of_open_books(model.objects.all(), scope)
    if model is StoryPage:
        return StoryPage.objects.live().filter(~is_private())
    return model._default_manager.all()
