"""A complete booking through HTTP, beside the same statements without any of us."""

from contextlib import suppress

from bench import load, pgbench
from bench.browser import HttpAnswer
from bench.figures import Figure, milliseconds
from bench.people import person
from bench.processor import Usage
from bench.stage import Stage, captured
from bench.statements import Statements
from guichet.booking import queries
from guichet.kernel.obstacles import Obstacle

CLIENTS = 8
TARGET, DEFECT = 0.25, 0.10
PER_CLIENT = 4_000  # slots each client of pgbench may use
WARM_UP = 2.0  # seconds, for either

# The very statements of a booking over HTTP, in as many transactions: hold, read, confirm. As there
# everybody is looked for at the same minute elsewhere, and numbers stand anywhere in their index.
HOLD = """
\\set slot :first + :client_id * :share + :turn % :share
SELECT claim FROM claim_place(:slot, NULL, NULL::bytea[], 0, now(), now() + interval '10 minutes',
  interval '10 minutes', false, '{}')
\\gset
"""
CONFIRM = """
SELECT booked FROM confirm_place(:claim, left(md5('number ' || :client_id || ' ' || :turn), 11),
  sha256(convert_to('pgbench ' || :client_id || ' ' || :turn, 'UTF8')), now(), 'en', 'Ada Lovelace',
  '1985-05-17', '+15052460100', '', '', '', '', false,
  sha256(convert_to('letters ' || :client_id || ' ' || :turn, 'UTF8')),
  sha256(convert_to('words ' || :client_id || ' ' || :turn, 'UTF8')), '',
  sha256(convert_to('phone ' || :client_id || ' ' || :turn, 'UTF8')), NULL, NULL::integer[],
  'client')
\\gset
"""


def measure(stage: Stage) -> list[Figure]:
    limit = without_us(stage)
    slots = stage.take_slots(len(stage.free_slots) // 2)
    browsers = stage.browsers(CLIENTS)
    share = len(slots) // CLIENTS

    def book(client: int, turn: int) -> None:
        slot = slots[client * share + turn % share]
        answer = browsers[client].post_json("/api/v1/holds", {"slot": str(slot)})
        expect(answer, 201)
        facts = {"hold": answer.json["hold"], **person(client, turn), "language": "en"}
        expect(browsers[client].post_json("/api/v1/appointments", facts), 201)

    load.for_a_while(book, clients=CLIENTS, seconds=stage.seconds(WARM_UP))
    slots = slots[1:] + slots[:1]
    counter = Statements(stage.link)
    with stage.measured() as usage:
        run = load.for_a_while(
            lambda client, turn: book(client, turn + 5000),
            clients=CLIENTS,
            seconds=stage.seconds(10),
        )
    return [_figure(run, limit, usage, counter.per(run.operations))]


def _figure(run: load.Run, limit: pgbench.Limit, usage: Usage, statements: str) -> Figure:
    count, ratio = run.operations, run.rate / limit.rate
    return Figure(
        what=f"Bookings through HTTP (hold, confirm), {CLIENTS} clients, 2 workers",
        figure=f"{run.rate:.0f} a second; half within {run.percentile(0.5) * 1000:.0f} ms,"
        f" 99 % within {run.percentile(0.99) * 1000:.0f} ms",
        statements=statements,
        processor=milliseconds(
            web=usage.milliseconds("web", count),
            database=usage.milliseconds("database", count),
            client=usage.milliseconds("client", count),
        ),
        limit=f"{limit.rate:.0f} a second: the same statements in {limit.program},"
        f" {CLIENTS} clients",
        ratio=ratio,
        target=f"a quarter of it; under {DEFECT:g} is a defect",
        met=ratio >= TARGET,
    )


def without_us(stage: Stage) -> pgbench.Limit:
    """Return what PostgreSQL does alone with the statements of a booking, warm as we are."""
    share = min(PER_CLIENT, len(stage.free_slots) // 2 // CLIENTS)
    slots = stage.take_slots(share * CLIENTS)

    def book(turn: int, seconds: float) -> pgbench.Limit:
        return pgbench.run(
            f"{HOLD}{reading()};{CONFIRM}",
            url=stage.site.database.url,
            clients=CLIENTS,
            seconds=seconds,
            variables={"first": slots[0], "share": share, "turn": turn},
            database=stage.database_pid,
        )

    book(0, stage.seconds(WARM_UP))
    return book(1_000_000, stage.seconds(8))


def reading() -> str:
    """Return the statement by which a booking reads the hold, of the claim before it."""
    with captured() as statements, suppress(Obstacle):
        queries.appointment(0)
    return statements[0].replace("it.id = 0", "it.id = :claim")


def expect(answer: HttpAnswer, status: int) -> None:
    """Stop the benchmark when something else is answered: its figure would mean nothing."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}: {answer.text[:500]}")
