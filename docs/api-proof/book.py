"""Book appointments by the API, where the network has booked many: an example for programs.

Nothing but Python's standard library. Above its thresholds the API answers 429 with the code
`proof_needed`, a `challenge` and `Retry-After`. A program has two ways on, and both send the very
same call again: at once with the work it has done in the header `Guichet-Proof`, or, without any
header, after it has waited. The Idempotency-Key stays the same, because a proof is no part of what
the key stands for; and a call that was answered before needs no proof when it is repeated.

    python book.py http://127.0.0.1:8000 booking.json [--wait]

`booking.json` holds the body of `POST /api/v1/appointments`.
"""

import base64
import hashlib
import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

TRIES = 5  # the price may rise while one pays, and two prices may stand in the way


class ApiAnswer(NamedTuple):
    """What the API answered."""

    status: int
    body: dict[str, Any]
    retry_after: int


def solve(challenge: Mapping[str, Any]) -> str:
    """Return the work for the header: find the counter whose derived key begins as it should."""
    parameters = challenge["parameters"]
    nonce, salt = bytes.fromhex(parameters["nonce"]), bytes.fromhex(parameters["salt"])
    prefix, counter, key = bytes.fromhex(parameters["keyPrefix"]), -1, b""
    while not key.startswith(prefix) or counter < 0:
        counter += 1
        password = nonce + counter.to_bytes(4, "big")
        key = hashlib.pbkdf2_hmac(
            "sha256", password, salt, parameters["cost"], parameters["keyLength"]
        )
    solution = {"counter": counter, "derivedKey": key.hex()}
    content = json.dumps({"challenge": challenge, "solution": solution})
    return base64.b64encode(content.encode()).decode()


def call(url: str, body: object, headers: Mapping[str, str]) -> ApiAnswer:
    """Send one call, and return the answer whatever its status."""
    content = json.dumps(body).encode()
    request = urllib.request.Request(url, content, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request) as answer:
            return ApiAnswer(answer.status, json.load(answer), 0)
    except urllib.error.HTTPError as answer:
        wait = int(answer.headers.get("Retry-After", "1"))
        return ApiAnswer(answer.code, json.load(answer), wait)


def post(
    url: str, body: object, *, waits: bool = False, sleep: Callable[[float], None] = time.sleep
) -> ApiAnswer:
    """Post until nothing but time or work stands in the way any more, and return the answer.

    Two prices may stand in the way of one booking, that of the network and that of a phone with
    many appointments: the header takes several proofs, with commas between them.
    """
    key, proofs = str(uuid.uuid4()), list[str]()
    for _ in range(TRIES):
        proof_header = {"Guichet-Proof": ", ".join(proofs)} if proofs else {}
        answer = call(url, body, {"Idempotency-Key": key, **proof_header})
        if answer.status == 503 or answer.body.get("code") == "too_many":
            sleep(answer.retry_after)
        elif answer.body.get("code") != "proof_needed":
            return answer
        elif waits:
            sleep(answer.retry_after)
        else:
            proofs = [*proofs, solve(answer.body["challenge"])][-3:]
    return answer


def main() -> int:
    """Book what the file says, and print what the API answered."""
    server, path, *options = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        body = json.load(file)
    answer = post(f"{server}/api/v1/appointments", body, waits="--wait" in options)
    sys.stdout.write(f"{answer.status} {json.dumps(answer.body, ensure_ascii=False, indent=2)}\n")
    return int(answer.status != 201)


if __name__ == "__main__":
    sys.exit(main())
