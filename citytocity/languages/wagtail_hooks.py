from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView

from citytocity.languages.counting import NounFirstPaginator

for listing in (BaseListingView, BaseChooseView):
    listing.paginator_class = NounFirstPaginator
