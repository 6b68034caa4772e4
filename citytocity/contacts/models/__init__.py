"""Those who hold a link, and how it is handed on."""

from citytocity.contacts.models.contact import ContactLanguage, ContactPoint, Erasure
from citytocity.contacts.models.handover import Handover

__all__ = ["ContactLanguage", "ContactPoint", "Erasure", "Handover"]
