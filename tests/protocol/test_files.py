"""The protocol in the register's files."""

from pathlib import Path

import pytest

from citytocity.ledger.exporting import register_as_data, write_yaml
from citytocity.ledger.importing import ImportRefusedError, import_files
from citytocity.ledger.workbook import write_workbook
from citytocity.protocol.models import Gift, Letter
from tests.factories import ledger, protocol
from tests.factories.cities import cities, organisation
from tests.factories.sources import cite

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "write"), [("r.yaml", write_yaml), ("r.xlsx", write_workbook)])
def test_the_protocol_goes_out_and_comes_back_as_it_was(
    tmp_path: Path, name: str, write: object
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    visit = ledger.activity(oxford, host=perm)
    cite(protocol.gift(perm, oxford, hall=True, value="12.5", currency="GBP", activity=visit))
    protocol.promise(perm, oxford, state="kept", settled="2018", proof_url="https://example.org")
    first = protocol.letter(perm, oxford, text={"ru": "Друзья!", "en": "Friends!"})
    protocol.letter(oxford, perm, answers=first, is_public=True)
    protocol.honour(perm, oxford, body=organisation(of=oxford))
    write(tmp_path / name, closed=True)  # type: ignore[operator]
    Letter.objects.update(answers=None)
    Letter.objects.all().delete()
    Gift.objects.all().delete()

    tally = import_files([tmp_path / name])
    again = import_files([tmp_path / name])

    gift = Gift.objects.get()
    assert (tally.created, again.created, again.changed) == (3, 0, 0)
    assert (str(gift.value), gift.currency, gift.is_public, gift.activity) == (
        "12.50", "GBP", True, visit,
    )  # fmt: skip
    assert gift.citations.count() == 1
    assert Letter.objects.get(answers__isnull=False).answers.text.languages == ["ru", "en"]


@pytest.mark.parametrize(("name", "write"), [("r.yaml", write_yaml), ("r.xlsx", write_workbook)])
def test_a_plain_export_has_no_more_than_readers_see_and_empties_nothing(
    tmp_path: Path, name: str, write: object
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    closed = protocol.letter(perm, oxford, slug="zebrafish")
    protocol.letter(oxford, perm, slug="public", answers=closed, is_public=True)
    protocol.gift(perm, oxford, hall=True, slug="public", value=5, currency="GBP")
    protocol.gift(perm, oxford, slug="zebrafish")
    protocol.promise(perm, oxford, slug="zebrafish")
    protocol.honour(perm, oxford, slug="public", is_public=True, consent="Zebrafish")
    protocol.honour(perm, oxford, slug="zebrafish")
    write(tmp_path / name)  # type: ignore[operator]

    data = register_as_data()
    again = import_files([tmp_path / name])

    kinds = ("gifts", "promises", "letters", "honours")
    assert [[record["id"] for record in data[kind]] for kind in kinds] == [
        ["public"], [], ["public"], ["public"],
    ]  # fmt: skip
    assert "zebrafish" not in str(data).casefold()
    assert not {"value", "currency"} & set(data["gifts"][0])
    assert (again.created, again.changed) == (0, 0)


def test_a_file_with_a_gift_that_may_not_be_public_is_refused_at_its_line(tmp_path: Path) -> None:
    cities("Perm", "Oxford")
    file = tmp_path / "gifts.yaml"
    file.write_text(
        "gifts:\n"
        "  - id: bowl\n"
        "    title: {en: Bowl}\n"
        "    direction: received\n"
        "    city: perm\n"
        "    partner: oxford\n"
        "    public: true\n"
        "    value: 5\n"
        "    currency: XYZ\n"
    )

    with pytest.raises(ImportRefusedError) as refused:
        import_files([file])

    assert sorted(map(str, refused.value.problems)) == [
        "gifts.yaml:7: public: A received gift is shown to everybody only with its owner and the "
        "place where it is kept.",
        "gifts.yaml:9: currency: “XYZ” is no currency. Write its three letters, such as EUR or "
        "RUB.",
    ]
    assert not Gift.objects.exists()
