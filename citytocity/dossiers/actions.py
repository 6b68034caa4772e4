"""Keep a dossier, delete it, take it along."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from citytocity.dossiers.models import Chosen, Dossier
from citytocity.dossiers.permissions import may_keep
from citytocity.dossiers.queries import strangers
from citytocity.ledger.models import Partnership, Result
from citytocity.people.models import User

NOT_OF_THE_CITY = gettext_lazy("%(city)s is no side of %(partnerships)s.")


@transaction.atomic
def write_dossier(
    dossier: Dossier,
    partnerships: Iterable[Partnership],
    results: Iterable[Result] | None = None,
    *,
    left_out: Iterable[Chosen] = (),
    by: User,
) -> Dossier:
    """Keeps it with its partnerships and results; None leaves the results as they are.

    Results that are gone from the register stay chosen until they are `left_out`.
    """
    if not may_keep(by, dossier):
        raise PermissionDenied
    partnerships = list(partnerships)
    if others := strangers(partnerships, dossier.city):
        told = {"city": dossier.city, "partnerships": "; ".join(str(one) for one in others)}
        raise ValidationError({"partnerships": NOT_OF_THE_CITY % told})
    is_new = dossier.pk is None
    dossier.full_clean()
    dossier.save()
    dossier.partnerships.set(partnerships)
    if results is not None:
        _choose(dossier, list(results), left_out)
    log(instance=dossier, action="wagtail.create" if is_new else "wagtail.edit", user=by)
    return dossier


@transaction.atomic
def delete_dossier(dossier: Dossier, *, by: User) -> None:
    """The dossier goes with its words; the register stays as it is."""
    if not may_keep(by, dossier):
        raise PermissionDenied
    log(instance=dossier, action="wagtail.delete", user=by, deleted=True)
    dossier.delete()


def note_taken(dossier: Dossier, kind: str, *, by: User) -> None:
    """The log says who took it along, and as what kind of file."""
    if not may_keep(by, dossier):
        raise PermissionDenied
    log(instance=dossier, action="dossiers.take", user=by, data={"kind": kind})


def _choose(dossier: Dossier, results: list[Result], left_out: Iterable[Chosen]) -> None:
    """Those that are chosen now, in their order; those that are gone stay unless left out."""
    on_record = set(
        Result.objects.filter(pk__in=dossier.chosen.values("result_key")).values_list(
            "pk", flat=True
        )
    )
    wanted = {one.pk for one in results}
    dossier.chosen.filter(result_key__in=on_record - wanted).delete()
    dossier.chosen.filter(pk__in=[one.pk for one in left_out]).exclude(
        result_key__in=on_record
    ).delete()
    for one in results:
        dossier.chosen.update_or_create(result_key=one.pk, defaults={"title": one.title})
