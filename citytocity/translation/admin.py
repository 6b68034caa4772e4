"""The desk: one list of everything that waits for one's languages; and the glossary."""

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.languages.numbers import number_in_words
from citytocity.translation import desk
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Term
from citytocity.translation.models.job import JobQuerySet
from citytocity.translation.permissions import sees_anything
from citytocity.translation.queries import Progress, jobs_for, progress_for


def languages() -> list[tuple[str, str]]:
    return [(code, LOCAL_NAMES[code]) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


class JobFilterSet(WagtailFilterSet):
    waits = django_filters.ChoiceFilter(
        label=_("Show"),
        method="narrow",
        choices=[
            ("mine", _("what I have taken")),
            ("behind", _("changed since")),
            ("overdue", _("overdue")),
            ("all", _("everything")),
        ],
        empty_label=_("what waits"),
    )
    language = django_filters.ChoiceFilter(label=_("Into"), choices=languages)
    source = django_filters.ChoiceFilter(
        label=pgettext_lazy("a language", "From"), field_name="text__language", choices=languages
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState.choices)
    city = django_filters.ModelChoiceFilter(
        label=_("City"), field_name="text__city", queryset=City.objects.all()
    )

    order = django_filters.ChoiceFilter(
        label=_("First"),
        method="sort",
        choices=[("new", _("the newest")), ("read", _("the most read"))],
        empty_label=_("the newest and most read"),
    )

    class Meta:
        model = Job
        fields = ["waits", "language", "source", "state", "city", "order"]

    def narrow(self, jobs: JobQuerySet, name: str, value: str) -> JobQuerySet:
        if value == "mine":
            return jobs.filter(translator=self.request.user)
        if value == "overdue":
            return jobs.overdue()
        return jobs.behind() if value == "behind" else jobs

    def sort(self, jobs: JobQuerySet, name: str, value: str) -> JobQuerySet:
        by = {"new": "-text__changed", "read": "-text__readings"}[value]
        return jobs.order_by(by, "-text__rank", "pk")

    def filter_queryset(self, queryset: JobQuerySet) -> JobQuerySet:
        """Without a choice, what waits for somebody."""
        found = super().filter_queryset(queryset)
        asked = self.data or {}
        return found if asked.get("waits") or asked.get("state") else found.waiting()


class DeskView(generic.IndexView):
    """Newest and most read first; a handful of queries, however many texts there are."""

    model = Job
    template_name = "translation/queue.html"
    page_title = _("Translations")
    header_icon = "globe"
    filterset_class = JobFilterSet
    default_ordering = ("-text__rank", "pk")
    index_url_name = "translation:index"
    index_results_url_name = "translation:index_results"
    search_fields = ["text__title"]
    paginate_by = 50
    is_searchable = True

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("Nothing matches.")
        return gettext("Nothing waits for a translation into your languages.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sees_anything(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def user_has_any_permission(self, permissions: Any) -> bool:
        return sees_anything(self.request.user)

    def user_has_permission(self, permission: Any) -> bool:
        return False

    def get_base_queryset(self) -> JobQuerySet:
        return jobs_for(self.request.user)

    def order_queryset(self, queryset: JobQuerySet) -> JobQuerySet:
        """What is wanted by no day comes last, in every database."""
        if self.ordering in ("due", "-due"):
            day = F("due").desc if self.ordering == "-due" else F("due").asc
            return queryset.order_by(day(nulls_last=True), "-text__changed")
        return super().order_queryset(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.results_only:
            return context
        return context | {"progress": [_told(one) for one in progress_for(self.request.user)]}

    columns = [
        TitleColumn(
            "text", label=_("Text"), accessor=lambda job: job.text.title, url_name="translation:job"
        ),
        Column("kind", label=_("Kind"), accessor=lambda job: job.text.kind_in_words),
        Column(
            "pair",
            label=_("Languages"),
            accessor=lambda job: f"{LOCAL_NAMES[job.text.language]} → {LOCAL_NAMES[job.language]}",
        ),
        Column("state", label=_("State"), accessor=lambda job: state_in_words(job)),
        Column("done", label=_("Passages"), accessor=lambda job: f"{job.done} / {job.total}"),
        Column(
            "translator",
            label=_("Translator"),
            accessor=lambda job: job.translator.shown_name if job.translator else "",
        ),
        Column("due", label=_("Wanted by"), accessor=lambda job: due_in_words(job), sort_key="due"),
        DateColumn("changed", label=_("Original changed"), accessor=lambda job: job.text.changed),
        Column("readings", label=_("Read in 30 days"), accessor=lambda job: job.text.readings),
    ]


def state_in_words(job: Job) -> str | SafeString:
    """The state, and whether the original has changed since."""
    if job.is_behind:
        return gettext("%(state)s, the original changed since") % {"state": job.get_state_display()}
    return job.get_state_display()


def due_in_words(job: Job) -> str | SafeString:
    """The day it is wanted by, and whether that is over; nothing where there is none."""
    if job.due is None:
        return ""
    day = date_format(job.due, "DATE_FORMAT")
    if not job.is_overdue:
        return day
    words = gettext("%(day)s, overdue") % {"day": day}
    return format_html('<strong class="desk-late">{}</strong>', words)


def _told(progress: Progress) -> dict[str, Any]:
    """How far a language is, in words and as a part of a hundred."""
    done, total = number_in_words(progress.done), number_in_words(progress.total)
    words = ngettext("%(done)s of %(total)s text", "%(done)s of %(total)s texts", progress.total)
    overdue = ngettext("%(n)s overdue", "%(n)s overdue", progress.overdue)
    return {
        "code": progress.language,
        "lang": html_code(progress.language),
        "name": LOCAL_NAMES[progress.language],
        "percent": progress.done * 100 // progress.total,
        "words": words % {"done": done, "total": total},
        "overdue": overdue % {"n": progress.overdue} if progress.overdue else "",
    }


class AddTerm(generic.CreateView):
    """Begins with the languages of the translation that somebody comes from."""

    def get_initial(self) -> dict[str, str]:
        asked = self.request.GET
        return {name: asked[name] for name in ("from_language", "to_language") if name in asked}


class TermViewSet(ModelViewSet):
    model = Term
    add_view_class = AddTerm
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 165
    add_to_admin_menu = True
    add_to_reference_index = False
    form_fields = [
        "from_language",
        "to_language",
        "source",
        "source_forms",
        "target",
        "target_forms",
        "note",
    ]
    list_display = ["source", "target", "from_language", "to_language", "note"]
    list_filter = ["from_language", "to_language"]
    search_fields = ["source", "target", "note"]

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> Any:
        if db_field.name in {"from_language", "to_language"}:
            return ChoiceField(label=db_field.verbose_name, choices=languages())
        return super().formfield_for_dbfield(db_field, **kwargs)


patterns = [
    path("", DeskView.as_view(), name="index"),
    path("results/", DeskView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", desk.job, name="job"),
    path("<int:pk>/file/<slug:name>/", desk.download, name="download"),
    path("<int:pk>/bring-back/", desk.bring_back, name="bring_back"),
    path("<int:pk>/read/", desk.read, name="read"),
    path("<int:pk>/send-back/", desk.send_back, name="send_back"),
    path("<int:pk>/wanted-by/", desk.want_by, name="want_by"),
    path("<int:pk>/<slug:name>/", desk.act, name="act"),
]
