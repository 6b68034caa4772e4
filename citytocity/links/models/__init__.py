"""Web addresses of the register and whether they answer; the digest; what is open to the public."""

from citytocity.links.models.digest import Digest
from citytocity.links.models.openness import Openness
from citytocity.links.models.outside import OutsideLink, Place

__all__ = ["Digest", "Openness", "OutsideLink", "Place"]
