"""The parts of a dossier, in the order in which competitions of practices ask for them."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """Each is the name of the column that holds its words."""

    CONTEXT = "context", _("Context")
    AIM = "aim", _("Aim")
    ACTIONS = "actions", _("What was done")
    RESOURCES = "resources", _("Resources")
    OUTCOME = "outcome", _("Results and evidence")
    REPLICABILITY = "replicability", _("How others can copy it")
    ANNEXES = "annexes", _("Annexes")


ASKED: dict[str, Any] = {
    Part.CONTEXT: _("Which cities, since when, and what was wrong or missing before."),
    Part.AIM: _("What it was for, and for whom. The register has no aims: write it yourself."),
    Part.ACTIONS: _("Who did what, step by step."),
    Part.RESOURCES: _("What it cost, who paid, how many hours were given."),
    Part.OUTCOME: _("What is different since then. Results and figures stand below by themselves."),
    Part.REPLICABILITY: _("First steps, conditions, whom to ask, whether it still runs."),
    Part.ANNEXES: _("What you send beside it. Activities and evidence are listed by themselves."),
}
"""What a jury wants to read in each part."""

FIGURES: dict[str, tuple[str, ...]] = {
    Part.RESOURCES: ("I19", "I19-city", "I13", "I13-hours"),
    Part.OUTCOME: (
        "I11",
        "I04-in",
        "I04-out",
        "I05-in",
        "I05-out",
        "I08",
        "I09-youth",
        "I17",
        "I17-evidenced",
        "I18",
    ),
}
"""Which figures of the catalogue stand in which part."""
