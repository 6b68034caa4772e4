from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from citytocity.ledger.signals import brought, removed


class TranslationConfig(AppConfig):
    name = "citytocity.translation"
    label = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from citytocity.translation import hearing

        page_published.connect(hearing.page_is_out, dispatch_uid="translation-page")
        page_unpublished.connect(hearing.page_is_back, dispatch_uid="translation-back")
        post_save.connect(hearing.record_is_saved, dispatch_uid="translation-record")
        brought.connect(hearing.records_are_brought, dispatch_uid="translation-brought")
        post_delete.connect(hearing.text_is_gone, dispatch_uid="translation-gone")
        removed.connect(hearing.texts_are_gone, dispatch_uid="translation-removed")
