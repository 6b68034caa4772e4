from django.utils.translation import gettext as _
from wagtail import hooks

from citytocity.design.furniture import Feed
from citytocity.figures.measuring import Figure
from citytocity.opendata.enums import Form
from citytocity.opendata.telling import address, records_query


@hooks.register("figures_figure_forms")
def forms_of(figure: Figure) -> list[Feed]:
    """The figure for programs, and its records as a table, as far as everybody may see it."""
    if not figure.indicator.is_public:
        return []
    query = records_query(figure)
    forms = [Feed(_("The figure (JSON)"), address("figure", figure.code, **query), Form.JSON.label)]
    if figure.number_of_records:
        table = address("records", figure.code, **query, format=Form.CSV.value)
        forms.append(Feed(_("Its records as a table (CSV)"), table, Form.CSV.label))
    return forms
