from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def lists_in_narrow_windows() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("website/admin.css"))


@hooks.register("construct_help_menu")
def leave_out_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Nobody here chose it, and it is named once, in the language of whoever comes first."""
    items[:] = [item for item in items if not item.name.startswith("whats-new-in-wagtail")]
