"""What a browser sends from the form of a story."""

from citytocity.stories.models import CityPage


def form_of(page: CityPage) -> str:
    """Where a new story of the city begins."""
    return f"/admin/pages/add/stories/storypage/{page.pk}/"


def posted(**values: object) -> dict[str, object]:
    """A short story, with the button that publishes it."""
    empty = {
        f"{rows}-{count}": "0"
        for rows in ("body", "credits", "comments")
        for count in ("count", "TOTAL_FORMS", "INITIAL_FORMS")
    }
    story = {
        "title": "Eine Brücke",
        "slug": "bruecke",
        "standfirst": "Kurz.",
        "dated": "2018-09-14",
    }
    return empty | story | {"action-publish": "1"} | values
