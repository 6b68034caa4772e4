"""What the components draw: small values, made by views from records, with words ready to read.

Texts may be safe strings, for instance names marked with the `lang` of another language. Numbers,
dates and plurals come as words in the reader's language. The templates of the same names say how
each looks: `CityMark` is drawn by design/_city.html.
"""

from citytocity.design.components.charts import (
    Bar,
    Cell,
    Column,
    Exchange,
    Journey,
    Reciprocity,
    Table,
    bars,
)
from citytocity.design.components.columns import ColumnOf, Columns, columns
from citytocity.design.components.knowledge import (
    Disagreement,
    Knowledge,
    SourceLine,
    Statement,
)
from citytocity.design.components.lists import (
    Filter,
    FilterField,
    Option,
    PageLink,
    Pagination,
    View,
)
from citytocity.design.components.marks import (
    CityMark,
    Fact,
    Figure,
    Link,
    State,
)
from citytocity.design.components.pictures import (
    Gallery,
    Picture,
    PictureSource,
    Video,
)
from citytocity.design.components.records import (
    Calendar,
    CityCard,
    Idea,
    Month,
    Row,
    Side,
    SideLine,
    StoryCard,
    TimelineItem,
    Twin,
)

__all__ = [
    "Bar",
    "Calendar",
    "Cell",
    "CityCard",
    "CityMark",
    "Column",
    "ColumnOf",
    "Columns",
    "Disagreement",
    "Exchange",
    "Fact",
    "Figure",
    "Filter",
    "FilterField",
    "Gallery",
    "Idea",
    "Journey",
    "Knowledge",
    "Link",
    "Month",
    "Option",
    "PageLink",
    "Pagination",
    "Picture",
    "PictureSource",
    "Reciprocity",
    "Row",
    "Side",
    "SideLine",
    "SourceLine",
    "State",
    "Statement",
    "StoryCard",
    "Table",
    "TimelineItem",
    "Twin",
    "Video",
    "View",
    "bars",
    "columns",
]
