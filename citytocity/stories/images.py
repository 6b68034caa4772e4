"""Uploaded pictures: one that breaks off is refused as one that is none."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Wagtail's field looks at the head of a file; decoding what follows may fail in many ways."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            broken = file.error_messages["invalid_image"]
            file.to_python = partial(_decoded, file.to_python, broken)


def _decoded(to_python: Callable[[Any], Any], broken: str, data: Any) -> Any:
    try:
        return to_python(data)
    except ValidationError:
        raise
    except Exception as error:  # each decoder has errors of its own
        raise ValidationError(broken, code="invalid_image") from error
