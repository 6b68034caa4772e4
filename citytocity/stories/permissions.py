"""Rights over stories and pictures follow the city they are under.

Wagtail asks policies what a person may do with a page or a file. Ours answer from the memberships
(`people.permissions.MAY`), so that no group has to be kept in step with them. What an
administrator gives to a group of Wagtail's own holds as well.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import SimpleLazyObject
from wagtail.models import Collection, Page
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import (
    city_keys,
    is_everywhere,
    may,
    people_who,
    was_given_more,
)
from citytocity.stories.models import CityPage, CityShelf

ON_PAGES = {
    Act.WRITE: ("add",),
    Act.EDIT: ("add", "change", "lock", "unlock"),
    Act.PUBLISH: ("publish",),
}
"""What Wagtail calls the acts, for the pages under a city's own."""
ON_FILES = {Act.WRITE: ("add", "choose"), Act.EDIT: ("add", "choose", "change")}
"""The same for the pictures and documents of a city."""


@dataclass(frozen=True)
class Allowed:
    """What Wagtail calls a permission, as far as it looks."""

    codename: str


@dataclass(frozen=True, eq=False)
class PageGrant:
    """An act allowed for a page and all below it; stands where Wagtail has GroupPagePermission."""

    page: Page
    permission: Allowed

    @cached_property
    def page_id(self) -> int:
        return self.page.pk


@dataclass(frozen=True, eq=False)
class FileGrant:
    """An act allowed in a collection; stands where Wagtail has GroupCollectionPermission."""

    collection: Collection
    permission: Allowed

    @cached_property
    def collection_id(self) -> int:
        return self.collection.pk


class CityPagePolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: Any) -> Any:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return super().get_all_permissions_for_user(user)
        given = super().get_all_permissions_for_user(user) if was_given_more(user) else ()
        return [*given, *_page_grants(user)]

    def explorable_root_instance(self, user: Any) -> Any:
        """Whoever stands for all cities begins at the root, as her grants do."""
        if not isinstance(user, User) or user.is_superuser or not is_everywhere(user):
            return super().explorable_root_instance(user)
        grants = self.get_cached_permissions_for_user(user)
        return next(one.page for one in reversed(grants) if isinstance(one, PageGrant))

    def explorable_instances(self, user: Any) -> Any:
        """Without the drafts of others, for who writes in a city and may not read them there."""
        found = super().explorable_instances(user)
        if is_everywhere(user):
            return found
        readable = Q(pk__in=readable_by(user, Page.objects.all()).values("pk"))
        own = self.instances_user_has_any_permission_for(user, {"change", "publish"})
        return found.filter(readable | Q(pk__in=own.values("pk")))

    def users_with_any_permission_for_instance(
        self,
        actions: Any,
        instance: Any,
        include_superusers: bool = True,  # noqa: FBT001, FBT002 as Wagtail has it
    ) -> Any:
        users = super().users_with_any_permission_for_instance(
            actions, instance, include_superusers
        )
        acts = [act for act, names in ON_PAGES.items() if set(names) & set(actions)]
        members = people_who(*acts, city=city_of(instance))
        return User.objects.filter(Q(pk__in=users.values("pk")) | Q(pk__in=members.values("pk")))


class CityFilesPolicy(CollectionOwnershipPermissionPolicy):
    def get_all_permissions_for_user(self, user: Any) -> Any:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return super().get_all_permissions_for_user(user)
        noun = self.model._meta.model_name
        given = super().get_all_permissions_for_user(user) if was_given_more(user) else ()
        return [*given, *_file_grants(user, noun)]

    @property
    def permission_cache_name(self) -> str:
        """Pictures and documents are granted by names of their own."""
        return f"_{self.model._meta.model_name}_permission_cache"


class CollectionsPolicy(CollectionManagementPermissionPolicy):
    """Wagtail's own; it is not asked for those who were given nothing by it."""

    def get_all_permissions_for_user(self, user: Any) -> Any:
        found = super().get_all_permissions_for_user(user)
        is_asked = not isinstance(user, User) or user.is_superuser or was_given_more(user)
        return found if is_asked else found.none()


def city_of(page: Page) -> City | None:
    """The city a page is written under, or the one it tells of itself; a page is asked once."""
    told: tuple[str, City | None] | None = getattr(page, "_city_above", None)
    if told is None or told[0] != page.path:  # it may have been moved
        above = CityPage.objects.ancestor_of(page, inclusive=True).select_related("city").first()
        told = (page.path, above.city if above else None)
        page._city_above = told
    return told[1]


def readable_by(user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those of the pages that are out, or that the person works on: no draft of another city."""
    if is_everywhere(user):
        return pages
    keys = city_keys(user, Act.READ_DRAFTS) or set()
    written_in = city_keys(user, Act.WRITE) or set()
    inside = Q(pk__in=CityPage.objects.filter(city__in=written_in).values("pk"))
    return pages.filter(inside | under(keys) | Q(live=True) | Q(owner=user))


def under(cities: set[int]) -> Q:
    """Pages that are written under the cities, given by their keys."""
    found = Q(pk__in=[])
    for path in CityPage.objects.filter(city__in=cities).values_list("path", flat=True):
        found |= Q(path__startswith=path)
    return found


def may_read(user: Any, page: Page) -> bool:
    """Whether the person may see the page as it stands, draft or not."""
    if readable_by(user, Page.objects.filter(pk=page.pk)).exists():
        return True
    rights = page.permissions_for_user(user)
    return rights.can_edit() or rights.can_publish()


def may_edit(user: Any, story: Page) -> bool:
    """Whether the person may work on the story: on every one of the city, or on one's own."""
    if _may(user, Act.EDIT, story):
        return True
    return story.owner_id == user.pk and _may(user, Act.WRITE, story)


def may_publish(user: Any, story: Page) -> bool:
    return _may(user, Act.PUBLISH, story)


def files_of(user: Any, model: type[Model]) -> QuerySet:
    """The pictures or documents that the person may put into a page, or change."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, ["choose", "change"])


def _may(user: Any, act: Act, page: Page) -> bool:
    city = city_of(page)
    return city is not None and may(user, act, city=city)


def _page_grants(user: Any) -> list[PageGrant]:
    if is_everywhere(user):
        root: Any = SimpleLazyObject(Page.get_first_root_node)
        names = {*(name for names in ON_PAGES.values() for name in names), "bulk_delete"}
        return [PageGrant(root, Allowed(f"{name}_page")) for name in sorted(names)]
    cities = {act: city_keys(user, act) or set() for act in ON_PAGES}
    pages = CityPage.objects.filter(city__in=set().union(*cities.values()))
    return [
        PageGrant(page.page_ptr, Allowed(f"{name}_page"))
        for page in pages.select_related("page_ptr")
        for name in _names(ON_PAGES, cities, page.city_id)
    ]


def _file_grants(user: Any, noun: str) -> list[FileGrant]:
    if is_everywhere(user):
        root: Any = SimpleLazyObject(Collection.get_first_root_node)
        return [FileGrant(root, Allowed(f"{name}_{noun}")) for name in ("add", "choose", "change")]
    cities = {act: city_keys(user, act) or set() for act in ON_FILES}
    shelves = CityShelf.objects.filter(city__in=set().union(*cities.values()))
    return [
        FileGrant(shelf.collection, Allowed(f"{name}_{noun}"))
        for shelf in shelves.select_related("collection")
        for name in _names(ON_FILES, cities, shelf.city_id)
    ]


def _names(acts: dict[Act, tuple[str, ...]], cities: dict[Act, set[int]], key: int) -> list[str]:
    return sorted({name for act, names in acts.items() if key in cities[act] for name in names})
