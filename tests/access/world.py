"""Two cities whose people must not see each other's drafts, and somebody in every role.

What is not public has two words in its title that stand nowhere else: who asks for the first one
must not be told the second one. Pages that are out have plain titles.
"""

import datetime
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import (
    Comment,
    Locale,
    Revision,
    RevisionMixin,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from citytocity.cities.models import City
from citytocity.confirmation.exchange.keys import encoded
from citytocity.confirmation.models import Installation, Request, Statement
from citytocity.contacts.enums import Cause
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.contributions.enums import State
from citytocity.contributions.models import Contribution
from citytocity.dossiers.models import Dossier
from citytocity.ledger.models import DeletedRecord, Partnership, Proposal
from citytocity.newsletter import models as newsletter_models
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.models import Issue, SignUp
from citytocity.newsroom.enums import CheckKind
from citytocity.newsroom.models import Check
from citytocity.people.enums import Role
from citytocity.people.models import Invitation, User
from citytocity.planning.models import DayToKnow, Plan
from citytocity.ratings.models import Entry, Questionnaire
from citytocity.reports.gathering import annual
from citytocity.reports.models import Frozen, Report
from citytocity.review.models import Reader
from citytocity.spreadsheets.models import Spreadsheet
from citytocity.stories.models import CityPage, CityShelf, StoryPage
from citytocity.translation.models import Job, Term
from citytocity.visits.models import Visit
from citytocity.wire.models import Lead
from tests.factories import (
    confirmation,
    contacts,
    contributions,
    dossiers,
    ledger,
    money,
    newsletter,
    protocol,
    ratings,
    sources,
    stories,
    visits,
    wire,
)
from tests.factories.cities import city, organisation
from tests.factories.people import member, user
from tests.factories.translation import on_the_desk

ROLES = (
    "anonymous",
    "nobody",
    "author",
    "editor",
    "checker",
    "registrar",
    "translator",
    "host",
    "admin",
)
"""Nobody is signed in and has no role; those between are of Duisburg, the translator of no city."""

DOT = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""The smallest picture."""


@dataclass(frozen=True)
class Secret:
    """What one may ask for, and what must not be answered: on drafts, files, on proposals and
    contacts, and on visits."""

    asked: str
    on_drafts: str
    on_files: str
    on_proposals: str
    on_visits: str


SECRETS = {
    "Duisburg": Secret("Lavender", "Armadillo", "Wolverine", "Nightingale", "Hedgehog"),
    "Oxford": Secret("Marmalade", "Zebrafish", "Porcupine", "Chameleon", "Salamander"),
}


@dataclass(frozen=True)
class Side:
    """What a city has: what is out, and what is not."""

    city: City
    page: CityPage
    story: StoryPage
    draft: StoryPage
    scheduled: StoryPage
    locked: StoryPage
    submitted: StoryPage
    review: WorkflowState
    translation: Translation
    image: Image
    document: Document
    picture_upload: UploadedFile
    document_upload: UploadedFile
    records: dict[str, Model]
    author: User
    invitation: Invitation
    session: EditingSession
    shelf: CityShelf
    job: Job
    check: Check
    lead: Lead
    proposal: Proposal
    deleted: DeletedRecord
    sent_in: Contribution
    begun: Contribution
    plan: Plan
    reader: Reader
    contact: ContactPoint
    asked: ContactPoint
    handover: Handover
    requested: Request
    installation: Installation
    spreadsheet: Spreadsheet
    visit: Visit
    questionnaire: Questionnaire
    entry: Entry
    frozen: Frozen
    dossier: Dossier

    @property
    def statement(self) -> Statement:
        return self.requested.statements.get()

    @property
    def comment(self) -> Comment:
        return Comment.objects.get(page=self.draft)

    @property
    def revision(self) -> Revision:
        return self.draft.latest_revision

    @property
    def task_state(self) -> TaskState:
        return self.review.current_task_state

    @property
    def source(self) -> TranslationSource:
        return self.translation.source

    @property
    def string_segment(self) -> StringSegment:
        return self.source.stringsegment_set.first()

    @property
    def overridable_segment(self) -> OverridableSegment:
        return self.source.overridablesegment_set.first()


@dataclass(frozen=True)
class World:
    duisburg: Side
    oxford: Side
    redirect: Redirect
    workflow: Workflow
    task: Task
    term: Term
    day: DayToKnow
    draft_issue: Issue
    issue: Issue
    subscriber: newsletter_models.Reader
    sign_up: SignUp


def world() -> World:
    """The two cities, twins of Perm, which has nothing to hide."""
    perm = city("Perm", host=True)
    made = {name: _side(city(name), perm) for name in SECRETS}
    return World(
        duisburg=made["Duisburg"],
        oxford=made["Oxford"],
        redirect=Redirect.objects.create(old_path="/old", redirect_link="https://example.org/"),
        workflow=Workflow.objects.get(),
        task=Task.objects.get(),
        term=Term.objects.create(
            from_language="de", to_language="ru", source="Rathaus", target="ратуша"
        ),
        day=DayToKnow.objects.create(name={"en": "City Day"}, month=6, day=12),
        **_newsletter(),
    )


def _newsletter() -> dict[str, Any]:
    """Switched on, with an issue that is made and one that is out, a reader and somebody who has
    not confirmed yet."""
    newsletter.newsletter()
    one = newsletter.reader(email="reads@example.org")
    now = timezone.now()
    out = {"state": IssueState.SENT, "released": now, "begins": now, "finished": now}
    return {
        "draft_issue": newsletter.issue(),
        "issue": newsletter.issue(**out),
        "subscriber": one,
        "sign_up": SignUp.objects.create(
            email="asks@example.org", language="en", wish=one.wish, words="Yes.", page="/en/"
        ),
    }


def somebody(role: str, of: City) -> User | None:
    """A person in the role of the city; nobody for readers."""
    people = {
        "anonymous": lambda: None,
        "nobody": user,
        "host": lambda: user(officer=True),
        "admin": lambda: user(admin=True),
        "translator": lambda: member(Role.TRANSLATOR, pair="de ru"),
    }
    return people.get(role, lambda: member(Role(role), of))()


def _side(of: City, partner: City) -> Side:
    name = str(of)
    secret = f"{SECRETS[name].asked} {SECRETS[name].on_drafts}"
    files = f"{SECRETS[name].asked} {SECRETS[name].on_files}"
    author = member(Role.EDITOR, of, email=f"writes@{of.slug}.example", first_name="Kim")
    shelf = CityShelf.of(of)
    image = _image(files, shelf, author)
    document = _document(files, shelf, author)
    records = _records(of, partner)
    page = stories.city_page(of)
    stories.city_page(of, language="ru")
    draft = _draft(f"{secret} draft", of, author, picture=image)
    submitted = _draft(f"{secret} submitted", of, author)
    return Side(
        city=of,
        page=page,
        story=stories.story(f"A walk in {name}", of=of, owner=author),
        draft=draft,
        scheduled=_scheduled(f"{secret} scheduled", of, author),
        locked=_locked(f"{secret} locked", of, author),
        submitted=submitted,
        review=Workflow.objects.get().start(submitted, author),
        translation=_translated(draft, author),
        image=image,
        document=document,
        picture_upload=_upload(Image, f"{files}.gif", author),
        document_upload=_upload(Document, f"{files}.txt", author),
        records=records,
        author=author,
        invitation=Invitation.objects.create(
            email=f"invited@{of.slug}.example", role=Role.AUTHOR, city=of, invited_by=author
        ),
        session=EditingSession.objects.create(
            user=author,
            content_type=draft.content_type,
            object_id=str(draft.pk),
            last_seen_at=timezone.now(),
        ),
        shelf=shelf,
        job=Job.objects.get(text=on_the_desk(draft, out=False), language="ru"),
        check=Check.objects.create(story=draft, kind=CheckKind.FACTS),
        lead=wire.lead(f"{secret} lead", of=of, key=name, mark=name),
        proposal=ledger.proposal(
            records["activity"],
            by=author,
            title=f"{SECRETS[name].asked} {SECRETS[name].on_proposals} proposal",
            record_key=None,  # of a new record: the list calls it by its own title
            before={},
        ),
        deleted=ledger.deleted(
            records["activity"],
            title=f"{SECRETS[name].asked} {SECRETS[name].on_proposals} deleted",
        ),
        sent_in=contributions.contribution(of, title=f"{secret} sent in", pictures=1),
        begun=contributions.contribution(
            of, title="Begun by who has the link", state=State.DRAFT, pictures=1
        ),
        plan=Plan.objects.create(city=of, title=f"{secret} plan", who=author),
        contact=(held := _contact(records["partnership"], of)),
        asked=contacts.contact(records["partnership"], of, asked=True),
        handover=Handover.objects.create(contact=held, cause=Cause.TERM_OVER),
        spreadsheet=Spreadsheet.objects.create(owner=author, name=f"{files}.xlsx"),
        reader=_reader(stories.story("Read by who has the link", of=of, live=False)),
        requested=_requested(records, of, partner),
        installation=Installation.objects.create(
            name=name, city=of, public_key=encoded(name.ljust(32).encode())
        ),
        visit=_visit(f"{SECRETS[name].asked} {SECRETS[name].on_visits}", of),
        questionnaire=_questionnaire(of),
        entry=ratings.entry(_questionnaire(of, year=2017)),
        frozen=_frozen(of),
        dossier=_dossier(of, records["partnership"]),
    )


def _frozen(of: City) -> Frozen:
    """A report that is handed in, but not out."""
    secret = SECRETS[str(of)]
    words = {"en": f"{secret.asked} {secret.on_proposals} report"}
    report = Report(year=2018, city=of, foreword=words)
    report.slug = report.own_slug
    report.save()
    told = annual(report.scope, 2018, today=datetime.date(2019, 1, 31), foreword=words)
    return Frozen.objects.create(
        report=report, number=1, to="Council", told=told.model_dump(mode="json")
    )


def _dossier(of: City, partnership: Partnership) -> Dossier:
    """For the office alone, whoever the partner is."""
    secret = f"{SECRETS[str(of)].asked} {SECRETS[str(of)].on_proposals}"
    return dossiers.dossier(of, partnership, title={"en": f"{secret} dossier"})


def _questionnaire(of: City, year: int = 2018) -> Questionnaire:
    """What is filled in, and handed in, is for the office alone until it is opened to all."""
    secret = f"{SECRETS[str(of)].asked} {SECRETS[str(of)].on_proposals}"
    values = {"rating": "plain", "population_source": secret}
    return ratings.questionnaire(of, year=year, **values)


def _contact(of: Model, side: City) -> ContactPoint:
    """Somebody whom the other cities may not see."""
    secret = SECRETS[str(side)]
    values = {"name": f"{secret.asked} {secret.on_proposals}", "email": "held@example.org"}
    return contacts.contact(of, side, **values)


def _requested(records: dict[str, Model], of: City, partner: City) -> Request:
    """The partner is asked about the partnership."""
    return confirmation.request(records["partnership"], by=of, of=partner)


def _draft(title: str, of: City, author: User, **values: Any) -> StoryPage:
    """Told of in the log, with two revisions, and with a comment on its title."""
    body = [("paragraph", f"<p>{title} text</p>")]
    page = stories.story(
        title,
        of=of,
        live=False,
        owner=author,
        standfirst=f"{title} standfirst",
        body=body,
        **values,
    )
    Comment.objects.create(page=page, user=author, text=f"{title} comment", contentpath="title")
    for words in ("first", "second"):
        page.search_description = f"{title} {words}"
        page.save_revision(user=author, log_action=True)
    log(page, "wagtail.create", user=author)
    return StoryPage.objects.get(pk=page.pk)


def _scheduled(title: str, of: City, author: User) -> StoryPage:
    page = _draft(title, of, author)
    page.go_live_at = timezone.now() + datetime.timedelta(days=3)
    page.save_revision(user=author).publish(user=author)
    return page


def _locked(title: str, of: City, author: User) -> StoryPage:
    page = _draft(title, of, author)
    page.locked, page.locked_by, page.locked_at = True, author, timezone.now()
    page.save()
    return page


def _translated(draft: StoryPage, author: User) -> Translation:
    translate_object(draft, [Locale.objects.get(language_code="ru")], user=author)
    return Translation.objects.get(source__object_id=draft.translation_key)


def _reader(story: StoryPage) -> Reader:
    return Reader.objects.create(
        story=story,
        user=user(is_active=False),
        name="Anna",
        email="anna@example.org",
        language="en",
        until=Reader.end_of(7),
    )


def _visit(secret: str, of: City) -> Visit:
    """A journey that is on the register, and what is told of it in the office alone."""
    made = visits.visit(to=of, slug=f"visit-{of.slug}", contact=f"{secret} contact",
                        lodging=f"{secret} hotel")  # fmt: skip
    visits.item(made, "2018-06-12 10:00", title={"en": f"{secret} talks"})
    visits.traveller(made, of, f"{secret} traveller")
    return made


def _image(secret: str, shelf: CityShelf, author: User) -> Image:
    image = Image(
        title=f"{secret} picture",
        file=ContentFile(DOT, name=f"{secret.replace(' ', '-')}.gif"),
        collection=shelf.collection,
        uploaded_by_user=author,
    )
    image.save()
    image.tags.add(f"{secret} tag")
    return image


def _document(secret: str, shelf: CityShelf, author: User) -> Document:
    document = Document(
        title=f"{secret} document",
        file=ContentFile(b"Words.", name=f"{secret.replace(' ', '-')}.txt"),
        collection=shelf.collection,
        uploaded_by_user=author,
    )
    document.save()
    document.tags.add(f"{secret} tag")
    return document


def _upload(model: type[Model], name: str, author: User) -> UploadedFile:
    file = ContentFile(DOT if model is Image else b"Words.", name)
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=file,
        uploaded_by_user=author,
    )


def _records(of: City, partner: City) -> dict[str, Model]:
    partnership = ledger.partnership(of, partner, slug=f"perm-{of.slug}")
    activity = ledger.activity(host=of, slug=f"festival-{of.slug}")
    records: dict[str, Model] = {
        "activity": activity,
        "participation": activity.participations.get(),
        "result": ledger.result(from_city=of, slug=f"book-{of.slug}"),
        "recognition": ledger.recognition(city=of, slug=f"prize-{of.slug}"),
        "partnership": partnership,
        "agreement": ledger.agreement(partnership),
        "programme": ledger.programme(slug=f"programme-{of.slug}"),
        "city": of,
        "organisation": organisation("Archive", of=of, slug=f"archive-{of.slug}"),
        "source": sources.source(slug=f"source-{of.slug}"),
        "theme": ledger.theme(f"theme-{of.slug}"),
    }
    records |= _closed(of, partner, partnership)
    for record in records.values():
        if isinstance(record, RevisionMixin):
            record.save_revision()
    return records


def _closed(of: City, partner: City, partnership: Partnership) -> dict[str, Model]:
    """What only those see who keep the register of the city."""
    activity = ledger.activity(host=of, slug=f"paid-{of.slug}")
    secret = f"{SECRETS[str(of)].asked} {SECRETS[str(of)].on_proposals}"
    title = {"en": f"{secret} record"}
    return {
        "gift": protocol.gift(of, partner, title=title, slug=f"gift-{of.slug}"),
        "promise": protocol.promise(of, partner, title=title, slug=f"promise-{of.slug}"),
        "letter": protocol.letter(of, partner, title=title, slug=f"letter-{of.slug}"),
        "honour": protocol.honour(of, partner, title=title, slug=f"honour-{of.slug}"),
        "moneyline": money.line(of, activity=activity, note=secret, receipt=secret),
        "hours": money.hours(of, activity, note=secret),
        "openbooks": money.open_books(of, partnership),
    }
