"""Writes register-format.md: .venv/bin/python -m docs.reference.write_register_format"""

import os
from pathlib import Path

import django

PAGE = Path(__file__).with_name("register-format.md")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    django.setup()
    from citytocity.ledger.format_page import format_page  # it reads the models

    PAGE.write_text(format_page(), encoding="utf-8")
