"""Reads what is uploaded without keeping more of it than may be accepted."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from citytocity.contributions.models.picture import AT_MOST
from citytocity.contributions.pictures import BYTES_AT_MOST


class CappedUploads(TemporaryFileUploadHandler):
    """Writes files down as far as their limit; what is too large or too many is read past.

    `passed_over` names the files that were too large, in the order they came; `too_many` counts
    those behind the last that is allowed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passed_over: list[str] = []
        self.too_many = 0
        self.begun = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.begun += 1
        self.__dict__.pop("file", None)  # a skipped file closes what stands here
        if self.begun > AT_MOST:
            self.too_many += 1
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > BYTES_AT_MOST:
            self.passed_over.append(self.file_name or "")
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
