"""Every paper that the product makes, of records whose names are hard to set."""

import io
import zipfile

from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from citytocity.cities.models import City
from citytocity.contacts.enums import Cause
from citytocity.contacts.exporting import pack_of
from citytocity.contacts.models import Handover
from citytocity.ledger.models import Activity
from citytocity.newsletter import printing as sheet
from citytocity.papers.making import pdf
from citytocity.ratings.models import Questionnaire
from citytocity.visits.models import Visit
from citytocity.visits.prints import paper
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.contacts import contact
from tests.factories.newsletter import issue, newsletter
from tests.factories.people import user
from tests.factories.protocol import given, promise
from tests.factories.reports import report
from tests.factories.sources import cite, source
from tests.factories.stories import picture, story
from tests.factories.visits import item, traveller, visit

ARABIC = "مهرجان المدن المتوأمة في بيرم"
HEBREW = "פסטיבל הערים התאומות בפרם"
CHINESE = "彼尔姆友好城市青年艺术节"
KOREAN = "자매도시 청소년 축제"
COMPOUND = (
    "Städtepartnerschaftsjubiläumsfeierlichkeitenvorbereitungskommissionsvorsitzenden"
    "stellvertreterversammlungsprotokollbeglaubigungsverfahrensordnungsänderungsantrags"
    "formularausgabestellenöffnungszeiten"
)
"""A German word as long as a name may be: 198 letters."""
PICTURES = "Party 🎉 of the\u0007 twins \ufeff👩\u200d👧"
PAPERS = (
    "annual",
    "questionnaire",
    "sheet",
    "brief",
    "brief from right to left",
    "programme",
    "badges",
    "hand-over",
    "newsletter",
    "newsletter from right to left",
)
NAMES = {
    "ar": ARABIC,
    "he": HEBREW,
    "zh-hans": CHINESE,
    "ko": KOREAN,
    "de": COMPOUND,
    "en": PICTURES,
}


def papers() -> dict[str, bytes]:
    """The papers by name, as an officer is given them; those of a visit in two languages each."""
    officer = user(officer=True)
    perm = city("Perm", host=True)
    oxford = city("Oxford", name={"en": f"{COMPOUND} {ARABIC}", "de": COMPOUND})
    partnership = ledger.partnership(perm, oxford, since="1969")
    ahead = []
    for code, name in NAMES.items():
        made = visit(oxford, to=perm, title={code: name}, asked_by_words=name, purpose={code: name})
        cite(made.activity, by=source(name, publisher=name))
        ledger.result(partnership=partnership, title={code: name}, when="2018")
        promise(perm, oxford, title={code: name})
        given(perm, oxford, title={code: name})
        ahead.append(
            ledger.activity(oxford, host=perm, title={code: name}, when="2019-05", status="planned")
        )
    folder = _folder(oxford, perm)
    leaving = contact(partnership, perm, office={"he": HEBREW, "de": COMPOUND}, ends="2019")
    handover = Handover.objects.create(contact=leaving, cause=Cause.TERM_OVER)
    asked = {"population_source": COMPOUND, "rating": "uclg-eurasia"}
    questionnaire = Questionnaire.objects.create(city=oxford, year=2018, population=10**6, **asked)
    web = Client()
    web.force_login(officer)
    addresses = {
        "annual": f"{report(city=oxford, by=officer, published=True).get_absolute_url()}report.pdf",
        "questionnaire": f"/admin/ratings/{questionnaire.pk}/file/pdf/",
        "sheet": f"/admin/funders/{folder.activity.pk}/eu-town-twinning/file/pdf/",
    }
    printed = {
        "brief": ("brief", "en", "zh-hans"),
        "brief from right to left": ("brief", "ar", "en"),
        "programme": ("programme", "he", "zh-hans"),
        "badges": ("badges", "de", "ko"),
    }
    return {
        **{name: web.get(address).content for name, address in addresses.items()},
        **{name: paper(of, folder, both, by=officer) for name, (of, *both) in printed.items()},
        "hand-over": _in_pack(pack_of(handover, user=officer, today=timezone.localdate())),
        **_sheets(perm, ahead),
    }


def _sheets(perm: City, ahead: list[Activity]) -> dict[str, bytes]:
    """Of an issue with a photograph and an opening, in English and from right to left."""
    told_at_length = story(COMPOUND, of=perm, standfirst=f"{COMPOUND} {HEBREW}", picture=picture())
    told = newsletter(name={"en": PICTURES, "ar": ARABIC}, imprint={"en": COMPOUND})
    made = issue(
        told_at_length,
        *ahead,
        opening={"en": "\n\n".join(NAMES.values()), "ar": ARABIC},
        picture=picture(),
        picture_alt={"en": CHINESE},
        picture_credit=KOREAN,
    )
    with override("en"):
        left = pdf(sheet.PAPER, sheet.on_paper(made, told))
    with override("ar"):
        right = pdf(sheet.PAPER, sheet.on_paper(made, told))
    return {"newsletter": left, "newsletter from right to left": right}


def _folder(guest: City, host: City) -> Visit:
    """The folder of a visit with a traveller and an hour for each of the names."""
    points = {"en": "\n".join(NAMES.values()), "ar": ARABIC}
    folder = visit(guest, to=host, title=NAMES, talking_points=points)
    for name in NAMES.values():
        traveller(folder, guest, name[:100], office={"de": name}, spoken_name=NAMES)
        where = {"place": {"he": HEBREW}, "note": {"de": COMPOUND}}
        item(folder, "2018-06-12 10:00", title=NAMES, **where)
    return folder


def _in_pack(pack: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return opened.read("hand-over.pdf")
