"""The verbs of the newsletter."""
