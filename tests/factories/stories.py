"""Stories and city pages on a site that is founded when the first of them is made."""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.images import ImageFile
from django.utils.text import slugify
from PIL import Image as Pixels
from wagtail.images.models import Image
from wagtail.models import Locale

from citytocity.cities.models import City
from citytocity.stories.models import CitiesPage, CityPage, StoryPage
from tests.factories.founding import found_as_before

number = count(1)

ARTIST, ORIENTATION = 0x013B, 0x0112  # of EXIF


def city_page(city: City, *, language: str = "en", **values: Any) -> CityPage:
    """What is unique in a city; stories of that city live under it."""
    if not CitiesPage.objects.exists():
        found_as_before()
    locale = Locale.objects.get(language_code=language)
    page = CityPage(city=city, **{"title": city.slug, "slug": city.slug, "locale": locale} | values)
    if original := CityPage.objects.filter(city=city).first():
        page.translation_key = original.translation_key
    CitiesPage.objects.get(locale=locale).add_child(instance=page)
    return page


def story(title: str, *, of: City, language: str = "en", **values: Any) -> StoryPage:
    """A live story written in a city, in its original language unless told otherwise."""
    parent = CityPage.objects.filter(city=of, locale__language_code=language).first()
    parent = parent or city_page(of, language=language)
    page = StoryPage(
        title=title,
        locale=parent.locale,
        **{
            "slug": f"{slugify(title) or 'story'}-{next(number)}",
            "original_language": language,
            "standfirst": "What it is about.",
        }
        | values,
    )
    parent.add_child(instance=page)
    return page


def translation(of: StoryPage, title: str, *, language: str, **values: Any) -> StoryPage:
    """A live page of the same story in another language."""
    city = of.get_parent().specific.city
    return story(
        title,
        of=city,
        language=language,
        **{
            "original_language": of.original_language,
            "translation_key": of.translation_key,
            "dated": of.dated,
        }
        | values,
    )


def picture(title: str = "The Kama", *, size: tuple[int, int] = (40, 30)) -> Image:
    """A photograph that notes its camera's owner and was taken with the camera held upright."""
    notes = Pixels.Exif()
    notes[ARTIST], notes[ORIENTATION] = "A private person", 6
    file = BytesIO()
    Pixels.new("RGB", size, "teal").save(file, "JPEG", exif=notes)
    image = Image(title=title, file=ImageFile(file, name=f"{slugify(title)}.jpg"))
    image._set_image_file_metadata()  # as uploads do: caches go by the hash
    image.save()
    return image
