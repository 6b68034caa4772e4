"""What Wagtail's admin lists of all cities, narrowed to what a person may know of.

Wagtail keeps every form behind the policies of `stories.permissions`. Some of its lists ask no
policy; here is what stands in their place. `stories.doors` leads to it.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from taggit.models import Tag, TaggedItem
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages import bulk_actions as on_pages
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import bulk_actions as on_documents
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import bulk_actions as on_images
from wagtail.images.views import images as pictures
from wagtail.images.views.chooser import ImageChooseView
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportView

from citytocity.ledger.queries import standing_on
from citytocity.stories.permissions import files_of, may_read, readable_by

TAGS_AT_MOST = 10


class OwnFiles:
    """Pictures or documents of the admin's API: those that may be chosen, not all there are."""

    model: Any
    request: Any

    def get_queryset(self) -> QuerySet:
        return files_of(self.request.user, self.model).order_by("id")


class OwnImages(OwnFiles, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(OwnFiles, DocumentsAdminAPIViewSet):
    pass


def refused(request: HttpRequest, files: list[Any], back: str) -> HttpResponse | None:
    """A file that a record names stays. Only the kinds of the records are told: some are closed."""
    standing = {file: records for file in files if (records := standing_on(file))}
    if not standing:
        return None
    kinds = {record._meta.verbose_name_plural for found in standing.values() for record in found}
    words = gettext("Not deleted: %(files)s. These records name it: %(kinds)s.")
    told = {"files": ", ".join(map(str, standing)), "kinds": ", ".join(sorted(map(str, kinds)))}
    messages.error(request, words % told)
    return redirect(back)


class LeavesWhatRecordsName:
    """Deletes a file; Wagtail itself breaks on one that a record names."""

    def run_before_hook(self: Any) -> HttpResponse | None:
        return refused(self.request, [self.object], self.index_url_name)


class DeleteDocument(LeavesWhatRecordsName, documents.DeleteView):
    pass


class DeletePicture(LeavesWhatRecordsName, pictures.DeleteView):
    pass


class OnWhatIsSeen:
    """An action on many things at once. It tells which of them it leaves alone, by their titles:
    not those that the person may not know of."""

    model: Any
    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        things, left_alone = super().get_actionable_objects()  # type: ignore[misc]
        known = [thing for thing in left_alone["items_with_no_access"] if self._is_known(thing)]
        return things, {**left_alone, "items_with_no_access": known}

    def prepare_action(self: Any, objects: list[Any], objects_without_access: Any) -> Any:
        if self.action_type == "delete" and not issubclass(self.model, Page):
            return refused(self.request, objects, self.next_url)
        return super().prepare_action(objects, objects_without_access)  # type: ignore[misc]

    def _is_known(self, thing: Any) -> bool:
        if isinstance(thing, Page):
            return may_read(self.request.user, thing)
        return files_of(self.request.user, self.model).filter(pk=thing.pk).exists()


BULK_ACTIONS: list[type[BulkAction]] = [
    type(name, (OnWhatIsSeen, getattr(module, name)), {"__module__": __name__})
    for module in (on_pages, on_images, on_documents)
    for name in module.__all__
]


class ReadableTranslations(TranslationsReportView):
    """Wagtail-localize's report names every text of the site and its translations."""

    def get_queryset(self) -> QuerySet:
        pages = readable_by(self.request.user, Page.objects.all())
        pages = pages.filter(translation_key=OuterRef("source__object_id"))
        found = super().get_queryset().order_by("-pk")
        return found.filter(
            Exists(pages.filter(locale=OuterRef("source__locale"))),
            Exists(pages.filter(locale=OuterRef("target_locale"))),
        )


class OwnTags:
    """A filter by tags: those of the files that one may choose."""

    filters: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = self._meta.model  # type: ignore[attr-defined]
        names = _used(kwargs["request"].user, model)
        if not names:
            self.filters.pop("tag", None)
        elif "tag" in self.filters:
            self.filters["tag"].extra["choices"] = [(name, name) for name in names]


class OwnPicturesFilterSet(OwnTags, pictures.ImagesFilterSet):
    class Meta(pictures.ImagesFilterSet.Meta):
        pass


class OwnDocumentsFilterSet(OwnTags, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class OwnPicturesView(pictures.IndexView):
    filterset_class = OwnPicturesFilterSet


class OwnDocumentsView(documents.IndexView):
    filterset_class = OwnDocumentsFilterSet


class ChooseOwnPicture(ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tags = [{"name": name} for name in _used(self.request.user, self.model)]
        return super().get_context_data(**kwargs) | {"popular_tags": tags}


def tags(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The tags that begin so, of the pictures and documents that the person may choose."""
    begun = request.GET.get("term", "")
    models = (get_image_model(), get_document_model())
    return JsonResponse(_used(request.user, *models, begun=begun) if begun else [], safe=False)


def view_draft(request: HttpRequest, page_id: int) -> HttpResponse:
    """The draft as its readers would see it; for who checks it, too, and may not edit it."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_read(request.user, page):
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    return draft.make_preview_request(request, request.GET.get("mode", draft.default_preview_mode))


def _used(user: Any, *models: type[Model], begun: str = "") -> list[str]:
    """The first tags of the files that the person may choose."""
    used = Q(pk=None)
    for model in models:
        kind = ContentType.objects.get_for_model(model)
        used |= Q(content_type=kind, object_id__in=files_of(user, model).values("pk"))
    items = TaggedItem.objects.filter(used)
    found = Tag.objects.filter(name__istartswith=begun, pk__in=items.values("tag"))
    return list(found.order_by("name").values_list("name", flat=True)[:TAGS_AT_MOST])
