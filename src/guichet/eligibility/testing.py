"""Ready-made travelers for tests and demonstrations: a base that is changed fact by fact."""

from collections.abc import Mapping
from datetime import date, datetime

from guichet.eligibility import facts as vocabulary
from guichet.eligibility.content import law
from guichet.eligibility.rules import Verdict, decide

LEFT_OUT = object()
TODAY = date(2026, 11, 22)
# A French tourist by plane, who has nothing but a passport.
TOURIST: Mapping[str, object] = {
    "status_ca": "none",
    "nationalities": ["FRA"],
    "us_status": "none",
    "holds_valid_trv": False,
    "mode": "air",
    "document": {"issuer": "FRA", "type": "ordinary"},
}


def traveler(**changes: object) -> dict[str, object]:
    """Return the facts of the tourist with these changes; LEFT_OUT takes one away."""
    return {k: v for k, v in {**TOURIST, **changes}.items() if v is not LEFT_OUT}


def citizen_of(code: str, *features: str, **changes: object) -> dict[str, object]:
    """Return a tourist of a nationality, with its passport and exactly these features."""
    passport = {"issuer": code, "type": "ordinary", "features": list(features)}
    return traveler(**{"nationalities": [code], "document": passport, **changes})


def answer_for(
    body: Mapping[str, object], *, on: date = TODAY, at: datetime | None = None
) -> Verdict:
    """Return what the table says of these facts, at noon of a day or at a moment."""
    facts, _ = vocabulary.read(body, law().codes)
    return decide(facts, law(), at=at or law().noon_of(on))
