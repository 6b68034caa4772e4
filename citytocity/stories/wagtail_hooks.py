from wagtail import hooks

from citytocity.stories.sections import (
    stories_of_activity,
    stories_of_city,
    stories_of_partnership,
    stories_of_result,
)

hooks.register("ledger_city_sections", stories_of_city)
hooks.register("ledger_activity_sections", stories_of_activity)
hooks.register("ledger_partnership_sections", stories_of_partnership)
hooks.register("ledger_result_sections", stories_of_result)
