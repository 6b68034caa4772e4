"""Every address of the site, and the arguments that lead to what one of the cities has."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.urls import URLResolver, get_resolver
from wagtail import hooks
from wagtail.models import Locale, Site

from tests.access.world import Side, World

KIND = re.compile(
    r"(?:ledger|cities)/"
    r"(activity|participation|result|recognition|partnership|agreement|organisation)/"
)
"""Kinds of records that belong to the cities they touch: one row of the table is for them all."""
CLOSED = re.compile(r"(?:protocol|money)/(gift|promise|letter|honour|moneyline|hours|openbooks)/")
"""Kinds that only those see who keep the register of a city they touch; one row for them all."""
NOUN = re.compile(r"snippets/(?:choose/)?\w+/(\w+)/")
ARGUMENT = re.compile(r"<(\w+)>")
WRITTEN = {
    r"documents/(\d+)/(.+)": "documents/<document_id>/<filename>",
    r"en/(?!_util/)((?:[\w\-]+/)*)": "en/<page_path>",
    "admin/.*/": "admin/<anything>/",
    r"documents/(\d+)/(.*)": "documents/<document_id>/<filename>",
    r"en/((?:[\w\-]+/)*)": "en/<page_path>",
}


@dataclass(frozen=True)
class Address:
    """A route of the resolver; where that leads to many things, which of its examples."""

    route: str
    example: str = ""

    @property
    def row(self) -> str:
        """How the table calls it."""
        name = self.route
        if "/snippets/" in name:
            name = CLOSED.sub("{closed}/", KIND.sub("{record}/", name))
        return f"{name} {self.example}".strip()

    @property
    def has_sides(self) -> bool:
        """Whether its arguments lead to what a city has."""
        return bool(self.example) or "<" in self.route

    def path(self, side: Side, world: World) -> str:
        if self.example:
            return EXAMPLES[self.route][self.example](side)
        return "/" + ARGUMENT.sub(lambda found: str(self._value(found[1], side, world)), self.route)

    def _value(self, name: str, side: Side, world: World) -> Any:
        for start, values in ARGUMENTS.items():
            if self.route.startswith(start) and name in values:
                return values[name](side, world)
        if noun := NOUN.search(self.route):
            record = side.records[noun[1]]
            return record.pk if name == "pk" else record.latest_revision_id
        raise KeyError(f"tests/access/addresses.py knows no <{name}> for {self.route}")


def addresses() -> list[Address]:
    """All of them, once each."""
    hooks.search_for_hooks()
    routes = dict.fromkeys(_plain(route) for route in _routes(get_resolver()))
    return [
        Address(route, example) for route in routes for example in EXAMPLES.get(route, {"": None})
    ]


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def _plain(route: str) -> str:
    """The route as a person would write it, without the kinds of its arguments."""
    route = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", re.sub(r"<\w+:(\w+)>", r"<\1>", route))
    route = route.replace("^", "").replace("$", "").replace(r"\.", ".")
    return WRITTEN.get(route, route)


def _fixed(value: Any) -> Callable[[Side, World], Any]:
    return lambda _side, _world: value


ARGUMENTS: dict[str, dict[str, Callable[[Side, World], Any]]] = {
    "admin/api/main/pages/": {"pk": lambda side, _: side.draft.pk},
    "admin/api/main/images/": {"pk": lambda side, _: side.image.pk},
    "admin/api/main/documents/": {"pk": lambda side, _: side.document.pk},
    "admin/pages/workflow/": {
        "page_id": lambda side, _: side.submitted.pk,
        "action_name": _fixed("approve"),
        "task_state_id": lambda side, _: side.task_state.pk,
        "task_id": lambda _, world: world.task.pk,
    },
    "admin/pages/create/": {"app_label": _fixed("stories"), "model_name": _fixed("storypage")},
    "admin/pages/<page_id>/workflow_history/": {
        "page_id": lambda side, _: side.submitted.pk,
        "workflow_state_id": lambda side, _: side.review.pk,
    },
    "admin/pages/<page_id>/revisions/<revision_id>/unschedule/": {
        "page_id": lambda side, _: side.scheduled.pk,
        "revision_id": lambda side, _: side.scheduled.scheduled_revision.pk,
    },
    "admin/pages/<page_id>/unlock/": {"page_id": lambda side, _: side.locked.pk},
    "admin/pages/<page_id>/unpublish/": {"page_id": lambda side, _: side.story.pk},
    "admin/pages/": {
        "pk": lambda side, _: side.draft.pk,
        "page_id": lambda side, _: side.draft.pk,
        "page_to_move_id": lambda side, _: side.draft.pk,
        "parent_page_id": lambda side, _: side.page.pk,
        "destination_id": lambda side, _: side.page.pk,
        "revision_id": lambda side, _: side.revision.pk,
        "revision_id_a": _fixed("earliest"),
        "revision_id_b": _fixed("latest"),
        "content_type_app_name": _fixed("stories"),
        "content_type_model_name": _fixed("storypage"),
    },
    "admin/choose-page/": {"parent_page_id": lambda side, _: side.page.pk},
    "admin/tag-autocomplete/": {"app_name": _fixed("taggit"), "model_name": _fixed("tag")},
    "admin/collections/": {
        "pk": lambda side, _: side.shelf.collection_id,
        "collection_id": lambda side, _: side.shelf.collection_id,
    },
    "admin/workflows/": {
        "pk": lambda _, world: world.workflow.pk,
        "task_id": lambda _, world: world.task.pk,
        "workflow_pk": lambda _, world: world.workflow.pk,
        "page_pk": lambda side, _: side.page.pk,
        "app_label": _fixed("wagtailcore"),
        "model_name": _fixed("groupapprovaltask"),
    },
    "admin/editing-sessions/": {
        "app_label": _fixed("wagtailcore"),
        "model_name": _fixed("page"),
        "object_id": lambda side, _: side.draft.pk,
        "session_id": lambda side, _: side.session.pk,
    },
    "admin/localize/": {
        "page_id": lambda side, _: side.draft.pk,
        "app_label": _fixed("ledger"),
        "model_name": _fixed("activity"),
        "pk": lambda side, _: side.records["activity"].pk,
        "translation_source_id": lambda side, _: side.source.pk,
        "translation_id": lambda side, _: side.translation.pk,
        "string_segment_id": lambda side, _: side.string_segment.pk,
        "overridable_segment_id": lambda side, _: side.overridable_segment.pk,
        "mode": _fixed("no-such-mode"),
    },
    "admin/redirects/": {"redirect_id": lambda _, world: world.redirect.pk},
    "admin/documents/": {
        "pk": lambda side, _: side.document.pk,
        "document_id": lambda side, _: side.document.pk,
        "doc_id": lambda side, _: side.document.pk,
        "uploaded_file_id": lambda side, _: side.document_upload.pk,
    },
    "admin/images/": {
        "pk": lambda side, _: side.image.pk,
        "image_id": lambda side, _: side.image.pk,
        "filter_spec": _fixed("max-100x100"),
        "uploaded_file_id": lambda side, _: side.picture_upload.pk,
    },
    "admin/membership/": {"pk": lambda side, _: side.author.memberships.get().pk},
    "admin/invitation/": {"pk": lambda side, _: side.invitation.pk},
    "admin/newsroom/check/": {
        "pk": lambda side, _: side.check.pk,
        "answer": _fixed("confirm"),
    },
    "admin/planning/": {
        "slug": lambda side, _: side.city.slug,
        "pk": lambda side, _: side.plan.pk,
    },
    "admin/ratings/<pk>/open/": {"pk": lambda side, _: side.entry.questionnaire_id},
    "admin/ratings/<pk>/recognitions/": {"pk": lambda side, _: side.entry.questionnaire_id},
    "admin/funders/<about>/": {
        "about": _fixed("city"),
        "slug": lambda side, _: side.city.slug,
        "year": _fixed(2018),
        "code": _fixed("freedom-of-information"),
        "kind": _fixed("xlsx"),
    },
    "admin/funders/": {
        "pk": lambda side, _: side.records["activity"].pk,
        "code": _fixed("eu-town-twinning"),
        "kind": _fixed("xlsx"),
    },
    "admin/dossiers/": {"pk": lambda side, _: side.dossier.pk, "kind": _fixed("docx")},
    "admin/ratings/": {
        "pk": lambda side, _: side.questionnaire.pk,
        "other": _fixed(1),
        "kind": _fixed("yaml"),
    },
    "admin/contacts/": {"pk": lambda side, _: side.contact.pk},
    "admin/hand-overs/": {"pk": lambda side, _: side.handover.pk},
    "admin/health-of-links/": {"pk": lambda side, _: side.records["partnership"].pk},
    "en/contacts/": {"token": lambda side, _: side.asked.token},
    "admin/spreadsheets/": {"pk": lambda side, _: side.spreadsheet.pk, "name": _fixed("remove")},
    "admin/visits/": {"pk": lambda side, _: side.visit.pk},
    "admin/annual-reports/": {"pk": lambda side, _: side.frozen.report_id},
    "en/figures/": {"code": _fixed("I11")},
    "api/v1/": {"code": _fixed("I11"), "anything": _fixed("no-such-thing")},
    "en/reports/": {
        "slug": lambda side, _: side.frozen.report.slug,
        "number": _fixed(1),
        "kind": _fixed("csv"),
        "code": _fixed("I11"),
    },
    "admin/newsletter/readers/": {"pk": lambda _, world: world.subscriber.pk},
    "admin/newsletter/<pk>/clicks/": {"pk": lambda _, world: world.issue.pk},
    "admin/newsletter/<pk>/stop/": {"pk": lambda _, world: world.issue.pk},
    "admin/newsletter/": {
        "pk": lambda _, world: world.draft_issue.pk,
        "language": _fixed("en"),
    },
    "en/newsletter/issues/": {"number": lambda _, world: world.issue.number},
    "<language>/newsletter/": {
        "language": _fixed("es"),
        "rest": lambda _, world: f"my/{world.subscriber.token}/",
    },
    "en/newsletter/confirm/": {"token": lambda _, world: world.sign_up.token},
    "en/newsletter/": {"token": lambda _, world: world.subscriber.token},
    "admin/days-to-know/": {"pk": lambda _, world: world.day.pk},
    "admin/confirmation/ask/": {
        "noun": _fixed("partnership"),
        "pk": lambda side, _: side.records["partnership"].pk,
    },
    "admin/confirmation/record/": {"pk": lambda side, _: side.statement.pk},
    "admin/confirmation/request/": {"pk": lambda side, _: side.requested.pk},
    "admin/confirmation/statement/": {"pk": lambda side, _: side.statement.pk},
    "admin/statement/": {"pk": lambda side, _: side.statement.pk},
    "admin/installation/": {"pk": lambda side, _: side.installation.pk},
    "en/confirm/": {"token": lambda side, _: side.requested.token},
    "admin/review/comment/": {"pk": lambda side, _: side.comment.pk},
    "admin/review/reader/": {"pk": lambda side, _: side.reader.pk},
    "admin/review/": {"pk": lambda side, _: side.draft.pk},
    "en/review/": {"token": lambda side, _: side.reader.token},
    "admin/newsroom/": {"pk": lambda side, _: side.draft.pk},
    "admin/translation/<pk>/file/": {"pk": lambda side, _: side.job.pk, "name": _fixed("po")},
    "admin/translation/": {"pk": lambda side, _: side.job.pk, "name": _fixed("claim")},
    "admin/wire/": {"pk": lambda side, _: side.lead.pk},
    "admin/wire-feeds/": {"pk": lambda side, _: side.lead.feed_id},
    "admin/glossary/": {"pk": lambda _, world: world.term.pk},
    "admin/contribution/": {
        "pk": lambda side, _: side.sent_in.pk,
        "key": lambda side, _: side.sent_in.pictures.get().pk,
    },
    "admin/deletedrecord/": {"pk": lambda side, _: side.deleted.pk},
    "admin/proposal/": {"pk": lambda side, _: side.proposal.pk},
    "admin/locales/": {"pk": lambda *_: Locale.objects.get(language_code="ru").pk},
    "admin/sites/": {"pk": lambda *_: Site.objects.get().pk},
    "admin/users/": {"pk": lambda side, _: side.author.pk},
    "admin/groups/": {"pk": lambda *_: Group.objects.earliest("pk").pk},
    "admin/password_reset/": {"uidb64": _fixed("MQ"), "token": _fixed("x")},
    "admin/<anything>/": {"anything": _fixed("no-such-page")},
    "documents/authenticate_with_password/": {"restriction_id": _fixed(1)},
    "documents/": {
        "document_id": lambda side, _: side.document.pk,
        "filename": _fixed("guessed.txt"),
    },
    "media/": {"path": _fixed("guessed.txt")},
    "sitemap-": {"section": _fixed("stories")},
    "en/_util/": {"page_view_restriction_id": _fixed(1), "page_id": lambda side, _: side.story.pk},
    "en/account/": {
        "key": _fixed("x"),
        "uidb36": _fixed("1"),
        "pk": _fixed(1),
        "provider_id": _fixed("town-hall"),
    },
    "en/ratings/": {
        "rating": _fixed("plain"),
        "year": _fixed(2017),
        "city": lambda side, _: side.city.slug,
    },
    "en/contribute/draft/": {
        "token": lambda side, _: side.begun.draft_token,
        "key": lambda side, _: side.begun.pictures.get().pk,
    },
    "en/contribute/confirm/": {"token": lambda side, _: side.sent_in.confirm_token},
    "en/invitation/": {"token": lambda side, _: side.invitation.url.split("/")[-2]},
    "en/cities/<city>/": {
        "city": lambda side, _: side.city.slug,
        "story": lambda side, _: side.story.slug,
        "first": _fixed("en"),
        "second": _fixed("ru"),
    },
    "en/cities/": {"slug": lambda side, _: side.city.slug},
    "en/organisations/": {"slug": lambda side, _: side.records["organisation"].slug},
    "en/partnerships/": {"slug": lambda side, _: side.records["partnership"].slug},
    "en/activities/": {"slug": lambda side, _: side.records["activity"].slug},
    "en/programmes/": {"slug": lambda side, _: side.records["programme"].slug},
    "en/results/": {"slug": lambda side, _: side.records["result"].slug},
    "en/recognitions/": {"slug": lambda side, _: side.records["recognition"].slug},
    "en/gifts/": {"slug": lambda side, _: side.records["gift"].slug},
    "en/promises/": {"slug": lambda side, _: side.records["promise"].slug},
    "en/letters/": {"slug": lambda side, _: side.records["letter"].slug},
    "en/honours/": {"slug": lambda side, _: side.records["honour"].slug},
    "en/sources/": {"slug": lambda side, _: side.records["source"].slug},
    "en/topics/": {"slug": lambda side, _: side.records["theme"].slug},
    "en/embed/<noun>/<slug>/": {
        "noun": _fixed("activities"),
        "slug": lambda side, _: side.records["activity"].slug,
    },
    "en/<noun>/<slug>/sources/": {
        "noun": _fixed("activities"),
        "slug": lambda side, _: side.records["activity"].slug,
    },
}
"""What an argument stands for, by the beginning of its route; the first that knows it counts."""

BULK = "admin/bulk/<app_label>/<model_name>/<action>/"


def _bulk(kind: str, action: str, named: str) -> tuple[str, Callable[[Side], str]]:
    def path(side: Side) -> str:
        thing = side.records[named] if named in side.records else getattr(side, named)
        return f"/admin/bulk/{kind}/{action}/?id={thing.pk}"

    return f"{kind} {action}", path


def _page_action(action: str) -> tuple[str, Callable[[Side], str]]:
    return action, lambda side: f"/admin/api/main/pages/{side.draft.pk}/action/{action}/"


EXAMPLES: dict[str, dict[str, Callable[[Side], str]]] = {
    BULK: dict(
        [
            *(
                _bulk("wagtailcore/page", action, "draft")
                for action in ("delete", "move", "publish", "unpublish")
            ),
            *(
                _bulk(kind, action, named)
                for kind, named in (
                    ("wagtailimages/image", "image"),
                    ("wagtaildocs/document", "document"),
                )
                for action in ("delete", "add_tags", "add_to_collection")
            ),
            *(
                _bulk("people/user", action, "author")
                for action in ("delete", "assign_role", "set_active_state")
            ),
            _bulk("ledger/activity", "delete", "activity"),
            _bulk("cities/city", "delete", "city"),
            _bulk("protocol/gift", "delete", "gift"),
            _bulk("money/moneyline", "delete", "moneyline"),
        ]
    ),
    "admin/api/main/pages/<pk>/action/<action_name>/": dict(
        _page_action(action)
        for action in (
            "convert_alias",
            "copy",
            "copy_for_translation",
            "create_alias",
            "delete",
            "move",
            "publish",
            "revert_to_page_revision",
            "unpublish",
        )
    ),
    "en/<page_path>": {
        "story": lambda side: f"/en/cities/{side.city.slug}/{side.story.slug}/",
        "draft": lambda side: f"/en/cities/{side.city.slug}/{side.draft.slug}/",
    },
}
"""Routes that lead to many things: an example of each."""
