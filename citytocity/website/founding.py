"""Founds the site: its languages, and in each of them a home page with cities and topics."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from citytocity.stories.models import CitiesPage, TopicsPage
from citytocity.website.models import HomePage

HOME = "home"


@transaction.atomic
def found_site() -> None:
    """Adds what is missing; pages that are there stay as they are."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _n in _languages()]
    first = next(locale for locale in locales if locale.language_code == settings.LANGUAGE_CODE)
    home = _home(first)
    for locale in locales:
        translated = home if locale == first else _translated(home, locale)
        for kind, slug in ((CitiesPage, "cities"), (TopicsPage, "topics")):
            _branch(kind, slug, translated)
    _site(home)


def _languages() -> list[tuple[str, str]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


def _home(locale: Locale) -> HomePage:
    """The home page in the first language; takes the place of Wagtail's welcome page."""
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        root.get_children().exact_type(Page).filter(slug=HOME).update(slug="welcome")
        home = HomePage(title=settings.SITE_NAME, slug=HOME, locale=locale)
        Page.objects.get(pk=root.pk).add_child(instance=home)
    return home


def _translated(home: HomePage, locale: Locale) -> HomePage:
    found = home.get_translation_or_none(locale)
    if found is None:
        found = home.copy_for_translation(locale)
        found.slug = f"{HOME}-{locale.language_code}"
        found.save_revision().publish()
    return found


def _branch(kind: type[CitiesPage] | type[TopicsPage], slug: str, home: HomePage) -> None:
    if home.get_children().type(kind).exists():
        return
    with translation.override(home.locale.language_code):
        title = _("Cities") if kind is CitiesPage else _("Topics")
    page = kind(title=title, slug=slug, locale=home.locale)
    if original := _first_of(kind):
        page.translation_key = original.translation_key
    home.add_child(instance=page)


def _first_of(kind: type[CitiesPage] | type[TopicsPage]) -> CitiesPage | TopicsPage | None:
    return kind.objects.order_by("pk").first()


def _site(home: HomePage) -> None:
    """The one site answers at BASE_URL; Wagtail's welcome page goes when nothing hangs on it."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = address.hostname or "localhost", port
    site.site_name = settings.SITE_NAME
    if site.root_page_id is None or not isinstance(site.root_page.specific, HomePage):
        site.root_page = home
    site.save()
    for welcome in home.get_siblings(inclusive=False).exact_type(Page).filter(slug="welcome"):
        if not welcome.get_children().exists():
            welcome.delete()
