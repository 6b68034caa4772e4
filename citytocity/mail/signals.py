"""The ways on which rooms above hear what became of letters."""

from django.dispatch import Signal

returned = Signal()
"""A letter came back, or was complained of; sent once the database has it.

`kind` (enums.Returned), `key` (addresses.key_of, of whom it went to), `reference` (of the letter;
empty where it is not known), `words` (the server's, without addresses), `at` (when it was told).
The same may be told twice.
"""
