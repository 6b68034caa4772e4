"""Writes exchange-format.json: .venv/bin/python -m docs.reference.write_exchange_format"""

import json
import os
from pathlib import Path

import django

PAGE = Path(__file__).with_name("exchange-format.json")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    django.setup()
    from citytocity.confirmation.exchange.format import schema  # it reads the settings

    PAGE.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
