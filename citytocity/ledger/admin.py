"""The register in the admin: lists that can be searched, filtered and exported, and their forms."""

from typing import Any

from anyascii import anyascii
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import UniqueConstraint
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from citytocity.cities.models import City, Organisation
from citytocity.dates.edtf import parse
from citytocity.ledger import filters
from citytocity.ledger.choosing import (
    Choice,
    ChoosingForm,
    CitedFact,
    choosable,
    is_key,
    suggested,
)
from citytocity.ledger.listing import RecordIndexView, dated, in_a_row, shown, states_in_words
from citytocity.ledger.models import (
    NO_SIDE,
    WITH_ITSELF,
    Activity,
    Agreement,
    Participation,
    Partnership,
    Programme,
    Recognition,
    Result,
    Theme,
    repeated_groups,
)
from citytocity.ledger.panels import NamedBy, Rows
from citytocity.ledger.permissions import may_make, may_record
from citytocity.ledger.presentation import amount, cities_of, people, when_in_words
from citytocity.ledger.queries import standing_on
from citytocity.sources.models import Source

MOST_NAMED = 20


class RecordForm(ChoosingForm):
    """A record's form. An empty id is made from the title or name."""

    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.instance.slug = self._free_slug(self._named(cleaned))
        return cleaned

    def rows(self, name: str) -> list[Any]:
        """The rows of a list that name a city and are to stay, be they right or wrong."""
        forms = self.formsets[name].forms
        for form in forms:
            form.is_valid()  # reads what was sent
        said = [(form, form.cleaned_data) for form in forms]
        return [form for form, row in said if row.get("city") and not row.get("DELETE")]

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Rows are saved one after the other: two that exchange what each may have but once would
        stand in each other's way, so their places are cleared first. They keep their keys."""
        if commit:
            for formset in self.formsets.values():
                formset.model._default_manager.filter(pk__in=_moved(formset)).delete()
        return super().save(commit=commit)

    def _named(self, cleaned: dict[str, Any]) -> str:
        words = cleaned.get(self.named_by)
        if not words:
            return self._meta.model._meta.model_name
        return words.data.get("en") or str(words) if hasattr(words, "data") else str(words)

    def _free_slug(self, name: str) -> str:
        longest = self._meta.model._meta.get_field("slug").max_length
        base = slugify(anyascii(name))[: min(80, longest - 5)] or self._meta.model._meta.model_name
        taken = set(
            self._meta.model.objects.filter(slug__startswith=base)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _moved(formset: Any) -> list[Any]:
    """The keys of the rows whose part in a rule that allows it once has changed."""
    unique = {
        name
        for rule in formset.model._meta.constraints
        if isinstance(rule, UniqueConstraint)
        for name in rule.fields
    }
    return [form.instance.pk for form in formset.initial_forms if unique & set(form.changed_data)]


class NamedRecordForm(RecordForm):
    named_by = "name"


class PartnershipForm(NamedRecordForm):
    """Two different cities or more; every state belongs to one of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = self.formsets["sides"]
        sides.error_messages["too_few_forms"] = gettext("A partnership needs two cities or more.")

    def _named(self, cleaned: dict[str, Any]) -> str:
        cities = [
            str(form.cleaned_data["city"].slug)
            for form in self.formsets["sides"].forms
            if form.is_valid() and form.cleaned_data.get("city")
        ]
        return "-".join(cities) or super()._named(cleaned)

    def clean(self) -> dict[str, Any]:
        """The database knows of no rule between rows that come together, so they are looked at
        here, whatever else is wrong with them."""
        cleaned = super().clean()
        sides: set[City] = set()
        for row in self.rows("sides"):
            if (city := row.cleaned_data["city"]) in sides:
                row.add_error("city", WITH_ITSELF)
            sides.add(city)
        for row in self.rows("states"):
            if (city := row.cleaned_data["city"]) not in sides:
                row.add_error("city", NO_SIDE % {"cities": city})
        return cleaned


class AgreementForm(RecordForm):
    """One without a title is called by its partnership and the year it was signed in."""

    def _named(self, cleaned: dict[str, Any]) -> str:
        if cleaned.get("title") or not cleaned.get("partnership"):
            return super()._named(cleaned)
        signed = parse(cleaned["signed"]).first if cleaned.get("signed") else None
        return f"{cleaned['partnership'].slug} {signed.year if signed else ''}"


class ActivityForm(RecordForm):
    """Every group of people stands in it once."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = self.rows("participations")
        groups = [(row.cleaned_data["city"], row.cleaned_data.get("organisation")) for row in rows]
        for place, message in repeated_groups(groups).items():
            rows[place].add_error("organisation" if groups[place][1] else "city", message)
        return cleaned


SOURCES = Rows(
    "citations",
    heading=_("Sources"),
    label=_("source"),
    add=_("Add a source"),
    panels=[
        Choice("source"),
        FieldRowPanel([CitedFact("about"), FieldPanel("states")]),
        FieldPanel("note"),
    ],
)
IDENTITY = MultiFieldPanel(
    [FieldPanel("slug")], heading=_("Id in addresses and files"), classname="collapsed"
)


COUNTRY = shown(_("Country"), lambda city: city.country.name, name="country", sort_key="country")
CITIES = shown(_("Cities"), lambda record: in_a_row(cities_of(record)), name="cities")
STATUS = shown(_("Status"), states_in_words, name="status")
STATE = shown(_("State"), lambda record: record.state.label, name="state")


class SavedWhenAsked:
    """A record is public as it stands: it changes when the officer saves it, not while she types.

    What happened is told in sentences that agree with a noun of any gender.
    """

    object: Any
    autosave_enabled: bool

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def get_success_message(self, instance: Any = None) -> str:
        return gettext("Saved: %(record)s") % {"record": instance or self.object}

    def get_error_message(self) -> str:
        return gettext("Not saved yet: please correct what is marked.")


class OfOneRecord:
    """Whether it is allowed depends on the cities that the record touches."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        record = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.user_has_permission_for_instance(self.permission_required, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        return record


class OutOfReachError(Exception):
    """What was saved touches none of the person's cities."""


class StaysInReach:
    """Asks again when the record is saved: only then is it known which cities it touches."""

    model: Any
    request: Any
    may_save = staticmethod(may_record)

    def save_instance(self) -> Any:
        record = super().save_instance()  # type: ignore[misc]
        if not self.may_save(self.request.user, self.model._default_manager.get(pk=record.pk)):
            raise OutOfReachError
        return record

    def form_valid(self, form: Any) -> Any:
        is_new = form.instance.pk is None
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except OutOfReachError:
            if is_new:
                form.instance.pk, form.instance._state.adding = None, True
            form.add_error(None, gettext("A record must touch a city whose register you keep."))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class RecordAddView(StaysInReach, SavedWhenAsked, CreateView):
    may_save = staticmethod(may_make)

    def get_initial(self) -> dict[str, Any]:
        """What the address names, as a link in another record's form does."""
        fields = {field.name for field in self.model._meta.fields if field.is_relation}
        named = {name: key for name, key in self.request.GET.items() if name in fields}
        return super().get_initial() | {name: key for name, key in named.items() if is_key(key)}


class RecordEditView(OfOneRecord, StaysInReach, SavedWhenAsked, EditView):
    pass


class RecordDeleteView(OfOneRecord, DeleteView):
    """What other records stand on is not deleted; the page names them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        standing = standing_on(self.object)
        find = AdminURLFinder(self.request.user).get_edit_url
        return context | {
            "is_protected": bool(standing),
            "standing": [(record, find(record)) for record in standing[:MOST_NAMED]],
            "more": max(0, len(standing) - MOST_NAMED),
        }

    def form_valid(self, form: Any) -> Any:
        if standing_on(self.object):
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)


class RecordViewSet(SnippetViewSet):
    """What all kinds have in common: searched by any language's words, exported as shown."""

    list_per_page = 50
    copy_view_enabled = False
    index_view_class = RecordIndexView
    sort_order_field = None  # a record's rows are put in order in its form
    add_view_class = RecordAddView
    edit_view_class = RecordEditView
    delete_view_class = RecordDeleteView
    delete_template_name = "ledger/admin/confirm_delete.html"
    record_form: type[ChoosingForm] = RecordForm

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=self.record_form)
        return handler.bind_to_model(self.model)

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("suggestions/", self.suggest, name="suggestions")]

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """What fits what is typed into a field that names such a record."""
        user, policy = request.user, self.permission_policy
        if not policy.user_has_any_permission(user, ("view", "add", "change", "delete")):
            raise PermissionDenied
        found = suggested(choosable(self.model), request.GET.get("q", ""))
        names = [
            {"key": record.pk, "name": str(record), "hint": str(self.hint(record))}
            for record in found
        ]
        return JsonResponse({"found": names, "create": self._new(user)})

    def hint(self, record: Any) -> Any:
        """What tells records of one name from each other."""
        return ""

    def _new(self, user: Any) -> dict[str, Any] | None:
        if not self.permission_policy.user_has_permission(user, "add"):
            return None
        name = gettext("New record: %(kind)s") % {"kind": self.model._meta.verbose_name}
        return {"address": reverse(self.get_url_name("add")), "name": name}


class SourceViewSet(RecordViewSet):
    model = Source
    icon = "doc-full-inverse"
    filterset_class = filters.SourceFilterSet
    list_display = [
        "title",
        "publisher",
        dated(_("Published"), "published"),
    ]
    list_export = ["slug", "title", "language", "publisher", "published", "url", "accessed"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("language")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("published"), FieldPanel("accessed")]),
        FieldPanel("photo_credit"),
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return when_in_words(record.published)


class ThemeViewSet(RecordViewSet):
    model = Theme
    record_form = NamedRecordForm
    icon = "tag"
    list_export = ["slug", "name"]
    panels = [FieldPanel("name"), IDENTITY]


class CityViewSet(RecordViewSet):
    model = City
    record_form = NamedRecordForm
    icon = "site"
    filterset_class = filters.CityFilterSet
    list_display = [
        "__str__",
        COUNTRY,
        shown(
            _("Population"),
            lambda city: city.population or "",
            name="population",
            sort_key="population",
        ),
    ]
    list_export = ["slug", "name", COUNTRY, "latitude", "longitude", "population", "wikidata"]
    panels = [
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("time_zone")]),
        FieldPanel("region"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldRowPanel(
            [FieldPanel("population"), FieldPanel("population_year"), FieldPanel("area_km2")]
        ),
        FieldRowPanel([FieldPanel("founded"), FieldPanel("wikidata")]),
        FieldPanel("website"),
        MultiFieldPanel(
            [FieldPanel("ink"), FieldPanel("sign"), FieldPanel("is_host")],
            heading=_("How it looks here"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return record.country.name


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    record_form = NamedRecordForm
    icon = "group"
    filterset_class = filters.OrganisationFilterSet
    list_display = ["__str__", "kind", "city"]
    list_export = ["slug", "name", "kind", "city", "website"]
    panels = [
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldRowPanel([FieldPanel("kind"), Choice("city")]),
        FieldPanel("website"),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Organisation.objects.select_related("city")

    def hint(self, record: Any) -> Any:
        return record.city or ""


class PartnershipViewSet(RecordViewSet):
    model = Partnership
    record_form = PartnershipForm
    icon = "link"
    filterset_class = filters.PartnershipFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("Since"), "since"),
        STATUS,
    ]
    list_export = [
        "slug",
        "kind",
        shown(_("Cities"), lambda record: in_a_row(record.cities), name="cities"),
        STATUS,
        "since",
        "first_contact",
        "base_date",
    ]
    panels = [
        FieldPanel("kind"),
        Rows(
            "sides",
            heading=_("Sides"),
            label=_("side"),
            add=_("Add a side"),
            min_num=2,
            panels=[
                FieldRowPanel([Choice("city"), FieldPanel("recognised")]),
                FieldRowPanel([Choice("office"), Choice("association")]),
            ],
        ),
        FieldRowPanel([FieldPanel("since"), FieldPanel("first_contact"), FieldPanel("base_date")]),
        Rows(
            "states",
            heading=_("Status history, side by side"),
            label=_("state"),
            add=_("Add a state"),
            panels=[
                FieldRowPanel([Choice("city"), FieldPanel("state"), FieldPanel("when")]),
                FieldPanel("decision"),
                Choice("source"),
            ],
        ),
        Rows(
            "milestones",
            heading=_("Milestones"),
            label=_("milestone"),
            add=_("Add a milestone"),
            panels=[FieldPanel("when"), FieldPanel("what"), Choice("source")],
        ),
        NamedBy(
            "agreements",
            heading=_("Agreements"),
            told=lambda agreement: when_in_words(agreement.signed),
            add=_("Add an agreement"),
        ),
        NamedBy(
            "results",
            heading=_("Results"),
            told=lambda result: result.state.label,
            add=_("Add a result"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("summary"),
                FieldPanel("origin"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
            ],
            heading=_("In words"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Partnership.objects.shown()

    def hint(self, record: Any) -> Any:
        return record.get_kind_display()


class AgreementViewSet(RecordViewSet):
    model = Agreement
    record_form = AgreementForm
    icon = "doc-full"
    filterset_class = filters.AgreementFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("Signed"), "signed"),
    ]
    list_export = ["slug", "title", "kind", "partnership", "signed", "place", "valid"]
    panels = [
        Choice("partnership"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("signed"), FieldPanel("valid")]),
        FieldPanel("title"),
        FieldPanel("place"),
        FieldPanel("occasion"),
        Rows(
            "signatories",
            heading=_("Signatories"),
            label=_("signatory"),
            add=_("Add a signatory"),
            panels=[FieldRowPanel([FieldPanel("name"), Choice("city")]), FieldPanel("office")],
        ),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("document")]),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Agreement.objects.select_related("partnership").prefetch_related(
            "partnership__sides__city"
        )


class ProgrammeViewSet(RecordViewSet):
    model = Programme
    icon = "folder-open-inverse"
    filterset_class = filters.ProgrammeFilterSet
    list_display = ["__str__", "kind"]
    list_export = ["slug", "title", "kind", "when", "every_years"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("every_years")]),
        FieldPanel("summary"),
        FieldPanel("website"),
        SOURCES,
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return record.get_kind_display()


class ActivityViewSet(RecordViewSet):
    model = Activity
    record_form = ActivityForm
    icon = "date"
    filterset_class = filters.ActivityFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
        CITIES,
        "status",
    ]
    list_export = [
        "slug",
        "title",
        "kind",
        "when",
        shown(_("First day"), lambda record: record.when_first, name="when_first"),
        shown(_("Last day"), lambda record: record.when_last, name="when_last"),
        "status",
        CITIES,
        "host",
        "programme",
        "edition",
        "attendance",
        "attendance_certainty",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("status")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([Choice("host"), FieldPanel("country")]),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where"),
        ),
        Rows(
            "participations",
            heading=_("Who took part"),
            label=_("city's group"),
            add=_("Add a city's group"),
            panels=[
                FieldRowPanel([Choice("city"), Choice("organisation")]),
                FieldRowPanel([FieldPanel("role"), FieldPanel("mode"), FieldPanel("certainty")]),
                FieldRowPanel([FieldPanel("people"), FieldPanel("youth")]),
                FieldRowPanel([FieldPanel("women"), FieldPanel("men"), FieldPanel("nonbinary")]),
                FieldPanel("head_name"),
                FieldPanel("head_office"),
                FieldPanel("detail"),
                Choice("source"),
            ],
        ),
        FieldRowPanel([FieldPanel("attendance"), FieldPanel("attendance_certainty")]),
        MultiFieldPanel(
            [
                FieldRowPanel([Choice("programme"), FieldPanel("edition")]),
                Choice("part_of"),
                FieldPanel("occasion"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                Choice("organisers"),
                Choice("supporters"),
                FieldRowPanel([FieldPanel("covers"), FieldPanel("recurring")]),
            ],
            heading=_("What it belongs to"),
        ),
        NamedBy(
            "results",
            heading=_("Results"),
            told=lambda result: result.state.label,
            add=_("Add a result"),
        ),
        Rows(
            "inspired_by",
            heading=_("Works it was inspired by"),
            label=_("work"),
            add=_("Add a work"),
        ),
        Rows(
            "credits",
            heading=_("Credits"),
            label=_("credit"),
            add=_("Add a credit"),
            panels=[
                FieldPanel("role"),
                FieldRowPanel([FieldPanel("name"), Choice("organisation")]),
            ],
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Activity.objects.shown().select_related("programme")

    def hint(self, record: Any) -> Any:
        return when_in_words(record.when)


class ParticipationViewSet(RecordViewSet):
    model = Participation
    record_form = ChoosingForm
    icon = "user"
    filterset_class = filters.ParticipationFilterSet
    list_display = [
        "__str__",
        "role",
        shown(_("People"), people, name="people", sort_key="people"),
        dated(_("When"), "activity__when"),
    ]
    list_export = [
        "activity",
        "city",
        "organisation",
        "role",
        "mode",
        "people",
        "youth",
        "women",
        "men",
        "nonbinary",
        "certainty",
    ]
    panels = [
        Choice("activity"),
        FieldRowPanel([Choice("city"), Choice("organisation")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("mode"), FieldPanel("certainty")]),
        FieldRowPanel([FieldPanel("people"), FieldPanel("youth")]),
        FieldRowPanel([FieldPanel("women"), FieldPanel("men"), FieldPanel("nonbinary")]),
        FieldPanel("head_name"),
        FieldPanel("head_office"),
        FieldPanel("detail"),
        Choice("source"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Participation.objects.shown()


class ResultViewSet(RecordViewSet):
    model = Result
    icon = "pick"
    filterset_class = filters.ResultFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
        STATE,
        shown(_("How much"), amount, name="amount"),
    ]
    list_export = [
        "slug",
        "title",
        "kind",
        "when",
        STATE,
        "from_city",
        "to_city",
        "activity",
        "value",
        "unit",
        "certainty",
        "still_running",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when")]),
        FieldRowPanel([Choice("from_city"), Choice("to_city")]),
        FieldRowPanel([Choice("activity"), Choice("partnership")]),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("certainty")]),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("still_running"), FieldPanel("checked_on")]),
        Rows(
            "evidence",
            heading=_("Evidence"),
            label=_("piece of evidence"),
            add=_("Add a piece of evidence"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Result.objects.select_related("from_city", "to_city", "activity").prefetch_related(
            "evidence"
        )


class RecognitionViewSet(RecordViewSet):
    model = Recognition
    icon = "success"
    filterset_class = filters.RecognitionFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
    ]
    list_export = ["slug", "title", "kind", "issuer", "city", "partnership", "when", "rank"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("rank")]),
        FieldPanel("category"),
        Choice("issuer"),
        FieldRowPanel([Choice("city"), Choice("partnership")]),
        Choice("organisation"),
        FieldRowPanel([FieldPanel("presented_by"), FieldPanel("received_by")]),
        Choice("activity"),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Recognition.objects.with_cities()


class RegisterGroup(SnippetViewSetGroup):
    """The register's menu, in the order of an officer's day."""

    menu_label = _("Register")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (
        ActivityViewSet,
        ParticipationViewSet,
        ResultViewSet,
        RecognitionViewSet,
        PartnershipViewSet,
        AgreementViewSet,
        ProgrammeViewSet,
        CityViewSet,
        OrganisationViewSet,
        SourceViewSet,
        ThemeViewSet,
    )
