from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    ASSOCIATION = "association", _("association")
    NGO = "ngo", _("non-profit organisation")
    NETWORK = "network", _("network of cities")
    SCHOOL = "school", _("school")
    SPORTS_SCHOOL = "sports-school", _("sports school")
    UNIVERSITY = "university", _("university")
    ARCHIVE = "archive", _("archive")
    MUSEUM = "museum", _("museum")
    LIBRARY = "library", _("library")
    THEATRE = "theatre", _("theatre")
    ENSEMBLE = "ensemble", _("ensemble")
    NEWSPAPER = "newspaper", _("newspaper")
    HOSPITAL = "hospital", _("hospital or hospice")
    SOCIAL_ENTERPRISE = "social-enterprise", _("social enterprise")
    COMPANY = "company", _("company")
    OTHER = "other", _("other body")


INK_NAMES = {
    "ember": pgettext_lazy("an ink", "ember"),
    "cobalt": pgettext_lazy("an ink", "cobalt"),
    "plum": pgettext_lazy("an ink", "plum"),
    "lagoon": pgettext_lazy("an ink", "lagoon"),
    "jade": pgettext_lazy("an ink", "jade"),
    "amber": pgettext_lazy("an ink", "amber"),
    "moss": pgettext_lazy("an ink", "moss"),
    "rose": pgettext_lazy("an ink", "rose"),
    "violet": pgettext_lazy("an ink", "violet"),
    "teal": pgettext_lazy("an ink", "teal"),
    "rust": pgettext_lazy("an ink", "rust"),
    "slate": pgettext_lazy("an ink", "slate"),
}
"""What editors read for the inks a city may be drawn in."""
SIGN_NAMES = {
    "river": pgettext_lazy("a city's sign", "river"),
    "arch": pgettext_lazy("a city's sign", "arch"),
    "stack": pgettext_lazy("a city's sign", "stack"),
    "truss": pgettext_lazy("a city's sign", "truss"),
    "wave": pgettext_lazy("a city's sign", "wave"),
    "column": pgettext_lazy("a city's sign", "column"),
    "leaf": pgettext_lazy("a city's sign", "leaf"),
    "bridge": pgettext_lazy("a city's sign", "bridge"),
    "hill": pgettext_lazy("a city's sign", "hill"),
    "star": pgettext_lazy("a city's sign", "star"),
    "sail": pgettext_lazy("a city's sign", "sail"),
    "wheat": pgettext_lazy("a city's sign", "wheat"),
    "wheel": pgettext_lazy("a city's sign", "wheel"),
    "fir": pgettext_lazy("a city's sign", "fir"),
    "weave": pgettext_lazy("a city's sign", "weave"),
    "flower": pgettext_lazy("a city's sign", "flower"),
}
"""The same for its signs."""
