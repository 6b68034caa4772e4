"""The one word the register sends upstairs: something in it is different now."""

from django.dispatch import Signal

changed = Signal()
"""Sent once after a commit that changed the register; carries nothing, so nobody can depend on it."""
