from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LeadState(TextChoices):
    """What became of a lead."""

    NEW = "new", _("new")
    USED = "used", _("became a draft")
    DISMISSED = "dismissed", _("put aside")
