"""A job as a file that translators' own programs read, and back: PO and XLIFF."""
