from citytocity.visits.models.forgotten import Forgotten
from citytocity.visits.models.programme import ProgrammeItem
from citytocity.visits.models.traveller import Traveller
from citytocity.visits.models.visit import Visit

__all__ = ["Forgotten", "ProgrammeItem", "Traveller", "Visit"]
