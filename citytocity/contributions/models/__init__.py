"""What somebody sends in, with its pictures, the questions asked back, and its traces."""

from citytocity.contributions.models.contribution import Contribution
from citytocity.contributions.models.picture import Picture
from citytocity.contributions.models.question import Question
from citytocity.contributions.models.trace import Trace

__all__ = ["Contribution", "Picture", "Question", "Trace"]
