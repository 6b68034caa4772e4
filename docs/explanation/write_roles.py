"""Writes roles.md from the table of who may do what.

.venv/bin/python docs/explanation/write_roles.py
"""

import ast
import inspect
import os
from pathlib import Path

PAGE = Path(__file__).with_name("roles.md")
OPENING = """\
# Who may do what

This page is written by `docs/explanation/write_roles.py` from the one table in code that all
others ask, `MAY` in `citytocity/people/permissions.py`; a test compares them.

People have roles **for a city**. Somebody may have several roles, and roles in several cities.
What a role allows, it allows for the stories, files, records and people of that city, and nowhere
else. The **host office** has no city: it stands for all of them. A **translator** has a pair of
languages; without a city, it is for the texts of all. An **administrator** may do everything and
alone opens the settings of the site: accounts, groups, sites, languages, collections, workflows,
redirects.

"""
CLOSING = """
## What follows from it

- Readers, and people without a role, see what is published. Nobody else's draft, picture or
  document is told to them: not in a list, a search, a file that is exported, or by trying numbers
  in an address.
- A file is found by its whole name alone, which nobody is told before it stands on a page: numbers
  tried in an address open nothing. Whoever knows the exact address of a document, or of a picture
  as pages show it, opens it though the story is still a draft. A document that must not be seen
  before its day belongs in a collection for some readers only; a picture is put in on its day.
  Pictures as they were uploaded open to people with a role alone.
- The file of a record that is closed (a receipt, the paper of a visit, a letter that is not shown)
  opens to those who may see the record, and stays closed when the record names it no longer or is
  deleted. What a page or an open record names as well is for everybody.
- An author works on her own drafts. She sees nobody else's, and an editor publishes them.
- A checker reads the drafts of the city and changes none.
- A record of two cities may be changed by either of them. A record cannot be changed so that it no
  longer touches a city whose register the person keeps.
- Gifts, promises, letters and honours are seen as a whole by those who keep the register of one of
  their two cities, and proposed by nobody. Lines of money and hours are seen by those who keep the
  register of the city in whose books they stand, not by the other side of the visit. Readers see of
  either what the office ticks.
- Whoever may propose and not change gets the record's form all the same: what is saved there is a
  [proposal](../guides/en/author.md#propose-a-change-of-the-register). Its proposer sees it, and
  those who decide on it. Whoever keeps the register of one city and writes for another is shown the
  form as a proposal when a new record touches only the other.
- What belongs to no city, and a source that others cite, is for the host office to change. Every
  registrar may add a source.
- The folder of a visit, with the persons in it, is for the host office and the registrars of the
  cities that take part. Nobody else finds it in a list, a search, a file or a history; readers see
  its public hours, what it answers, and numbers.
- A practice dossier is for those who keep the register of its city, not for the other side of its
  partnerships.
- An editor invites authors, fact-checkers and translators for the own city; the host office invites
  to every role.

`tests/access/answers.tsv` says what each address of the site answers to each role.
"""


def roles_page() -> str:
    """The page: what each role allows, act by act."""
    from citytocity.people.enums import Act, Role  # after Django's setup
    from citytocity.people.permissions import MAY

    heads = [str(role.label) for role in Role]
    lines = [
        f"| | {' | '.join(heads)} |",
        f"|---|{':---:|' * len(heads)}",
        *(
            f"| {words} | {' | '.join('yes' if Act[name] in MAY[role] else '' for role in Role)} |"
            for name, words in _in_words(Act).items()
        ),
    ]
    return OPENING + "\n".join(lines) + "\n" + CLOSING


def _in_words(acts: type) -> dict[str, str]:
    """What is written under each act, without its full stop."""
    body = ast.parse(inspect.getsource(acts)).body[0].body[1:]  # type: ignore[attr-defined]
    names = [line.targets[0].id for line in body if isinstance(line, ast.Assign)]
    words = [line.value.value.rstrip(".") for line in body if isinstance(line, ast.Expr)]
    return dict(zip(names, words, strict=True))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    django.setup()
    PAGE.write_text(roles_page(), encoding="utf-8")
