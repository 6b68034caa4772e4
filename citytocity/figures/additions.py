"""What rooms above add to a figure's page: the same figure in other forms."""

from wagtail import hooks

from citytocity.design.furniture import Feed
from citytocity.figures.measuring import Figure


def other_forms(figure: Figure) -> list[Feed]:
    """What the hook `figures_figure_forms` brings together, for head and foot of the page."""
    return [form for hook in hooks.get_hooks("figures_figure_forms") for form in hook(figure)]
