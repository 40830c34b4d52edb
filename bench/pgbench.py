"""What PostgreSQL alone can do with the same statements: pgbench, or a loop of our own."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import load
from bench.processor import Usage, measured
from guichet.kernel.server.programs import ServerError, find_programs

RATE = re.compile(r"tps = ([\d.]+)")
LATENCY = re.compile(r"latency average = ([\d.]+) ms")
DONE = re.compile(r"transactions actually processed: (\d+)")
VARIABLE = re.compile(r"(?<![:\w]):(\w+)")


@dataclass(frozen=True)
class Limit:
    """What was reached: operations a second, what each took, and by which program."""

    program: str
    rate: float
    latency: float  # milliseconds
    operations: int
    usage: Usage


def program() -> str | None:
    """Return where pgbench is: beside the embedded server's programs, or on the path."""
    try:
        beside = find_programs() / "pgbench"
    except ServerError:
        beside = Path("/nonexistent")
    return str(beside) if beside.is_file() else shutil.which("pgbench")


def run(
    script: str,
    *,
    url: str,
    clients: int,
    seconds: float,
    variables: Mapping[str, object],
    database: int | None,
) -> Limit:
    """Repeat a script of pgbench; `:turn` counts, `:client_id` tells the clients apart."""
    path = program()
    if path is None:
        return _own_loop(script, url, clients, seconds, variables, database)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("\\set turn :turn + 1\n" + script)
        file.flush()
        definitions = [
            f"--define={name}={value}" for name, value in {"turn": 0, **variables}.items()
        ]
        command = [
            *(path, "--no-vacuum", "--protocol=prepared", f"--client={clients}", *definitions),
            *(f"--jobs={min(clients, 2)}", f"--time={max(1, round(seconds))}"),
            *(f"--file={file.name}", url),
        ]
        with measured(database=database) as usage:
            process = subprocess.run(command, capture_output=True, text=True)
    matches = [pattern.search(process.stdout) for pattern in (RATE, LATENCY, DONE)]
    if process.returncode or not all(matches):
        raise RuntimeError(f"pgbench: {process.stderr[:600]}")
    rate, latency, operations = (float(match[1]) for match in matches if match)
    return Limit("pgbench", rate, latency, int(operations), usage)


def _own_loop(
    script: str,
    url: str,
    clients: int,
    seconds: float,
    variables: Mapping[str, object],
    database: int | None,
) -> Limit:
    """Do the same in Python, more slowly; the figure says so by the name of the program."""
    statements = [part.strip() for part in re.split(r";|\\gset", script) if part.strip()]
    links = [psycopg.connect(url, autocommit=True, prepare_threshold=0) for _ in range(clients)]
    texts = [VARIABLE.sub(r"%(\1)s", text.replace("%", "%%")) for text in statements]

    def work(client: int, turn: int) -> None:
        facts = {**variables, "client_id": client, "turn": turn + 1}
        for text in texts:
            cursor = links[client].execute(text, facts)
            row = cursor.fetchone()
            names = [column.name for column in cursor.description or ()]
            facts |= dict(zip(names, row or (), strict=False))

    with measured(database=database) as usage:
        loop_run = load.for_a_while(work, clients=clients, seconds=seconds)
    for link in links:
        link.close()
    latency = 1000 * sum(loop_run.latencies) / max(1, loop_run.operations)
    return Limit("a loop of psycopg", loop_run.rate, latency, loop_run.operations, usage)
