"""What a sender agrees to. The words that were read are kept with the contribution.

Whoever changes a text gives it a new version, so that it is known who agreed to what.
"""

from django.utils.translation import gettext as _

from citytocity.contributions.enums import Kind

VERSION = "2018-12"


def consent(kind: str) -> list[str]:
    """The text of this kind in the reader's language, paragraph by paragraph."""
    if kind == Kind.CORRECTION:
        return [
            _(
                "The editors read what you write and check it. What they correct is said on the "
                "page, with the day; your name does not stand there."
            ),
            _keeping(),
        ]
    printing = (
        _(
            "The editors may shorten what you write, correct slips and have it translated. It is "
            "published on this site with the name you choose, and stays yours: you may publish it "
            "elsewhere too."
        )
        if kind == Kind.STORY
        else _(
            "The editors may keep what you send in the city's collection of memories and show it "
            "on this site with the name you choose. It stays yours."
        )
    )
    return [
        printing,
        _(
            "You wrote it yourself or may pass it on, and those you write about or show know of "
            "it. For people under 18 a parent or guardian has agreed."
        ),
        _keeping(),
    ]


def _keeping() -> str:
    return _(
        "We keep your e-mail address to write to you about this, and show it to nobody but the "
        "editors. Drafts that are not sent go after 30 days; your name and address go 90 days "
        "after we decline, or a year after publication. Write to us to have it deleted sooner."
    )
