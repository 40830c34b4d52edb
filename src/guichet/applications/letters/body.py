"""The words of a letter in their order, for the mail and for the file alike."""

from collections.abc import Callable, Collection, Mapping

from guichet.applications.form.answers import letter_languages
from guichet.applications.letters import parts
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Correspondence
from guichet.eligibility.programme import ETA
from guichet.kernel.content.filling import called
from guichet.post import issuer
from guichet.post.mail_body import Block, InLanguage, Link, Paragraph
from guichet.web.addresses.paths import public_address
from guichet.web.formats.countries import language_name
from guichet.web.languages import DEFAULT, OFFERED
from guichet.web.words import texts

# What stands in each kind of letter beside its sentences.
SHOWS: Mapping[str, tuple[str, ...]] = {
    "received": ("number", "receipt"),
    "information_asked": ("number", "due_on", "requests"),
    "interview": ("number", "due_on"),  # of before: no time was offered
    "interview_offered": ("number", "interview", "due_on"),
    "interview_chosen": ("number", "interview"),
    "interview_moved": ("number", "interview"),
    "interview_declined": ("number", "interview"),
    "interview_ended": ("number", "interview"),
    "interview_missed": ("number", "interview"),
    "interview_gone": ("number", "interview", "due_on"),
    "interview_over": ("number", "interview"),
    "reminder": ("number", "interview", "due_on", "requests"),
    "late": ("number",),
    "paper_refused": ("number", "paper"),
    "approved": ("number", "authorization"),
    "refused": ("number", "reasons", "words", "options"),
    "withdrawn": ("number", "reasons"),
    "abandoned": ("number",),
    "cancelled": ("number", "authorization", "reasons", "words", "options"),
    "lapsed": ("number", "authorization"),
    "expired": ("number", "authorization"),
    "numbers": ("number", "authorization", "pin"),
    "prove_email": ("code",),
    "email_changed": ("number",),
    "corrected": ("number", "fields"),
    "correction_asked": ("number", "fields"),
    "correction_declined": ("number", "fields", "reasons"),
    "reconsideration_received": ("number",),
    "reconsideration_upheld": ("number", "reasons", "words", "options"),
    "reconsideration_reopened": ("number",),
    "refund_due": ("number", "refund"),
    "refunded": ("number", "refund"),
    "enquiry_received": ("number", "enquiry"),
    "enquiry_answered": ("number", "enquiry", "answer"),
    "enquiry_later": ("number", "enquiry"),
}
# What a summary says beside its sentence, by the kind of letter; a room above hands it in.
SUMMED: dict[str, Callable[[Sheet], list[str]]] = {}
# Whole sentences that a room above adds to a letter and to its summary.
ADDED: list[Callable[[Sheet], list[str]]] = []
# Where each leads to: to open the application, unless it is one of these.
LEADS: Mapping[str, str] = {
    "abandoned": "applications:home",
    "expired": "applications:home",
    "lapsed": "eligibility:need",
    "withdrawn": "applications:home",
    "enquiry_received": "applications:enquire",
    "enquiry_answered": "applications:enquire",
    "enquiry_later": "applications:enquire",
}
# What each result means is explained on a page, under the name of the result.
RESULTS: Mapping[str, str] = {
    **{kind: kind for kind in ("approved", "refused", "withdrawn", "abandoned")},
    **{kind: kind for kind in ("cancelled", "lapsed", "expired")},
    "reconsideration_upheld": "refused",
}


def opening(sheet: Sheet, *, without: Collection[str] = ()) -> list[Block]:
    """Return what a letter says about its case; `without` names parts that stand elsewhere."""
    kind = sheet.letter.kind
    has_name = sheet.name and kind != "prove_email"  # that address may be a stranger's
    blocks: list[Block] = [Paragraph(sheet.say("common.dear"))] if has_name else []
    blocks.append(Paragraph(sheet.of_kind("says"), strong=True))
    for part in SHOWS[kind]:
        blocks += [] if part in without else parts.PARTS[part](sheet)
    return [
        *blocks,
        *(Paragraph(line) for line in _added(sheet)),
        Paragraph(sheet.of_kind("next")),
        Paragraph(sheet.say("common.page")),
        Link(_page(sheet.letter, _language_of_pages(sheet))),
        *_result(sheet),
    ]


def _added(sheet: Sheet) -> list[str]:
    return [line for lines_of in ADDED for line in lines_of(sheet)]


def _page(letter: Correspondence, language: str) -> str:
    """Return the page a letter leads to, in a language."""
    return public_address(LEADS.get(letter.kind, "applications:resume"), language)


def _language_of_pages(sheet: Sheet) -> str:
    """Return the language of what a letter links to: its own, where the site has pages in it."""
    return sheet.language if sheet.language in OFFERED else summary_language(sheet.letter)


def _result(sheet: Sheet) -> list[Block]:
    """Return the way to what a result means."""
    if sheet.letter.kind not in RESULTS:
        return []
    page = public_address("applications:results", _language_of_pages(sheet))
    result = RESULTS[sheet.letter.kind]
    return [Paragraph(sheet.say("common.results")), Link(f"{page}#{result}")]


def safety(sheet: Sheet) -> list[Paragraph]:
    """Return what protects the reader from others: the official address, the price, the PIN.

    Where a machine translated the letter and no person has read it, that is said as well.
    """
    keys = ["official", "pin", *_unread(sheet)]
    return [Paragraph(sheet.say(f"common.{key}")) for key in keys] + _counting(sheet)


def _counting(sheet: Sheet) -> list[Paragraph]:
    """Return which letters count where a machine translated these: the English, or the first."""
    languages = letter_languages()
    original = DEFAULT if DEFAULT in languages else languages[0]
    if original == sheet.language or not _unread(sheet):
        return []
    words = texts("letters").get("common.counts", sheet.language).text
    return [Paragraph(words % {"language": language_name(original, sheet.language)})]


def summary(letter: Correspondence, *, in_mail: bool = False) -> InLanguage:
    """Return a letter in plain words and in the traveler's own language."""
    sheet = Sheet(letter, summary_language(letter), topic="letters", is_mail=in_mail)
    keys = ["official", "price", "pin", *_unread(sheet)]
    is_other = sheet.language != letter.letter_language and sheet.language in OFFERED
    return InLanguage(
        heading=sheet.say("common.heading"),
        sentences=[*plain_words(sheet), *(sheet.say(f"common.{key}") for key in keys)],
        language=sheet.language,
        url=_page(letter, sheet.language) if is_other else "",
    )


def plain_words(sheet: Sheet) -> list[str]:
    """Return what a letter says in the traveler's own language.

    Of a decision that explains itself: what kind of reason it is, and whose the words above are.
    """
    kind = sheet.letter.kind
    more = SUMMED[kind](sheet) if kind in SUMMED else []
    sentences = [sheet.in_plain_words, *_added(sheet), *more]
    decision = sheet.worded
    if decision is None:
        return sentences
    kinds = [kind_of_reason(kind, sheet.language) for kind in decision.public_reasons]
    sentences += [sheet.say("explained.kinds"), *kinds]
    written_in = language_name(decision.language, sheet.language)
    whose = "explained.mail" if sheet.is_mail else "explained.whose"
    return [*sentences, sheet.say(whose, language=written_in)]


def kind_of_reason(code: str, language: str) -> str:
    """Return a kind of reason in plain words, in a language of the pages."""
    topic, key = texts("changes"), f"reason.{code}"
    return topic.get(key if key in topic else "reason.other", language).text


def _unread(sheet: Sheet) -> list[str]:
    return ["translated"] if texts(sheet.topic).standing(sheet.language).unread else []


def sender(language: str) -> str:
    """Return the name a mail goes under: short, for readers of mail cut or garble a longer one."""
    name = called("AVE" if language == "fr" else "eTA", language)
    return f"{issuer.short_name(language)} · {name}"


def summary_language(letter: Correspondence) -> str:
    """Return the traveler's own language, as far as the programme is written in it."""
    return letter.summary_language if letter.summary_language in ETA else DEFAULT
