"""The kinds and states of the register."""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Certainty(TextChoices):
    """How sure a number is; said wherever the number appears."""

    COUNTED = "counted", _("counted")
    ESTIMATED = "estimated", _("estimated")
    AT_LEAST = "at-least", _("at least")
    ABOUT = "about", _("about")

    @classmethod
    def of_sum(cls, parts: Collection[str]) -> "Certainty":
        """How sure a sum of numbers is: no surer than its least sure part."""
        unsure = (cls.AT_LEAST, cls.ABOUT, cls.ESTIMATED)
        return next((certainty for certainty in unsure if certainty in parts), cls.COUNTED)


class PartnershipKind(TextChoices):
    TWINNING = "twinning", _("twin cities")
    SISTER_CITY = "sister-city", _("sister cities")
    PARTNER_CITY = "partner-city", _("partner cities")
    FRIENDSHIP = "friendship", _("friendship")
    COOPERATION = "cooperation", _("cooperation")
    PROJECT = "project", _("project partnership")


class BaseDate(TextChoices):
    """Which day a partnership counts its anniversaries from."""

    SINCE = "since", _("start of the partnership")
    FIRST_CONTACT = "first-contact", _("first contact")
    AGREEMENT = "agreement", _("first agreement signed")
    RECOGNISED = "recognised", _("recognised by both sides")


class SideState(TextChoices):
    PROPOSED = "proposed", _("proposed")
    EXPLORATORY = "exploratory", _("exploratory")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    RENEWED = "renewed", _("renewed")


class AgreementKind(TextChoices):
    TWINNING = "twinning-agreement", _("twinning agreement")
    FRIENDSHIP = "friendship-agreement", _("friendship agreement")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    LETTER_OF_INTENT = "letter-of-intent", _("letter of intent")
    ACTION_PLAN = "action-plan", _("action plan")
    PROTOCOL = "protocol", _("protocol")


class ProgrammeKind(TextChoices):
    CROSS_YEAR = "cross-year", _("cross-year")
    FESTIVAL = "festival-series", _("festival")
    FORUM = "forum-series", _("forum")
    CAMP = "camp-series", _("camp")
    CONTEST = "contest-series", _("contest")
    EXCHANGE = "exchange-series", _("exchange")
    OTHER = "other", _("programme")


class ActivityKind(TextChoices):
    EXCHANGE = "exchange", _("exchange")
    VISIT = "visit", _("visit")
    DELEGATION = "delegation", _("delegation")
    MEETING = "meeting", _("meeting")
    FESTIVAL = "festival", _("festival")
    FORUM = "forum", _("forum")
    CONFERENCE = "conference", _("conference")
    PERFORMANCE = "performance", _("performance")
    EXHIBITION = "exhibition", _("exhibition")
    SPORTS_EVENT = "sports-event", _("sports event")
    CAMP = "camp", _("camp")
    TRAINING = "training", _("training")
    CEREMONY = "ceremony", _("ceremony")
    PUBLICATION = "publication", _("publication")
    COMPETITION = "competition", _("competition")
    JOINT_PROJECT = "joint-project", _("joint project")


class ActivityStatus(TextChoices):
    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("going on")
    HELD = "held", _("took place")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


TOOK_PLACE = (ActivityStatus.HELD, ActivityStatus.ONGOING)


class ParticipationRole(TextChoices):
    HOST = "host", _("host")
    GUEST = "guest", _("guest")
    PARTNER = "partner", _("partner")


class Mode(TextChoices):
    IN_PERSON = "in-person", _("in person")
    ONLINE = "online", _("online")
    BOTH = "both", _("in person and online")


class ResultKind(TextChoices):
    """What came of it; the kinds that town halls report, and those that outlast an activity."""

    PRACTICE_ADOPTED = "practice-adopted", _("practice adopted")
    AGREEMENT = "agreement", _("agreement or contract")
    PLACE = "place-built", _("place built or renewed")
    PUBLICATION = "publication", _("publication")
    PERFORMANCE = "performance", _("performance")
    COURSE = "course", _("course or degree")
    AID = "aid", _("money or aid given")
    FUNDS = "funds-raised", _("funds raised")
    CONTACT = "lasting-contact", _("lasting contact between institutions")
    POLICY = "policy", _("policy")
    AWARD = "award", _("award")
    REACHED = "people-reached", _("people reached")
    TRAINED = "people-trained", _("people trained")
    EVENTS = "events", _("events held")
    FOLLOW_UP = "follow-up", _("follow-up agreed")


class ResultState(TextChoices):
    """Worked out, never typed in: a result without evidence is a claim."""

    CLAIMED = "claimed", _("claimed")
    EVIDENCED = "evidenced", _("evidenced")


class StillRunning(TextChoices):
    YES = "yes", _("still running")
    NO = "no", _("no longer running")
    UNKNOWN = "unknown", _("not known whether it still runs")


class EvidenceKind(TextChoices):
    LINK = "link", _("link")
    DOCUMENT = "document", _("document")
    PICTURE = "picture", _("picture")


class RecognitionKind(TextChoices):
    AWARD = "award", _("award")
    CERTIFICATE = "certificate", _("certificate")
    RATING = "rating", _("rank in a rating")


class WorkKind(TextChoices):
    POEM = "poem", _("poem")
    SCULPTURE = "sculpture", _("sculpture")
    PAINTING = "painting", _("painting")
    MUSIC = "music", _("piece of music")
    BOOK = "book", _("book")
    FILM = "film", _("film")
    OTHER = "other", _("work")


class ProposalState(TextChoices):
    OPEN = "open", pgettext_lazy("of a proposal", "open")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


ACCEPTED = (ProposalState.ACCEPTED, ProposalState.PARTLY)
