"""Who reads a draft without an account."""

from citytocity.review.models.reader import Reader

__all__ = ["Reader"]
