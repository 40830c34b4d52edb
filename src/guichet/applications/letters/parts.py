"""The parts of letters: what is filled into their sentences, their numbers and their lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guichet.applications import numbers, queries, tokens
from guichet.applications.form import answers
from guichet.applications.letters import explained
from guichet.applications.models import Correspondence, Decision, Enquiry, Reconsideration
from guichet.eligibility.programme import is_offered, programme
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.reading.days import authority_zone
from guichet.kernel.references import pin_for_people
from guichet.post.mail_body import Block, Checklist, Facts, Paragraph
from guichet.web.directions import in_sentence
from guichet.web.formats.dates import plain_day
from guichet.web.formats.money import money
from guichet.web.words import texts

OPTIONS = {
    "refused": ("look_again", "apply_again", "visa", "permit", "court"),
    "cancelled": ("apply_again", "visa", "permit", "court"),
    "reconsideration_upheld": ("apply_again", "visa", "permit", "court"),
}


@dataclass(frozen=True)
class Sheet:
    """A letter in one language, before its words: the letter itself, or its summary."""

    letter: Correspondence
    language: str
    topic: str = "letters/full"
    is_mail: bool = False  # what is said about somebody in words stands in the letter alone

    def say(self, key: str, **more: str) -> str:
        """Return a sentence with everything that it names."""
        values = {**self._values, **more} if more else self._values
        return sentence_with(texts(self.topic).get(key, self.language).text, values)

    def of_kind(self, part: str) -> str:
        """Return a sentence of this kind of letter, in the wording that this one was written in."""
        key = f"{self.letter.kind}.{part}"
        own = f"{key}_{self._wording}"
        return self.say(own if own in texts(self.topic) else key)

    @property
    def in_plain_words(self) -> str:
        """Return what this kind of letter says in plain words, in its wording."""
        own = f"{self._wording}.{self.letter.kind}"
        return self.say(own if own in texts(self.topic) else f"summary.{self.letter.kind}")

    @property
    def _wording(self) -> str:
        """Return which wording a letter was written in, where its kind has more than one."""
        return str(self.letter.facts.get("wording", ""))

    def words_of(self, table: str, code: str) -> str:
        """Return the words of a code, or those for whatever has no words of its own."""
        key = f"{table}.{code}"
        return self.say(key if key in texts(self.topic) else f"{table}.other")

    @property
    def name(self) -> str:
        """Return the name of the traveler as their passport has it."""
        return answers.name_of(self.letter.application.answers)

    @property
    def due_on(self) -> str:
        """Return the day by which an answer is wanted."""
        return self.day(date.fromisoformat(str(self.letter.facts["due_on"])))

    @cached_property
    def explained(self) -> Decision | None:
        """Return the decision that the letter explains; None where it explains none."""
        decisions = self.letter.application.decisions.exclude(grounds=[])
        pk = self.letter.facts.get("decision")
        return decisions.filter(pk=pk).first() if pk and self._explains else None

    @cached_property
    def worded(self) -> Decision | Reconsideration | None:
        """Return that of which the letter holds an officer's own words; None where of nothing."""
        pk = self.letter.facts.get("reconsideration")
        if pk is None:
            return self.explained
        requests = Reconsideration.objects.filter(decision__application=self.letter.application)
        request = requests.filter(pk=pk).first()
        return request if request and request.words else None

    @property
    def _explains(self) -> bool:
        """Tell whether the letter is of a decision, or lets it stand with words of its own."""
        return "reconsideration" not in self.letter.facts or self.worded is not None

    def day(self, day: date) -> str:
        """Return a day in the language."""
        return plain_day(day, self.language)

    @cached_property
    def _values(self) -> Mapping[str, str]:
        facts, authorization = programme(), queries.authorization_of(self.letter.application)
        values = {
            "name": self.name,
            "number": numbers.for_people(self.letter.application.number),
            "address": facts.address(self.language),
            "price": facts.price(self.language),
            "day": self.due_on if "due_on" in self.letter.facts else "",
            "valid_until": self.day(authorization.valid_until) if authorization else "",
            "enquiry": numbers.for_people(str(self.letter.facts.get("enquiry", ""))).strip(),
        }
        return in_sentence(values, self.language)


def _rows(sheet: Sheet, rows: Mapping[str, str]) -> list[Block]:
    facts = [(sheet.say(f"label.{key}"), value) for key, value in rows.items() if value]
    return [Facts(facts)] if facts else []


def _list(sheet: Sheet, heading: str, lines: Sequence[tuple[str, Sequence[str]]]) -> list[Block]:
    return [Checklist(sheet.say(f"list.{heading}"), lines)] if lines else []


def _number(sheet: Sheet) -> list[Block]:
    return _rows(sheet, {"number": numbers.for_people(sheet.letter.application.number)})


def _receipt(sheet: Sheet) -> list[Block]:
    payment = queries.payment_of(sheet.letter.application)
    if payment is None or payment.settled_at is None or not payment.counts:
        return []
    rows = {
        "amount": money(payment.cents, payment.currency, sheet.language),
        "paid_on": sheet.day(payment.settled_at.astimezone(authority_zone()).date()),
        "reference": payment.reference,
    }
    return _rows(sheet, rows)


def _refund(sheet: Sheet) -> list[Block]:
    """Name the payment that is or was given back: an application may have several."""
    pk = sheet.letter.facts.get("payment")
    payment = sheet.letter.application.payments.filter(pk=pk).first()
    if payment is None:
        return []
    is_back = sheet.letter.kind == "refunded"
    at = payment.refunded_at if is_back else payment.settled_at
    if at is None:
        return []
    row = "refunded_on" if is_back else "paid_on"
    day = sheet.day(at.astimezone(authority_zone()).date())
    return _rows(sheet, {"reference": payment.reference, row: day})


def _authorization(sheet: Sheet) -> list[Block]:
    application = sheet.letter.application
    authorization = queries.authorization_of(application)
    if authorization is None:
        return []
    holds = sheet.letter.kind in ("approved", "numbers") and authorization.ended_at is None
    rows = {
        "authorization": numbers.for_people(authorization.number),
        "valid_until": sheet.day(authorization.valid_until) if holds else "",
        "passport": str(application.answers.get("passport_number", ""))[-3:],
    }
    return _rows(sheet, rows)


def _pin(sheet: Sheet) -> list[Block]:
    return _rows(sheet, {"pin": pin_for_people(tokens.pin_of(sheet.letter.application))})


def _code(sheet: Sheet) -> list[Block]:
    return _rows(sheet, {"code": tokens.email_code(sheet.letter.application)})


def _due_on(sheet: Sheet) -> list[Block]:
    return _rows(sheet, {"answer_by": sheet.due_on})


def _reasons(sheet: Sheet) -> list[Block]:
    """Give the kinds of reasons; where the letter explains them, with the law and the facts."""
    if sheet.explained and not sheet.is_mail:
        grounds = explained.lines(sheet.explained, sheet.language)
        kinds = {kind for kind, _ in grounds}
        further = [kind for kind in sheet.letter.facts.get("reasons", ()) if kind not in kinds]
        rows = [*((str(kind), ()) for kind in further), *grounds]
        lines = [(sheet.words_of("reason", kind), details) for kind, details in rows]
        return _list(sheet, "reasons", lines)
    codes = sheet.letter.facts.get("reasons", [])
    reasons = dict.fromkeys(sheet.words_of("reason", str(code)) for code in codes)
    return _list(sheet, "reasons", [(words, ()) for words in reasons])


def _words(sheet: Sheet) -> list[Block]:
    """Give the officer's own words; in a mail, say where they are read."""
    if sheet.worded is None:
        return []
    if sheet.is_mail:
        return [Paragraph(sheet.say("explained.mail"))]
    return [explained.quotation(sheet.worded, sheet.say("explained.words"))]


def _options(sheet: Sheet) -> list[Block]:
    keys = filter(is_offered, OPTIONS[sheet.letter.kind])
    lines = [sheet.say(f"option.{key}") for key in keys]
    return _list(sheet, "options", [(words, ()) for words in lines])


def _requests(sheet: Sheet) -> list[Block]:
    """List what was asked for in this letter; a reminder lists what still waits."""
    application = sheet.letter.application
    keys = sheet.letter.facts.get("requests")
    waiting = queries.open_requests(application)
    requests = application.requests.filter(pk__in=keys) if keys else waiting
    lines: list[tuple[str, Sequence[str]]] = []
    elsewhere: list[Block] = []
    for request in requests:
        paper = sheet.words_of("wanted", request.kind)
        is_other = bool(request.words and request.language)
        lines.append((paper, (request.words,) if request.words and not is_other else ()))
        elsewhere += explained.in_own_language(paper, request) if is_other else []
    return [*_list(sheet, "requests", lines), *elsewhere]


def _paper(sheet: Sheet) -> list[Block]:
    """Name a file that was not accepted, with the reason and what can be done instead."""
    paper = sheet.letter.application.papers.filter(pk=sheet.letter.facts.get("paper")).first()
    if paper is None or paper.request is None:
        return []
    document = paper.request.kind
    rows = {
        "file": paper.name,
        "answers": "" if document == "offered" else sheet.words_of("wanted", document),
    }
    reason = texts("papers").get(f"error.{paper.reason}", sheet.language).text
    return [*_rows(sheet, rows), Paragraph(reason)]


def _fields(sheet: Sheet) -> list[Block]:
    labels = [
        texts("fields").get(f"field.{key}.label", sheet.language).text
        for key in sheet.letter.facts.get("fields", [])
        if f"field.{key}.label" in texts("fields")
    ]
    return _list(sheet, "fields", [(label, ()) for label in labels])


PROMISES = ("enquiry_received", "enquiry_later")  # letters that promise a day for an answer


def _enquiry(sheet: Sheet) -> list[Block]:
    promise_date = sheet.due_on if sheet.letter.kind in PROMISES else ""
    number = numbers.for_people(str(sheet.letter.facts.get("enquiry", ""))).strip()
    return _rows(sheet, {"enquiry": number, "promised": promise_date})


def _answer(sheet: Sheet) -> list[Block]:
    """Give the officer's own words, a paragraph for each line."""
    enquiry = Enquiry.objects.filter(number=sheet.letter.facts.get("enquiry", "")).first()
    return explained.answer(enquiry, sheet.say("explained.words")) if enquiry else []


# A room above hands in the parts that only it knows.
PARTS: dict[str, Callable[[Sheet], list[Block]]] = {
    "number": _number,
    "receipt": _receipt,
    "refund": _refund,
    "authorization": _authorization,
    "pin": _pin,
    "code": _code,
    "due_on": _due_on,
    "reasons": _reasons,
    "words": _words,
    "options": _options,
    "requests": _requests,
    "fields": _fields,
    "paper": _paper,
    "enquiry": _enquiry,
    "answer": _answer,
}
