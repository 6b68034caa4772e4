from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from citytocity.confirmation.views import public_key
from citytocity.opendata.addresses import BEFORE
from citytocity.people import account
from citytocity.stories.views import serve
from citytocity.website import crawlers, files, health

# Wagtail's own ways in know a password alone: all lead to the one that asks for a second proof
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("admin/login/", sign_in),
    path("admin/account/", require_admin_access(account.OwnAccountView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.+)$", files.document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", files.media, name="media"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", crawlers.sitemap, name="sitemap"),
    path("manifest.webmanifest", crawlers.manifest, name="manifest"),
    path(".well-known/citytocity.json", public_key, name="public_key"),
    path("", include("citytocity.design.urls")),
    path("anymail/", include("citytocity.mail.urls")),
    path(BEFORE, include("citytocity.opendata.addresses")),
    *i18n_patterns(
        path("account/email/", account.no_change_of_address),
        path("account/", include("allauth.urls")),
        path("_util/login/", sign_in),
        path("", include("citytocity.people.urls")),
        path("", include("citytocity.ratings.urls")),
        path("", include("citytocity.contributions.urls")),
        path("", include("citytocity.review.urls")),
        path("", include("citytocity.contacts.urls")),
        path("", include("citytocity.links.urls")),
        path("", include("citytocity.confirmation.urls")),
        path("", include("citytocity.visits.urls")),
        path("", include("citytocity.ledger.urls")),
        path("", include("citytocity.protocol.urls")),
        path("", include("citytocity.money.urls")),
        path("", include("citytocity.figures.urls")),
        path("", include("citytocity.opendata.urls")),
        path("", include("citytocity.newsletter.urls")),
        path("", include("citytocity.reports.urls")),
        path("", include("citytocity.stories.urls")),
        path("", include("citytocity.website.urls")),
        re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
    ),
    path("", include("citytocity.newsletter.given_up")),
]

handler400 = "citytocity.website.errors.bad_request"
handler403 = "citytocity.website.errors.forbidden"
handler404 = "citytocity.website.errors.not_found"
handler500 = "citytocity.website.errors.server_error"
