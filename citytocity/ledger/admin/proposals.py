"""Proposals in the admin: what was proposed, compared with the record, and decided on."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, IntegerField, Model, QuerySet, Value, When
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.ledger import actions
from citytocity.ledger.actions import DecidedError, GoneError, OutOfReachError
from citytocity.ledger.admin.changes import Proposed
from citytocity.ledger.admin.differences import Change
from citytocity.ledger.choosing import names_of
from citytocity.ledger.enums import ProposalState
from citytocity.ledger.forms import AcceptForm, RefuseForm
from citytocity.ledger.listing import in_a_row
from citytocity.ledger.models import Proposal
from citytocity.ledger.permissions import may_decide, may_record, proposals_of
from citytocity.ledger.snapshots import fingerprint
from citytocity.people.permissions import signed_in


def _cities(request: HttpRequest | None) -> QuerySet[City]:
    if request is None:
        return City.objects.none()
    touched = Proposal.cities.through.objects.filter(proposal__in=proposals_of(request.user))
    return City.objects.filter(pk__in=touched.values("city"))


class ProposalFilterSet(WagtailFilterSet):
    """Narrows the list, and says how many there are of each."""

    state = django_filters.ChoiceFilter(choices=ProposalState.choices, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=[], label=_("Kind"))
    cities = django_filters.ModelChoiceFilter(queryset=_cities, label=_("City"))

    class Meta:
        model = Proposal
        fields = ["state", "kind", "cities"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = proposals_of(self.request.user).order_by()
        states = _counted(seen, "state")
        kinds = _counted(seen, "kind")
        self.filters["state"].extra["choices"] = [
            (state, f"{label} ({states.get(state, 0)})") for state, label in ProposalState.choices
        ]
        self.filters["kind"].extra["choices"] = [
            (key, f"{_name(ContentType.objects.get_for_id(key))} ({number})")
            for key, number in kinds.items()
        ]


def _counted(proposals: QuerySet[Proposal], name: str) -> dict[Any, int]:
    return dict(proposals.values_list(name).annotate(Count("pk")))


class ProposalsView(generic.IndexView):
    """What is open stands first, the newest on top."""

    page_title = _("Proposals")
    default_ordering = ("rank", "-proposed", "-pk")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Proposal]:
        is_open = When(state=ProposalState.OPEN, then=Value(0))
        rank = Case(is_open, default=Value(1), output_field=IntegerField())
        found = proposals_of(self.request.user).annotate(rank=rank).defer("before", "after")
        return found.select_related("kind", "proposer").prefetch_related("cities")

    def get_table(self, object_list: Any) -> Any:
        """With the records' names of today, in the reader's language, asked for all at once."""
        keys = defaultdict(set)
        for proposal in object_list:
            keys[proposal.model].add(str(proposal.record_key or ""))
        names = {model: names_of(model, found - {""}) for model, found in keys.items()}
        for proposal in object_list:
            named = names[proposal.model].get(str(proposal.record_key))
            proposal.shown_title = named or proposal.title
        return super().get_table(object_list)


class ProposalView(generic.InspectView):
    """One proposal, part by part; what was refused by the form comes again with its reasons."""

    template_name = "ledger/admin/proposal.html"
    any_permission_required = ["view"]
    ticked: set[str] | None = None
    wrong: tuple[str, Form] | None = None

    def get_object(self, queryset: Any = None) -> Proposal:
        found = proposals_of(self.request.user).select_related("kind", "proposer", "decided_by")
        return get_object_or_404(found, pk=self.pk)

    @cached_property
    def proposed(self) -> Proposed:
        return Proposed(self.object)

    @property
    def is_gone(self) -> bool:
        """Whether the record was deleted since."""
        return not self.object.is_of_new_record and self.proposed.record is None

    def get_page_title(self) -> str:
        return gettext("Proposal")

    def get_page_subtitle(self) -> str:
        return str(self.proposed.record or self.object)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown, user = self.object, self.request.user
        decides = shown.is_open and may_decide(user, shown)
        forms = {"accept": AcceptForm(), "refuse": RefuseForm()}
        return super().get_context_data(**kwargs) | {
            "proposal": shown,
            "kind": _kind(shown),
            "title": self.get_page_subtitle(),
            "parts": [(part, part.key in self._ticks()) for part in self.proposed.changes],
            "is_gone": self.is_gone,
            "record_url": AdminURLFinder(user).get_edit_url(self.proposed.record)
            if self.proposed.record
            else "",
            "shows_ticks": decides or not shown.is_open,
            "may_accept": decides and not self.is_gone,
            "may_refuse": decides,
            "may_withdraw": shown.is_open and shown.proposer_id == user.pk,
            "seen": fingerprint(self.proposed.record),
            "forms": forms | dict([self.wrong] if self.wrong else []),
        }

    def _ticks(self) -> set[str]:
        """What was ticked; at first all that nobody changed since; in the end what was taken."""
        if not self.object.is_open:
            return set(self.object.taken)
        if self.ticked is not None:
            return self.ticked
        return {part.key for part in self.proposed.changes if not part.is_conflict}


class DecisionView(ProposalView):
    """Carries out one decision by POST and says what came of it."""

    verb = ""
    form_class: Any = Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object.get_absolute_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._again(form)
        try:
            fault = self.decide(form.cleaned_data)
        except DecidedError as error:
            fault = ""
            messages.error(request, str(error))
        else:
            if not fault:
                messages.success(request, DONE[self.verb])
        if fault:
            messages.error(request, fault)
            return self._again(form)
        return redirect(self.object.get_absolute_url())

    def decide(self, given: dict[str, Any]) -> str:
        """Does it; gives what stands in the way, if anything does."""
        VERBS[self.verb](self.object, by=signed_in(self.request.user), **given)
        return ""

    def _again(self, form: Form) -> HttpResponse:
        self.wrong = (self.verb, form)
        return self.render_to_response(self.get_context_data())


class NotWrittenError(Exception):
    """It is not written as things stand; the text says why."""


class AcceptView(DecisionView):
    """Writes what is ticked, by the register's form; tells beside each part what the form says."""

    def decide(self, given: dict[str, Any]) -> str:
        parts = {part.key for part in self.proposed.changes}
        self.ticked = set(self.request.POST.getlist("take")) & parts
        if not self.ticked:
            return gettext("Tick what you accept, or refuse the proposal.")
        try:
            actions.accept(
                self.object,
                write=self._write,
                taken=self.ticked,
                is_whole=self.ticked == parts,
                by=signed_in(self.request.user),
                **given,
            )
        except GoneError:
            return gettext("The record was deleted meanwhile.")
        except OutOfReachError:
            return gettext("A record must touch a city whose register you keep.")
        except NotWrittenError as error:
            return str(error)
        return ""

    def _write(self, opened: Proposal) -> Model:
        """Over the record as it stands now: a reading of its own, so that the page shows nothing
        of what the form puts into it."""
        stands = Proposed(opened)
        if self.request.POST.get("seen", "") != fingerprint(stands.record):
            self.proposed = Proposed(self.get_object())
            raise NotWrittenError(
                gettext(
                    "Somebody changed the record while you were looking at it. Look once more: "
                    "nothing is written yet."
                )
            )
        written = stands.written(self.ticked or set())
        if not written.form.is_valid():
            parts = {part.key: part for part in self.proposed.changes}
            raise NotWrittenError(_told_beside(parts, list(written.errors())))
        return written.form.save()


def _told_beside(parts: dict[str, Change], faults: list[tuple[str, str]]) -> str:
    """Hangs each fault on its part; gives those of no part, or that something is marked."""
    for key, words in faults:
        if key in parts:
            parts[key].errors.append(words)
    loose = [words for key, words in faults if key not in parts]
    return " ".join([gettext("Not accepted yet: please look at what is marked."), *loose])


def _kind(proposal: Proposal) -> str:
    return _name(proposal.kind)


def _name(kind: ContentType) -> str:
    return capfirst(kind.name)


def _proposer(proposal: Proposal) -> str:
    return proposal.proposer.shown_name if proposal.proposer else ""


VERBS: dict[str, Callable[..., Any]] = {
    "refuse": actions.refuse,
    "withdraw": actions.withdraw,
}
VIEWS: dict[str, tuple[type[DecisionView], Any]] = {
    "accept": (AcceptView, AcceptForm),
    "refuse": (DecisionView, RefuseForm),
    "withdraw": (DecisionView, Form),
}
DONE = {
    "accept": _("Accepted. It stands in the register, and the proposer is told."),
    "refuse": _("Refused. The proposer is told why."),
    "withdraw": _("Withdrawn."),
}


class ProposalViewSet(ModelViewSet):
    """There is nothing to add, change or delete here but by a decision."""

    model = Proposal
    icon = "comment"
    menu_label = _("Proposals")
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    inspect_view_enabled = True
    index_view_class = ProposalsView
    inspect_view_class = ProposalView
    filterset_class = ProposalFilterSet
    search_fields = ["title", "reason"]
    list_per_page = 30
    list_display = [
        TitleColumn(
            "title", label=_("Record"), accessor="shown_title", url_name="proposal:inspect"
        ),
        Column("kind", label=_("Kind"), accessor=_kind),
        Column("cities", label=_("Cities"), accessor=lambda shown: in_a_row(shown.cities.all())),
        Column("proposer", label=_("Proposed by"), accessor=_proposer),
        DateColumn("proposed", label=_("When"), sort_key="proposed"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
    ]

    def get_urlpatterns(self) -> list:
        own = {"index", "index_results", "inspect"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in own]
        return [*kept, *(self._decision(verb) for verb in VIEWS)]

    def _decision(self, verb: str) -> Any:
        view_class, form_class = VIEWS[verb]
        kwargs = self.get_inspect_view_kwargs() | {"form_class": form_class}
        view = self.construct_view(view_class, verb=verb, **kwargs)
        return path(f"{verb}/<int:pk>/", view, name=verb)


def note_proposals(request: HttpRequest, record: Any) -> None:
    """Tells whoever opens a record to edit it that proposals for it wait."""
    waiting = proposals_of(request.user).filter(
        state=ProposalState.OPEN, kind__model=record._meta.model_name, record_key=record.pk
    )
    if not may_record(request.user, record):
        return
    for proposal in waiting.filter(kind__app_label=record._meta.app_label):
        url = reverse("proposal:inspect", args=[proposal.pk])
        button = messages.button(url, gettext("Look at it"))
        messages.info(request, gettext("A change of this record is proposed."), buttons=[button])
