from citytocity.ratings.models.answer import BroughtAnswers, TypedAnswer
from citytocity.ratings.models.entry import Entry
from citytocity.ratings.models.questionnaire import Questionnaire

__all__ = ["BroughtAnswers", "Entry", "Questionnaire", "TypedAnswer"]
