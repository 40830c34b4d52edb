"""What an officer does with a case by the keyboard, from its page to that of the next one."""

from collections.abc import Callable

from tests.journeys.typist import Typist

COURT = "The court of Cork convicted you."
WORDS = "From Cork, of 2011."
type Deed = Callable[..., None]
# The most presses that each takes; what is typed in words is no press.
MOST = {
    "approve": 2,
    "correct": 2,
    "agree": 2,
    "read": 1,
    "ask": 7,
    "decline": 5,
    "give_back": 5,
    "refund": 6,
    "reopen": 5,
    "uphold": 9,
    "refuse": 10,
    "refuse_after_all": 13,
    "propose": 26,
    "answer": 9,
}


def approve(officer: Typist) -> None:
    officer.lead("a")
    officer.lead("n")


def approve_in_vain(officer: Typist, meanwhile: Deed) -> None:
    officer.lead("a")
    meanwhile(officer)
    officer.lead("n")
    officer.reads_why_not()


def correct(officer: Typist) -> None:
    officer.lead("m")
    officer.lead("n")


def decline(officer: Typist) -> None:
    officer.lead("d")
    officer.key("f")
    officer.key(" ")
    officer.lead("s")
    officer.lead("n")


def ask(officer: Typist) -> None:
    officer.lead("i")
    officer.key("f")
    officer.key(" ")
    officer.key("Tab")
    officer.type(WORDS)
    officer.lead("s")
    officer.reads(WORDS)
    officer.lead("n")


def refuse(officer: Typist) -> None:
    _write_refusal(officer)
    officer.lead("n")


def refuse_in_vain(officer: Typist, meanwhile: Deed) -> None:
    _write_refusal(officer)
    meanwhile(officer)
    officer.lead("n")
    officer.reads_why_not()
    assert COURT in officer.page.content(), "nothing typed is lost"


def refuse_after_all(officer: Typist, meanwhile: Deed) -> None:
    """Take over what a colleague took meanwhile: nothing is typed anew."""
    refuse_in_vain(officer, meanwhile)
    officer.lead("t")
    officer.lead("s")
    officer.reads(COURT)
    officer.lead("n")


def propose(officer: Typist) -> None:
    _write_refusal(officer, "act_34_1")
    officer.lead("n")


def _write_refusal(officer: Typist, provision: str = "") -> None:
    officer.lead("r")
    officer.key("f")
    if provision:
        officer.choose(provision)
    else:
        officer.key("ArrowDown")
    officer.tab_to("[name=facts_1]")
    officer.key(" ")
    officer.key("w")
    officer.type(COURT)
    officer.lead("s")
    officer.reads(COURT)


def agree(officer: Typist) -> None:
    officer.lead("y")
    officer.reads("We saw no proof")
    officer.lead("n")


def give_back(officer: Typist) -> None:
    officer.lead("b")
    officer.key("f")
    officer.type("The group has left that list.")
    officer.lead("s")
    officer.lead("n")


def reopen(officer: Typist) -> None:
    officer.lead("l")
    officer.key("f")
    officer.key(" ")
    officer.lead("s")
    officer.lead("n")


def uphold(officer: Typist) -> None:
    officer.lead("l")
    officer.key("f")
    officer.key("ArrowDown")
    officer.key("Tab")
    officer.key(" ")
    officer.key("w")
    officer.type(COURT)
    officer.lead("s")
    officer.reads(COURT)
    officer.lead("n")


def refund(officer: Typist) -> None:
    officer.lead("p")
    officer.key("f")
    officer.key("ArrowDown")
    officer.key(" ")
    officer.lead("s")
    officer.lead("n")


def read(officer: Typist) -> None:
    officer.lead("n")


def answer(officer: Typist) -> None:
    """Make an answer of a ready sentence, and words of one's own."""
    officer.key("f")
    officer.key("ArrowDown")
    officer.key("Tab")
    officer.key("Enter")
    officer.type(" Soon.")
    officer.lead("s")
    officer.reads("Soon.")
    officer.lead("n")
