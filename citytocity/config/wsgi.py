"""What servers call: the page cache, then static files, then Django.

`front` for granian, which our own command starts; `application` for any other server (WSGI).
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
django_application = get_wsgi_application()

# With models in them: they can be read from here on.
from citytocity.readings.counting import Counter  # noqa: E402
from citytocity.website.cache import PageCache  # noqa: E402
from citytocity.website.front import Front  # noqa: E402

HASHED = r"\.[0-9a-f]{12}\."  # a name that changes with its content is kept for ever
THREADS = 2  # of each process, for what is not kept: one slow page lets a quick one pass

application = WhiteNoise(
    django_application,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    immutable_file_test=HASHED,
    allow_all_origins=False,
)
if settings.PAGE_CACHE:
    application = PageCache(
        application,
        folder=settings.DATA_DIR,
        hosts=settings.ALLOWED_HOSTS,
        behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
        count=Counter().count,
    )
front = Front(application, application if settings.PAGE_CACHE else None, threads=THREADS)
