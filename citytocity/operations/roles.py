"""The groups every installation has, and what their members may do."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

OFFICE = "International office"
EDITORS = "Editors"

REGISTER = ("sources", "cities", "ledger")
ON_FILES = ("add", "change", "choose")
ON_PAGES = ("add", "change", "lock", "publish", "unlock")


def keep_groups() -> None:
    """Makes the groups or gives them back what they may do; what else you gave them stays."""
    office, _new = Group.objects.get_or_create(name=OFFICE)
    editors, _new = Group.objects.get_or_create(name=EDITORS)
    office.permissions.add(*Permission.objects.filter(content_type__app_label__in=REGISTER))
    for group in (office, editors):
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
        _share_files(group)
    editors.permissions.add(
        _permission("wagtail_localize", "submit_translation"),
        *Permission.objects.filter(
            content_type__app_label__in=REGISTER, codename__startswith="view_"
        ),
    )
    _share_pages(editors)


def _share_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for kind, app in (("image", "wagtailimages"), ("document", "wagtaildocs")):
        for verb in ON_FILES:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=_permission(app, f"{verb}_{kind}")
            )


def _share_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    for verb in ON_PAGES:
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=_permission("wagtailcore", f"{verb}_page")
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
