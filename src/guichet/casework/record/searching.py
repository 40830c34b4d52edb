"""What is looked for in the record: by number, who, day, office, kind of deed, with looks or not.

Each is served by an index: a number, who, and a kind of deed by their own, everything else by the
day. What was done at an office is shown a day at a time: most lines name no office themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from guichet.applications.models import Application, Authorization, Payment
from guichet.casework import words
from guichet.casework.events import named
from guichet.kernel.models import AuditEntry
from guichet.kernel.reading import typed_text
from guichet.kernel.reading.days import authority_zone
from guichet.staff.roles import Somebody
from guichet.staff.subjects import NAMINGS
from guichet.web.words import texts

ONLY, HIDDEN = "only", "hidden"  # looks, in the record
LOOKS = ("see", "seen", "read_note")
LONGEST_TICKET = 4  # digits
OF_APPOINTMENTS = frozenset(
    "appointment closure device entry hours office reference slot ticket".split()
)
OF_APPLICATIONS = frozenset("application authorization enquiry list paper payment team".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """What somebody wants to see of the record, as it was typed."""

    number: str = ""
    who: str = ""
    day: str = ""
    office: str = ""
    deed: str = ""
    looks: str = ""
    before: str = ""

    @property
    def on(self) -> date | None:
        """Return the day, if it is one."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None

    @property
    def is_ticket(self) -> bool:
        """Tell whether the number is one of a ticket, which each office has a day."""
        return self.number.isdecimal() and len(self.number) <= LONGEST_TICKET

    def query(self, **other: object) -> str:
        """Return the query of the same list with something else chosen."""
        names = ("number", "who", "day", "office", "deed", "looks")
        values = {name: getattr(self, name) for name in names}
        return urlencode({name: value for name, value in {**values, **other}.items() if value})

    def beside(self, days: int) -> str:
        """Return the query of the same list some days later; empty where there is no such day."""
        day = self.on
        if day is None or not date.min + timedelta(2) < day < date.max - timedelta(2):
            return ""
        return self.query(day=(day + timedelta(days=days)).isoformat())


def record_filter(query: Mapping[str, str], *, now: datetime) -> RecordFilter:
    """Return what the address asks for; of an office today, where neither day nor number is."""
    number = typed_text.plain(query.get("number", ""))[:40]
    day = typed_text.plain(query.get("day", ""))[:10]
    office, looks, deed = query.get("office", "")[:10], query.get("looks"), query.get("deed", "")
    if office and not (day or number):
        day = now.astimezone(authority_zone()).date().isoformat()
    return RecordFilter(
        number=number,
        who=query.get("who", "")[:60],
        day=day,
        office=office,
        deed=deed if f"did.{deed}" in texts(words.TOPIC) else "",
        looks=looks if looks in (ONLY, HIDDEN) else "",
        before=query.get("before", "")[:18],
    )


def entries(
    search: RecordFilter, application: Application | None, *, reader: Somebody
) -> QuerySet[AuditEntry]:
    """Return the lines that are asked for, the newest first."""
    rows = named().order_by("-pk")
    if search.number:
        rows = rows.filter(_of(application) if application else _numbered(search, reader))
    if search.who:
        rows = rows.filter(actor=search.who)
    if search.day:
        rows = _on(rows, search.on)
    if search.office:
        rows = rows.filter(_at(search.office, reader))
    if search.deed:
        kind, verb = kind_and_verb(search.deed)
        rows = rows.filter(record_type=kind, verb=verb)
    if search.looks:
        looks = Q(verb__in=LOOKS)
        rows = rows.filter(looks if search.looks == ONLY else ~looks)
    if search.before.isascii() and search.before.isdecimal():
        rows = rows.filter(pk__lt=int(search.before))
    return rows


def kind_and_verb(deed: str) -> tuple[str, str]:
    """Return of which kind of record a deed is, and its verb.

    >>> kind_and_verb("appointment_check_in"), kind_and_verb("call_back_take")
    (('appointment', 'check_in'), ('call_back', 'take'))
    """
    heads = [kind for kind in _every_kind() if deed.startswith(f"{kind}_")]
    kind = max(heads, key=len, default=deed.partition("_")[0])
    return kind, deed.removeprefix(f"{kind}_")


def kinds() -> frozenset[str]:
    """Return the kinds of record that a site with its programmes has."""
    of_programmes = {"appointments": OF_APPOINTMENTS, "eta": OF_APPLICATIONS}
    missing = [kinds for name, kinds in of_programmes.items() if not settings.AGENCY.has(name)]
    return frozenset(_every_kind()).difference(*missing)


def _every_kind() -> set[str]:
    codes = texts(words.TOPIC).keys()
    return {code.removeprefix("record.") for code in codes if code.startswith("record.")}


def subject_of(search: RecordFilter, *, reader: Somebody) -> tuple[str, int] | None:
    """Return the kind and key of the first record that has a number, besides applications."""
    for kind, naming in NAMINGS.items():
        if naming.numbered and naming.may_be_read_by(reader):
            row = naming.numbered(search.number, search.office).order_by("pk").first()
            if row:
                return kind, row.pk
    return None


def _numbered(search: RecordFilter, reader: Somebody) -> Q:
    """Return which lines are of the records of a number; none where nothing has it."""
    lines = Q(pk__in=[])
    for kind, naming in NAMINGS.items():
        if naming.numbered and naming.may_be_read_by(reader):
            rows = naming.numbered(search.number, search.office)
            lines |= Q(record_type=kind, record__in=list(rows.values_list("pk", flat=True)))
    return lines


def _at(office: str, reader: Somebody) -> Q:
    """Return which lines are of an office: what names it, and what is of a record there."""
    lines = Q(facts__office=office)
    for kind, naming in NAMINGS.items():
        if naming.at_office and naming.may_be_read_by(reader):
            here = naming.at_office(office).filter(pk=OuterRef("record"))
            lines |= Q(Exists(here), record_type=kind)
    return lines


def _of(application: Application) -> Q:
    authorizations = Authorization.objects.filter(application=application).values("pk")
    payments = Payment.objects.filter(application=application).values("pk")
    return (
        Q(record_type="application", record=application.pk)
        | Q(record_type="authorization", record__in=authorizations)
        | Q(record_type="payment", record__in=payments)
    )


def _on(rows: QuerySet[AuditEntry], day: date | None) -> QuerySet[AuditEntry]:
    """Return what happened on a day of the authority."""
    if day is None or not date.min < day < date.max:
        return rows.none()
    start = datetime.combine(day, time(), authority_zone())
    end = datetime.combine(day + timedelta(days=1), time(), authority_zone())
    return rows.filter(at__gte=start, at__lt=end)
