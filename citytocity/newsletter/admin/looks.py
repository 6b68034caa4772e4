"""How a letter is looked at before it goes: its colours, its width, with pictures or without."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.stories.previews import FRAMED, PICTURES_INSIDE

IF_DARK = "@media (prefers-color-scheme: dark)"
EITHER = "light dark"
NO_PICTURES = PICTURES_INSIDE.replace("img-src 'self' data:", "img-src 'none'")


class Colours(TextChoices):
    DEVICE = "", _("as this device has them")
    LIGHT = "light", pgettext_lazy("of colours", "light")
    DARK = "dark", pgettext_lazy("of colours", "dark")


class Shape(TextChoices):
    """What is shown; the first at both widths, and as text below."""

    ALL = "", _("both widths and the text")
    WIDE = "wide", _("600 pixels wide")
    NARROW = "narrow", _("320 pixels wide")
    TEXT = "text", _("the text alone")


@dataclass(frozen=True)
class Look:
    """What somebody chose above the letter; what nobody knows counts as not chosen."""

    colours: str = Colours.DEVICE
    shape: str = Shape.ALL
    has_pictures: bool = True

    @classmethod
    def of(cls, asked: QueryDict) -> "Look":
        colours, shape = asked.get("colours", ""), asked.get("shape", "")
        return cls(
            colours if colours in Colours.values else Colours.DEVICE,
            shape if shape in Shape.values else Shape.ALL,
            asked.get("pictures") != "off",
        )

    @property
    def widths(self) -> list[str]:
        """The frames that are shown."""
        return [one for one in (Shape.WIDE, Shape.NARROW) if self.shape in (Shape.ALL, one)]

    @property
    def has_text(self) -> bool:
        return self.shape in (Shape.ALL, Shape.TEXT)

    @property
    def policy(self) -> str:
        """Of the frames. Without pictures there is what a mail program leaves of the letter that
        does not fetch them: a browser forbidden to do so."""
        return (PICTURES_INSIDE if self.has_pictures else NO_PICTURES) + FRAMED

    def dressed(self, html: str) -> str:
        """The letter in the chosen colours, whatever the device has."""
        if self.colours == Colours.DEVICE:
            return html
        always = "@media all" if self.colours == Colours.DARK else "@media not all"
        return html.replace(IF_DARK, always).replace(EITHER, self.colours)
