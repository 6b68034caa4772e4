from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
