from wagtail.snippets.models import register_snippet

from citytocity.ledger.admin import RegisterGroup

register_snippet(RegisterGroup)
