"""Maps as SVG: the world as seen from a city, the way between two, the world, a town.

Nothing is fetched from anywhere; borders are not drawn. A page says the same in words beside each
map.
"""

from citytocity.design.maps.dials import dial, plan
from citytocity.design.maps.places import MapArc, MapPlace, distance_km, in_kilometres
from citytocity.design.maps.strips import route
from citytocity.design.maps.worlds import world

__all__ = ["MapArc", "MapPlace", "dial", "distance_km", "in_kilometres", "plan", "route", "world"]
