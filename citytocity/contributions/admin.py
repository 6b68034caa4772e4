"""The inbox in the admin: a list for each editor's cities, and one page for each contribution."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Case, IntegerField, Model, QuerySet, Value, When
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
from wagtail.log_actions import registry

from citytocity.cities.models import City
from citytocity.contributions import actions, spam
from citytocity.contributions.actions import DecidedError, NoCityError
from citytocity.contributions.enums import OPEN, WITH_SENDER, Kind, Reason, State
from citytocity.contributions.forms import AcceptForm, QuestionForm, RefusalForm
from citytocity.contributions.models import Contribution
from citytocity.contributions.permissions import inbox_of, may_sort
from citytocity.contributions.presentation import about_link
from citytocity.contributions.queries import Alike, alike, waiting_corrections
from citytocity.contributions.serving import picture_answer
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.ledger.presentation import when_in_words
from citytocity.people.enums import Act
from citytocity.people.forms import language_choices
from citytocity.people.permissions import cities_where
from citytocity.stories.models import StoryPage


def _sorted_cities(request: HttpRequest | None) -> QuerySet[City]:
    return cities_where(request.user, Act.SORT) if request else City.objects.none()


class InboxFilterSet(WagtailFilterSet):
    """Narrows the list; the cities are those that one sorts for."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(
        choices=[choice for choice in State.choices if choice[0] not in WITH_SENDER],
        label=_("State"),
    )
    written_in = django_filters.ChoiceFilter(choices=language_choices, label=_("Language"))
    cities = django_filters.ModelChoiceFilter(queryset=_sorted_cities, label=_("City"))

    class Meta:
        model = Contribution
        fields = ["kind", "state", "written_in", "cities"]


class InboxView(generic.IndexView):
    """What is open stands first, the newest on top."""

    page_title = _("Inbox")
    default_ordering = ("rank", "-confirmed", "-pk")
    any_permission_required = ["view"]

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("Nothing matches.")
        return gettext("Nothing has come yet. What people send without an account lands here.")

    def get_base_queryset(self) -> QuerySet[Contribution]:
        rank = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=_NUMBER)
        found = inbox_of(self.request.user).annotate(rank=rank)
        return found.select_related("taken_by").prefetch_related("cities")

    def get_table(self, object_list: Any) -> Any:
        """With what else says the same, asked for the whole page of the list at once."""
        known = alike(object_list)
        for contribution in object_list:
            others = known.get(contribution.pk)
            contribution.alike = f"{others[0].share} %" if others else ""
        return super().get_table(object_list)


_NUMBER = IntegerField()


class ContributionView(generic.InspectView):
    """One contribution whole, with what can be decided; forms that were refused come again."""

    template_name = "contributions/admin/contribution.html"
    any_permission_required = ["view"]
    wrong: tuple[str, Form] | None = None

    def get_object(self, queryset: Any = None) -> Contribution:
        return get_object_or_404(_whole(self.request), pk=self.pk)

    def get_page_title(self) -> str:
        return capfirst(self.object.get_kind_display())

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.object
        others = alike([shown]).get(shown.pk, [])
        waits = shown.kind == Kind.CORRECTION and shown.state == State.ACCEPTED
        return super().get_context_data(**kwargs) | {
            "contribution": shown,
            "language": LOCAL_NAMES[shown.written_in],
            "lang": html_code(shown.written_in),
            "letters": LOCAL_NAMES[shown.language],
            "when": when_in_words(shown.when),
            "about": about_link(shown.about) if shown.about else None,
            "about_edit_url": _edit_url(self.request, shown.about),
            "story_edit_url": _edit_url(self.request, shown.story),
            "reasons": list(spam.in_words(shown.spam_reasons)),
            "alike": [_other(self.request, other) for other in others],
            "pictures": shown.pictures.all(),
            "questions": shown.questions.select_related("asked_by"),
            "is_open": shown.state in OPEN,
            "waits_for_correction": waits,
            "forms": self._forms(),
            "log": registry.get_logs_for_instance(shown).select_related("user")[:20],
        }

    def _forms(self) -> dict[str, Form]:
        forms: dict[str, Form] = {"ask": QuestionForm(), "refuse": RefusalForm()}
        if not self.object.cities.exists():
            forms["accept"] = AcceptForm()
        return forms | dict([self.wrong] if self.wrong else [])


class DecisionView(ContributionView):
    """Carries out one decision by POST and says what came of it."""

    verb = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object.get_absolute_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self._form(request)
        if form is not None and not form.is_valid():
            self.wrong = (self.verb, form)
            return self.render_to_response(self.get_context_data())
        try:
            self._decide(form.cleaned_data if form else {})
        except (DecidedError, NoCityError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, DONE[self.verb])
        return redirect(self.object.get_absolute_url())

    def _form(self, request: HttpRequest) -> Form | None:
        return (
            self._forms()[self.verb].__class__(request.POST) if self.verb in self._forms() else None
        )

    def _decide(self, given: dict[str, Any]) -> None:
        VERBS[self.verb](self.object, by=self.request.user, **given)


def _refuse(contribution: Contribution, *, reason: str, words: str, by: Any) -> None:
    actions.refuse(contribution, reason=Reason(reason), words=words, by=by)


VERBS: dict[str, Callable[..., Any]] = {
    "take": actions.take,
    "ask": actions.ask_back,
    "accept": actions.accept,
    "refuse": _refuse,
    "spam": actions.mark_spam,
    "correct": actions.mark_corrected,
}
DONE = {
    "take": _("You see to it now."),
    "ask": _("The question is on its way."),
    "accept": _("Accepted. A letter with thanks is on its way."),
    "refuse": _("Refused. A polite letter is on its way."),
    "spam": _("Put away as spam, without a letter."),
    "correct": _("Thank you. Whoever wrote to us is told."),
}


class PictureView(ContributionView):
    """A picture's file, for those who sort."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        picture = get_object_or_404(self.object.pictures, pk=kwargs["key"])
        return picture_answer(picture, whole="whole" in request.GET)


def _cities_in_words(contribution: Contribution) -> str:
    return ", ".join(str(city) for city in contribution.cities.all()) or gettext("host office")


def _state_in_words(contribution: Contribution) -> str:
    """With who is at it."""
    state, person = contribution.get_state_display(), contribution.taken_by
    return f"{state}: {person.shown_name}" if person else state


class InboxViewSet(ModelViewSet):
    """There is nothing to add, change or delete here but by a decision."""

    model = Contribution
    icon = "mail"
    menu_label = _("Inbox")
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    inspect_view_enabled = True
    index_view_class = InboxView
    inspect_view_class = ContributionView
    filterset_class = InboxFilterSet
    search_fields = ["title", "text"]
    list_per_page = 30
    list_display = [
        TitleColumn("title", label=_("Title"), accessor=str, url_name="contribution:inspect",
                    width="30%"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("cities", label=_("Cities"), accessor=_cities_in_words),
        Column("written_in", label=_("Language"), sort_key="written_in",
               accessor=lambda shown: LOCAL_NAMES[shown.written_in]),
        Column("state", label=_("State"), accessor=_state_in_words, sort_key="state"),
        Column("spam_points", label=_("Spam"), sort_key="spam_points"),
        Column("alike", label=_("Same elsewhere")),
        DateColumn("confirmed", label=_("Received"), sort_key="confirmed"),
    ]  # fmt: skip

    def get_urlpatterns(self) -> list:
        own = {"index", "index_results", "inspect"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in own]
        decisions = [
            path(
                f"{verb}/<int:pk>/",
                self.construct_view(DecisionView, verb=verb, **self.get_inspect_view_kwargs()),
                name=verb,
            )
            for verb in VERBS
        ]
        picture = self.construct_view(PictureView, **self.get_inspect_view_kwargs())
        return [*kept, *decisions, path("picture/<int:pk>/<int:key>/", picture, name="picture")]


def note_corrections(request: HttpRequest, record: Model) -> None:
    """Tells whoever opens a record or a story to edit it that corrections of it wait."""
    for contribution in waiting_corrections(record):
        if may_sort(request.user, contribution):
            words = gettext("A correction waits: “%(title)s”") % {"title": contribution}
            url = reverse("contribution:inspect", args=[contribution.pk])
            messages.info(request, words, buttons=[messages.button(url, gettext("Open it"))])


def _whole(request: HttpRequest) -> QuerySet[Contribution]:
    return inbox_of(request.user).select_related("taken_by", "story", "about_type")


def _edit_url(request: HttpRequest, record: Any) -> str:
    """Where the person may edit it; empty if that is not for her."""
    return (record and AdminURLFinder(request.user).get_edit_url(record)) or ""


def _other(request: HttpRequest, other: Alike) -> dict[str, Any]:
    """Another text that says the same; of another city's inbox it is told only that it is there."""
    if other.story:
        story = StoryPage.objects.live().filter(pk=other.story).first()
        url = story.get_full_url() if story else ""
        return {"share": other.share, "title": story or gettext("a story"), "url": url}
    found = inbox_of(request.user).filter(pk=other.contribution or 0).first()
    title = found or gettext("something in another city's inbox")
    return {"share": other.share, "title": title, "url": found.get_absolute_url() if found else ""}
