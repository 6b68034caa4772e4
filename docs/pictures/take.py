"""Takes the pictures of README and guides anew: .venv/bin/python docs/pictures/take.py [name ...]

It starts a demo of its own in a temporary folder, brings it into the states that the pictures show,
and looks at them with Chromium, in English and in Russian.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CITYTOCITY_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "citytocity.config.settings",
            "CITYTOCITY_LOG_LEVEL": "ERROR",
        }
        addresses = _prepared()
        from docs.pictures.printed import take_papers

        take_papers(wanted)
        from docs.pictures.shots import take_all  # after the settings
        from tests.browser.site import served

        with served(Path(folder)) as site_url:
            take_all(
                site_url, addresses, accounts=Path(folder) / "demo-accounts.txt", wanted=wanted
            )


def _prepared() -> dict[str, str]:
    import django

    django.setup()
    from citytocity.operations.demo import load_demo
    from docs.pictures.states import prepare

    load_demo()
    return prepare()


if __name__ == "__main__":
    main(sys.argv[1:])
