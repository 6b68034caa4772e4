from wagtail.admin.compare import register_comparison_class
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView

from citytocity.languages.comparison import WordsComparison
from citytocity.languages.counting import NounFirstPaginator
from citytocity.languages.fields import I18nCharField, I18nTextField

register_comparison_class(I18nCharField, comparison_class=WordsComparison)
register_comparison_class(I18nTextField, comparison_class=WordsComparison)
for listing in (BaseListingView, BaseChooseView):
    listing.paginator_class = NounFirstPaginator
