"""The desk: one list of everything that waits for one's languages; and the glossary."""

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.translation import desk
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Term
from citytocity.translation.models.job import JobQuerySet
from citytocity.translation.permissions import sees_anything
from citytocity.translation.queries import jobs_for


def languages() -> list[tuple[str, str]]:
    return [(code, LOCAL_NAMES[code]) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


class JobFilterSet(WagtailFilterSet):
    waits = django_filters.ChoiceFilter(
        label=_("Show"),
        method="narrow",
        choices=[
            ("mine", _("what I have taken")),
            ("behind", _("changed since")),
            ("all", _("all")),
        ],
        empty_label=_("what waits"),
    )
    language = django_filters.ChoiceFilter(label=_("Into"), choices=languages)
    source = django_filters.ChoiceFilter(
        label=_("From"), field_name="text__language", choices=languages
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState.choices)
    city = django_filters.ModelChoiceFilter(
        label=_("City"), field_name="text__city", queryset=City.objects.all()
    )

    class Meta:
        model = Job
        fields = ["waits", "language", "source", "state", "city"]

    def narrow(self, jobs: JobQuerySet, name: str, value: str) -> JobQuerySet:
        if value == "mine":
            return jobs.filter(translator=self.request.user)
        return jobs.behind() if value == "behind" else jobs

    def filter_queryset(self, queryset: JobQuerySet) -> JobQuerySet:
        """Without a choice, what waits for somebody."""
        found = super().filter_queryset(queryset)
        asked = self.data or {}
        return found if asked.get("waits") or asked.get("state") else found.waiting()


class DeskView(generic.IndexView):
    """Newest first; four or five queries, however many texts there are."""

    model = Job
    page_title = _("Translations")
    header_icon = "globe"
    filterset_class = JobFilterSet
    default_ordering = "-text__changed"
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
        DateColumn("changed", label=_("Original changed"), accessor=lambda job: job.text.changed),
    ]


def state_in_words(job: Job) -> str | SafeString:
    """The state, and whether the original has changed since."""
    if job.is_behind:
        return gettext("%(state)s, the original changed since") % {"state": job.get_state_display()}
    return job.get_state_display()


class TermViewSet(ModelViewSet):
    model = Term
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
    path("<int:pk>/send-back/", desk.send_back, name="send_back"),
    path("<int:pk>/<slug:name>/", desk.act, name="act"),
]
