"""Find what one phone, address or network has booked at an office, look at it, and cancel many."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from guichet.booking.forms.interpreting import spoken_by
from guichet.booking.guarding import sources
from guichet.booking.models import Appointment
from guichet.booking.on_behalf.many import AT_ONCE, Source, cancel_many, found_at
from guichet.booking.staff_pages.on_behalf.forms import TOPIC, ManyForm, SourceForm
from guichet.booking.staff_pages.on_behalf.frame import open_office, show
from guichet.booking.staff_pages.on_behalf.page import Row
from guichet.kernel import clock, references
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STAFF_SEARCHES
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.post import send
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.staff.frame.pages import say_next
from guichet.web.addresses.paths import address
from guichet.web.formats import dates
from guichet.web.forms.base import switching_language
from guichet.web.languages import DEFAULT, of
from guichet.web.pages.errors import wait
from guichet.web.words import speaker

CANCEL = "cancel_many"  # the permission
_SALT = "guichet.booking.many"


@require_safe
@may_at(CANCEL)
def many(request: HttpRequest, office: str) -> HttpResponse:
    """Ask for a source, beside those of this office that stand out by their counts."""
    here = open_office(office)
    return _ask(request, here, SourceForm(language=of(request), office=here))


@require_POST
@may_at(CANCEL)
def many_find(request: HttpRequest, office: str) -> HttpResponse:
    """Show what a source has booked at this office; each of them is a recorded look."""
    here = open_office(office)
    try:
        limits.take(STAFF_SEARCHES, str(request.user.pk).encode(), now=clock.now())
    except Obstacle as obstacle:
        return wait(request, obstacle)
    is_press = not switching_language(request)
    if source := _sent(request, here):
        return _preview(request, here, source)
    form = SourceForm(request.POST, language=of(request), office=here)
    if not is_press:
        return _ask(request, here, form.unchecked())
    if not form.is_valid() or form.source is None:
        return _ask(request, here, form, status=422)
    return _preview(request, here, form.source)


@require_POST
@may_at(CANCEL)
def many_cancel(request: HttpRequest, office: str) -> HttpResponse:
    """Cancel those who are ticked, as the page showed them, and say how the counts add up."""
    here, now = open_office(office), clock.now()
    source, form = _sent(request, here), ManyForm(request.POST, language=of(request))
    if source is None:
        return HttpResponseRedirect(address("staff:many", DEFAULT, office=here.pk))
    choice = _choice(request.POST.getlist("pick"))
    if switching_language(request) or not form.is_valid() or not choice:
        return _preview(request, here, source, form, choice=choice)
    actor, why = audit.actor_of(request.user), form.cleaned_data["why"]
    total = max(len(choice), _count(request))
    tally = cancel_many(here.pk, source, choice, total=total, reason=why, actor=actor, now=now)
    counts = {"total": tally.total, "cancelled": tally.cancelled, "changed": tally.changed}
    values = {name: str(count) for name, count in counts.items()}
    say_next(request, "many.done", topic=TOPIC, **values, left_out=str(tally.left_out))
    return HttpResponseRedirect(address("staff:many", DEFAULT, office=here.pk), status=303)


def _count(request: HttpRequest) -> int:
    """Return how many people the page showed, as its form says."""
    text = request.POST.get("shown", "")
    return min(int(text), AT_ONCE) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _choice(picks: Sequence[str]) -> dict[int, int]:
    """Return the appointments that are ticked with their slots; what is no pair is left out."""
    pairs = [pick.split("-") for pick in picks[:AT_ONCE]]
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(p.isascii() and p.isdigit() and len(p) < 18 for p in pair)
    }


def _sent(request: HttpRequest, office: Office) -> Source | None:
    """Return the source that a page of this office has signed, if the form brings one."""
    try:
        code, kind, hashes = signing.loads(request.POST.get("source", ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    secrets = tuple(bytes.fromhex(text) for text in hashes)
    return Source(kind=kind, hashes=secrets) if code == office.pk else None


def signed(office: Office, source: Source) -> str:
    """Return a source as forms of an office carry it."""
    hashes = [secret.hex() for secret in source.hashes]
    return signing.dumps([office.pk, source.kind, hashes], salt=_SALT)


def _ask(
    request: HttpRequest, office: Office, form: SourceForm, *, status: int = 200
) -> HttpResponse:
    crowds = [row for row in sources.many_from_one(now=clock.now()) if row.office == office.pk]
    rows = [
        {"kind": row.kind, "count": row.count, "signed": signed(office, _source(row))}
        for row in crowds
    ]
    context = {"form": form, "sources": rows, "many": sources.MANY}
    return show(request, office, "many", context, status)


def _source(row: sources.Source) -> Source:
    return Source(kind=row.kind, hashes=(bytes(row.secret),))


def _preview(
    request: HttpRequest,
    office: Office,
    source: Source,
    form: ManyForm | None = None,
    *,
    choice: dict[int, int] | None = None,
) -> HttpResponse:
    language, people = of(request), found_at(office.pk, source, now=clock.now())
    context = {
        "form": form or ManyForm(language=language),
        "signed": signed(office, source),
        "rows": [_row(row, office, language) for row in _looked_at(request, people[:AT_ONCE])],
        "chosen": choice,
        "total": people.count(),
        "problem": _problem(language) if form and not choice else "",
    }
    is_wrong = form is not None and (bool(form.errors) or not choice)
    return show(request, office, "many_found", context, 422 if is_wrong else 200)


def _looked_at(request: HttpRequest, people: QuerySet[Appointment]) -> list[Appointment]:
    """Return people whom a page shows; each is a recorded look."""
    rows = list(people)
    for person in rows:
        audit.did(request.user, "seen", "appointment", person.pk, page="many")
    return rows


def _problem(language: str) -> Markup:
    return speaker(language, TOPIC)("problem.nobody_chosen")


def _row(person: Appointment, office: Office, language: str) -> Row:
    at: datetime = person.slot.starts_at.astimezone(ZoneInfo(office.time_zone))
    return {
        "pk": person.pk,
        "pick": f"{person.pk}-{person.slot_id}",
        "name": person.name,
        "printed": references.for_people(str(person.confirmation_number)),
        "moment": dates.moment(at, language),
        "speaks": spoken_by(person.language, language),
        "told": _told(has_mail=bool(person.email), has_text=_gets_texts(person)),
    }


def _gets_texts(person: Appointment) -> bool:
    return bool(person.phone) and send.texts_configured()


def _told(*, has_mail: bool, has_text: bool) -> str:
    """Return how a change reaches somebody: by every channel on file, else by a call."""
    if has_mail:
        return "both" if has_text else "mail"
    return "text" if has_text else "call"
