"""Static files with names that change with their content, and the style sheet in one piece."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FrontEndStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; before they are collected, the plain names (tests, DEBUG)."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
