"""What each kind of story is for, and how somebody writes one who has never written any.

The only place where that is said: the page on which a kind is chosen, the editor and the public
form show it. A new kind is a line in `StoryKind` and a guide here.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from citytocity.stories.enums import StoryKind


@dataclass(frozen=True)
class Guide:
    """How a kind of story is made. `shape` is what its draft begins with: the type of each block,
    and the words of a heading or a question to begin with, if any."""

    kind: StoryKind
    purpose: Any
    length: Any
    needed: Any
    asks: tuple[Any, ...]
    shape: tuple[tuple[str, Any], ...]

    @property
    def label(self) -> Any:
        return self.kind.label

    @property
    def outline(self) -> list[Any]:
        """The headings and questions that the draft begins with."""
        return [words for _block, words in self.shape if words]


ADVICE = (
    _(
        "Write in your own language, as you would tell a friend from another city. "
        "Others translate."
    ),
    _(
        "Begin with what is new or surprising. Short sentences and short paragraphs help "
        "translators."
    ),
    _("Names, dates and numbers are checked: say where you know them from."),
    _("Pictures: only your own, or with the permission of who took them. Write down their name."),
    _("People who can be recognised in a picture or in the text must agree to it beforehand."),
    _(
        "Under 18? A parent or guardian agrees in writing as well; first name only, and no school, "
        "address or account."
    ),
)
"""What holds for every kind."""

GUIDES = (
    Guide(
        StoryKind.NEWS,
        _("Tells what has just happened, or has been decided, between the cities."),
        _("150 to 400 words"),
        _("The facts from somebody who was there, and one picture if there is any."),
        (
            _("What happened, where and when? Who took part?"),
            _("Why does it matter to somebody in the other city?"),
            _("What comes next?"),
        ),
        (("paragraph", ""), ("heading", _("What comes next")), ("paragraph", "")),
    ),
    Guide(
        StoryKind.INTERVIEW,
        _("Somebody tells in their own words what they have seen and done."),
        _("600 to 1,000 words: five to eight questions"),
        _("Half an hour of talk, a portrait, and the person’s agreement to the finished text."),
        (
            _("Ask for one scene, not for an opinion: “Tell me about the first evening.”"),
            _("What was different from what they had expected?"),
            _("Leave out questions to which the answer is only yes or no."),
        ),
        (
            ("paragraph", ""),
            ("question", _("How did it begin?")),
            ("question", _("What surprised you most?")),
            ("question", _("What was difficult?")),
            ("question", _("What has stayed with you, or with your city?")),
        ),
    ),
    Guide(
        StoryKind.COMPARISON,
        _("Shows the same thing in two cities: a market, a first day at school, a bus stop."),
        _("300 to 600 words, both sides equally long"),
        _("Somebody in each city who looks at it closely, and a picture from each side."),
        (
            _("Choose something small that everybody knows."),
            _("Describe, do not judge: the reader compares."),
            _("Is there anything that one city could take over from the other?"),
        ),
        (("paragraph", ""), ("comparison", ""), ("paragraph", "")),
    ),
    Guide(
        StoryKind.PRACTICE,
        _("Tells how an idea of one city came to another one and what has become of it."),
        _("300 to 500 words"),
        _(
            "The result in the register, somebody who brought it about, and figures that can "
            "be shown."
        ),
        (
            _("What was the problem, and who saw the solution where?"),
            _("What had to be changed so that it worked here?"),
            _("What did it cost, who uses it, does it run today?"),
        ),
        (
            ("heading", _("The idea")),
            ("paragraph", ""),
            ("heading", _("How it came to us")),
            ("paragraph", ""),
            ("heading", _("What has become of it")),
            ("paragraph", ""),
            ("facts", ""),
        ),
    ),
    Guide(
        StoryKind.VISIT,
        _("Reports of a journey: who met whom, what was seen, what was agreed."),
        _("400 to 800 words"),
        _("Your notes, the programme, a few pictures, and the activity in the register."),
        (
            _("Which moment would you tell at home first?"),
            _("Whom did you meet, and what do they do?"),
            _("What was agreed, and who does it until when?"),
        ),
        (
            ("paragraph", ""),
            ("heading", _("Whom we met")),
            ("paragraph", ""),
            ("picture", ""),
            ("heading", _("What we take home")),
            ("paragraph", ""),
            ("facts", ""),
        ),
    ),
    Guide(
        StoryKind.PERSON,
        _("Introduces somebody without whom the cities would know less of each other."),
        _("400 to 700 words"),
        _("A talk with the person, a portrait, and their agreement to text and picture."),
        (
            _("Show the person at something they do, not in a list of posts."),
            _("Which sentence of theirs would you quote at once?"),
            _("What do others say of them?"),
        ),
        (("picture", ""), ("paragraph", ""), ("quote", ""), ("paragraph", "")),
    ),
    Guide(
        StoryKind.PLACE,
        _("Shows a place that a guest would otherwise walk past."),
        _("300 to 600 words"),
        _("A walk there, its history from a source, and two or three pictures."),
        (
            _("What does one see, hear and smell there?"),
            _("Who comes there, and when?"),
            _("How does one get there without a car, and without steps?"),
        ),
        (
            ("paragraph", ""),
            ("picture", ""),
            ("heading", _("What was here before")),
            ("paragraph", ""),
            ("heading", _("How to get there")),
            ("paragraph", ""),
        ),
    ),
    Guide(
        StoryKind.PHOTOS,
        _("Tells with pictures; words only say what cannot be seen."),
        _("6 to 12 pictures, each with a caption of one or two sentences"),
        _("Pictures of one event or one idea, the photographer’s name, and everybody’s agreement."),
        (
            _("Begin wide, come near, end with a detail."),
            _("Every caption says who, where and when."),
            _("The alternative text says what there is to see, for those who do not see it."),
        ),
        (("paragraph", ""), ("gallery", "")),
    ),
    Guide(
        StoryKind.EXHIBITION,
        _("Opens an exhibition or an album to those who cannot come."),
        _("200 to 500 words and up to 12 pictures"),
        _("The rights to every work shown, names of the artists, place and opening hours."),
        (
            _("What is the idea behind it, and who had it?"),
            _("Choose three works, and say why these three."),
            _("Where and until when can it be seen?"),
        ),
        (
            ("paragraph", ""),
            ("gallery", ""),
            ("heading", _("Where and when")),
            ("paragraph", ""),
        ),
    ),
    Guide(
        StoryKind.LETTER,
        _("A letter from one city to another, as it was written."),
        _("150 to 500 words"),
        _("The writer’s agreement that it is published, and the year if it is an old one."),
        (
            _("To whom is it written, and why now?"),
            _("Keep the writer’s voice: correct spelling only."),
            _("Leave out addresses and what is private of others."),
        ),
        (("paragraph", ""), ("paragraph", "")),
    ),
    Guide(
        StoryKind.ANNOUNCEMENT,
        _("Invites to something that can still be joined."),
        _("80 to 200 words"),
        _("Day, place, price, age, language, last day to sign up, and whom to ask."),
        (
            _("Who may come, and what does it cost?"),
            _("Is it open to people in wheelchairs, and in which languages?"),
            _("How and until when does one sign up?"),
        ),
        (
            ("paragraph", ""),
            ("heading", _("When and where")),
            ("paragraph", ""),
            ("heading", _("How to take part")),
            ("paragraph", ""),
        ),
    ),
    Guide(
        StoryKind.OPINION,
        _("Says what one person thinks, under that person’s name."),
        _("300 to 600 words"),
        _("A full name, and what the author has to do with the matter."),
        (
            _("Say what you want in the first paragraph."),
            _("Give the strongest reason against it, and your answer."),
            _("Attack arguments, never people or a city."),
        ),
        (("paragraph", ""), ("paragraph", ""), ("paragraph", "")),
    ),
    Guide(
        StoryKind.CHILDREN,
        _("Something to cook, to sing or to make, for children and those who have any."),
        _("As short as can be: steps of one sentence each"),
        _("Somebody who has tried it, and the right to the words and notes of a song."),
        (
            _("What is needed, with weights and measures that both cities know?"),
            _("When does one eat, sing or make it?"),
            _("Where should a grown-up help?"),
        ),
        (
            ("paragraph", ""),
            ("heading", _("You need")),
            ("paragraph", ""),
            ("heading", _("This is how it is done")),
            ("paragraph", ""),
        ),
    ),
)


def guide_to(kind: str) -> Guide | None:
    """The guide to a kind; None for a story without one."""
    return next((guide for guide in GUIDES if guide.kind == kind), None)


def first_words(words: Any, language: str) -> str:
    """The words in the story's language; empty where nobody has translated them into it."""
    english = _in("en", words)
    own = _in(language, words)
    return own if language == "en" or own != english else ""


def _in(language: str, words: Any) -> str:
    with translation.override(language):
        return str(words)
