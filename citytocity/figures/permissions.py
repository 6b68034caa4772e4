"""Who may see a figure: everybody, but for what is counted for those who keep the register."""

from typing import Any

from citytocity.figures.definitions import Indicator
from citytocity.figures.scope import Scope
from citytocity.people.enums import Act
from citytocity.people.permissions import is_everywhere, may


def may_see(user: Any, indicator: Indicator, scope: Scope) -> bool:
    if indicator.is_public:
        return True
    if scope.home is None:
        return is_everywhere(user)
    return may(user, Act.RECORD, city=scope.home)
