"""Records, requests and answers of ours as signed files."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse

from citytocity.cities.models import City
from citytocity.confirmation.exchange.documents import written
from citytocity.confirmation.facts import FORMS, facts_of, records_of
from citytocity.confirmation.models import Identity, Request
from citytocity.ledger.models import Agreement, Participation, Result


def records_file(records: Iterable[Any], *, city: City) -> bytes:
    """The records as the register of the city has them."""
    return written("record", {"records": _told(records)}, issuer=issuer(city))


def request_file(request: Request) -> bytes:
    """What a letter asks, for an installation instead of a person."""
    records = records_of(request.statements.order_by("pk")).values()
    body = {"city": request.city.slug, "records": _told(records)}
    return written("request", body, issuer=issuer(request.by_city))


def answers_file(answers: list[dict[str, Any]], *, city: City) -> bytes:
    """What the city says of records that it was asked about."""
    return written("answer", {"answers": answers}, issuer=issuer(city))


def signed_file(content: bytes, name: str) -> HttpResponse:
    """The document as a file to keep."""
    disposition = f'attachment; filename="citytocity-{name}.json"'
    return HttpResponse(
        content, content_type="application/json", headers={"Content-Disposition": disposition}
    )


def issuer(city: City) -> dict[str, str]:
    return {"name": settings.SITE_NAME[:150], "address": settings.BASE_URL, "city": city.slug}


def told_record(record: Any) -> dict[str, Any]:
    """One record as documents have it."""
    told = {"uid": uid_of(record), "kind": FORMS[type(record)].noun}
    if slug := getattr(record, "slug", ""):
        told["id"] = slug
    if whole := _belongs_to(record):
        told["of"] = uid_of(whole)
    return told | {"facts": facts_of(record)}


def uid_of(record: Any) -> str:
    """The name by which every installation knows the record; made when it is first asked for."""
    about = {"kind": ContentType.objects.get_for_model(record), "record_key": record.pk}
    known = Identity.objects.filter(**about).first()
    return (known or Identity.objects.create(**about, uid=uuid.uuid4().urn)).uid


def _told(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [told_record(record) for record in records]


def _belongs_to(record: Any) -> Any:
    if isinstance(record, Participation):
        return record.activity
    if isinstance(record, Agreement):
        return record.partnership
    return (record.activity or record.partnership) if isinstance(record, Result) else None
