"""The states of an application and of an authorization, and every way from one to another.

The one table from which the guard in the database, the actions and the tests are made. A guard
that is written to a file is only made again when the table changes: a test says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.kernel.obstacles import Obstacle

CLIENT, SYSTEM, OFFICER = "client", "system", "officer"

FIRST = "draft"
UNSENT = frozenset({"draft", "submitted_unpaid"})
OURS = frozenset({"submitted", "auto_review", "manual_review", "info_received"})  # we must act
INVITED = "interview_requested"
THEIRS = frozenset({"info_requested", INVITED})  # the client must act
OPEN = OURS | THEIRS
ENDS = frozenset({"issued", "refused", "withdrawn", "abandoned"})
STATES = (
    "draft",
    "submitted_unpaid",
    "submitted",
    "auto_review",
    "manual_review",
    "info_requested",
    "info_received",
    "interview_requested",
    "issued",
    "refused",
    "withdrawn",
    "abandoned",
)

VALID = "valid"
ENDED_AS = ("expired", "superseded", "cancelled", "lapsed_by_list_change")


@dataclass(frozen=True, slots=True)
class Transition:
    """One way: what is done, from which states, to which state, and who may do it."""

    verb: str
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]


def _way(verb: str, sources: str, target: str, *by: str) -> Transition:
    return Transition(verb, tuple(sources.split()), target, frozenset(by))


_UNDER_REVIEW = "manual_review info_requested info_received interview_requested"
TRANSITIONS = (
    _way("submit", "draft", "submitted_unpaid", CLIENT),
    _way("revise", "submitted_unpaid", "draft", CLIENT),  # nothing has been processed yet
    _way("pay", "submitted_unpaid", "submitted", SYSTEM),
    _way("review", "submitted", "auto_review", SYSTEM),
    _way("issue", "auto_review", "issued", SYSTEM),
    _way("refer", "auto_review", "manual_review", SYSTEM),
    _way("ask", "manual_review info_received interview_requested", "info_requested", OFFICER),
    _way("answer", "info_requested", "info_received", CLIENT),
    _way("resume", "info_received info_requested interview_requested", "manual_review", OFFICER),
    _way("invite", "manual_review info_received", "interview_requested", OFFICER),
    _way("approve", "manual_review info_received interview_requested", "issued", OFFICER),
    # Nobody is refused while a question waits for its answer, and never by a rule.
    _way("refuse", "manual_review info_received interview_requested", "refused", OFFICER),
    _way("withdraw", f"submitted {_UNDER_REVIEW}", "withdrawn", CLIENT),
    _way("close", _UNDER_REVIEW, "withdrawn", OFFICER),  # a citizen or permanent resident
    _way("abandon", "draft submitted_unpaid", "abandoned", CLIENT, SYSTEM),
    _way("give_up", "info_requested interview_requested", "abandoned", OFFICER),
    _way("reopen", "refused", "manual_review", OFFICER),  # a reconsideration found new facts
)
_BY_VERB: Mapping[str, Transition] = {way.verb: way for way in TRANSITIONS}

ALLOWED = frozenset((source, way.target) for way in TRANSITIONS for source in way.sources)


def next_state(verb: str, state: str, *, by: str) -> str:
    """Return the state that follows, or raise Obstacle: this cannot be done (any more).

    >>> next_state("submit", "draft", by="client")
    'submitted_unpaid'
    """
    way = _BY_VERB[verb]
    if state not in way.sources or by not in way.by:
        raise Obstacle("not_possible_now", state=state, verb=verb)
    return way.target


def is_possible(verb: str, state: str) -> bool:
    """Tell whether something can be done in a state."""
    return state in _BY_VERB[verb].sources


def guard_sql() -> str:
    """Return the SQL of the guard: it refuses every other way, whoever tries it."""
    ways = ",\n".join(f"    ('{source}', '{target}')" for source, target in sorted(ALLOWED))
    ends = ", ".join(f"'{end}'" for end in ENDED_AS)
    return _GUARD.format(first=FIRST, ways=ways, ends=ends)


_GUARD = """\
-- Made from the table in states.py by `guard_sql()`; change the table, then write this file again.
-- An application begins as a draft and goes no way that is not listed. An authorization ends once.
CREATE OR REPLACE FUNCTION guard_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> '{first}' THEN
      RAISE check_violation USING MESSAGE = format('an application cannot begin as %s', NEW.state),
        CONSTRAINT = 'applications_begin_as_drafts';
    END IF;
  ELSIF (OLD.state, NEW.state) NOT IN (VALUES
{ways}
  ) THEN
    RAISE check_violation
      USING MESSAGE = format('no way leads from %s to %s', OLD.state, NEW.state),
        CONSTRAINT = 'states_follow_the_table';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER application_begins BEFORE INSERT ON applications_application
  FOR EACH ROW EXECUTE FUNCTION guard_application();
CREATE OR REPLACE TRIGGER application_moves BEFORE UPDATE OF state ON applications_application
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_application();

CREATE OR REPLACE FUNCTION guard_authorization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_as NOT IN ({ends}) THEN
    RAISE check_violation
      USING MESSAGE = format('an authorization cannot become %s', NEW.ended_as),
        CONSTRAINT = 'authorizations_end_once';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER authorization_ends
  BEFORE UPDATE OF ended_at, ended_as ON applications_authorization
  FOR EACH ROW
  WHEN ((OLD.ended_at, OLD.ended_as) IS DISTINCT FROM (NEW.ended_at, NEW.ended_as))
  EXECUTE FUNCTION guard_authorization();
"""
