"""Static files: hashed names, compressed once, and the style sheet as one file."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FrontEndStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
