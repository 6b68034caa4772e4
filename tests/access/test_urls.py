"""Every address answers every role as `answers.tsv` says, and tells nobody of hidden drafts.

A row has an address, GET or POST (an empty form), and a column for each role. An answer is a
status, `login` (led to the sign-in) or `no` (the admin refuses). Two of them stand for the own
city | the other one. Rows with {record} are for all kinds of records that belong to cities; where
these differ, as some are held by others and not deleted, a plus stands between their answers.
"""

import csv
from pathlib import Path

import pytest

from tests.access.addresses import addresses
from tests.access.walking import walk
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("answers.tsv")


FOUND = {
    "admin/api/main/documents/",
    "admin/api/main/images/",
    "admin/api/main/pages/",
    "admin/api/main/pages/<pk>/",
    "admin/bulk/<app_label>/<model_name>/<action>/ wagtailcore/page publish",
    "admin/bulk/<app_label>/<model_name>/<action>/ wagtaildocs/document delete",
    "admin/bulk/<app_label>/<model_name>/<action>/ wagtailimages/image add_tags",
    "admin/choose-page/<parent_page_id>/",
    "admin/choose-page/chosen-multiple/",
    "admin/choose-page/search/",
    "admin/contacts/",
    "admin/contacts/inspect/<pk>/",
    "admin/deletedrecord/",
    "admin/deletedrecord/inspect/<pk>/",
    "admin/documents/",
    "admin/documents/chooser/",
    "admin/documents/chooser/chosen-multiple/",
    "admin/documents/edit/<document_id>/",
    "admin/hand-overs/<pk>/",
    "admin/images/",
    "admin/images/<image_id>/",
    "admin/images/chooser/",
    "admin/images/chooser/chosen-multiple/",
    "admin/localize/reports/translations/",
    "admin/localize/submit/page/<page_id>/",
    "admin/localize/translate/<translation_id>/pofile/download/",
    "admin/localize/translate/<translation_id>/preview/",
    "admin/localize/update/<translation_source_id>/",
    "admin/pages/<page_id>/copy/",
    "admin/pages/<page_id>/edit/",
    "admin/pages/<page_id>/history/",
    "admin/pages/<page_id>/revisions/<revision_id>/view/",
    "admin/pages/<page_id>/view_draft/",
    "admin/pages/<page_id>/workflow_history/",
    "admin/pages/<page_to_move_id>/move/",
    "admin/pages/<parent_page_id>/",
    "admin/pages/<pk>/revisions/compare/<revision_id_a>...<revision_id_b>/",
    "admin/pages/search/",
    "admin/pages/usage/<content_type_app_name>/<content_type_model_name>/",
    "admin/proposal/",
    "admin/proposal/inspect/<pk>/",
    "admin/ratings/<pk>/",
    "admin/ratings/<pk>/bring/",
    "admin/ratings/<pk>/file/<kind>/",
    "admin/reports/locked/",
    "admin/reports/page-types-usage/",
    "admin/reports/site-history/",
    "admin/reports/workflow/",
    "admin/reports/workflow_tasks/",
    "admin/tag-autocomplete/",
    "admin/visits/<pk>/",
    "admin/visits/<pk>/people/",
    "admin/visits/<pk>/programme.ics",
    "admin/visits/<pk>/programme/",
    "admin/visits/<pk>/request/",
    "admin/visits/<pk>/stay/",
}
"""Where the host office finds them; so they would be found in the places of the others, too."""


def rows() -> dict[tuple[str, str], dict[str, str]]:
    """The table, by address and method."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["address"], row["method"]): row for row in csv.DictReader(file, delimiter="\t")
        }


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    there_are = {(address.row, method) for address in addresses() for method in ("GET", "POST")}

    assert sorted(there_are ^ set(rows())) == []


def test_a_fault_is_never_expected() -> None:
    faults = [key for key, row in rows().items() if any("50" in row[role] for role in ROLES)]

    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says_and_tells_of_no_foreign_draft_or_file(
    role: str, made: World
) -> None:
    table = rows()

    found = walk(role, made)  # takes long: what it found is looked at twice
    other = [
        f"{method} {address} as {role}: {' and '.join(sorted(words))}, not {expected}"
        for (address, method), words in found.answers.items()
        if not words <= {*(expected := table.get((address, method), {}).get(role, "")).split("+")}
    ]
    told = {address for address, _question, _word in found.told}

    assert other == []
    if role in ("host", "admin"):
        assert FOUND - told == set()
    else:
        assert found.told == []
