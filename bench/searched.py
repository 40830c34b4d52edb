"""What agents search among: keys of names, days and telephones, calls and contacts by the million.

Names are as unequal as in life: one of a hundred has the most frequent one of each kind.
"""

from datetime import date, timedelta

from bench import applications, world
from bench.applications import Link
from guichet.applications.searching.keys import keys_of
from guichet.contact.call_backs.numbers import phone_key
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers

NAMES, DAYS, CALLS_OF_A_NUMBER = 1_000, 25_000, 5
COMMON = ("FAMILYA", "GIVENA")  # the names of a hundredth of all
CALLER, REPRESENTATIVE = "+33142345678", "+33142345679"
_TABLES = (
    "interactions_interaction",
    "interactions_subject",
    "interactions_participant",
    "contact_telephonecall",
    "contact_identitycheck",
)
KEYS = """
INSERT INTO applications_searchkeys (application_id, keys)
SELECT id, ARRAY[(%(families)s::bytea[])[1 + (random() ^ 2 * {names})::int],
                 (%(givens)s::bytea[])[1 + (random() ^ 2 * {names})::int],
                 (%(days)s::bytea[])[1 + (random() * {days})::int]]
               || CASE WHEN id %% 10 = 0
                       THEN ARRAY[substr(sha256(convert_to('phone ' || id, 'UTF8')), 1, 16)]
                       ELSE '{{}}' END
  FROM applications_application
 WHERE NOT EXISTS (SELECT FROM applications_searchkeys WHERE application_id = id)
""".format(names=NAMES - 1, days=DAYS - 1)
CALLS = f"""
INSERT INTO contact_telephonecall (mark, number, by_phone, language, menu, recording, heard_at,
                                   began_at, handed_on_to)
SELECT 'bench' || copy, '', sha256(convert_to('phone ' || copy / {CALLS_OF_A_NUMBER}, 'UTF8')),
       'fr', '', '', now(), now(), ''
  FROM generate_series(1, %(count)s) AS copy
"""
CONTACTS = """
INSERT INTO interactions_interaction (number, direction, channel, language, started_at, ended_at,
            centre, outcome, disclosure, scenario, answers, has_case)
SELECT 'I' || (900000000 - copy), 'in', 'telephone', 'fr', now(), now(), '', 'answered', 'case', '',
       '[]', true
  FROM generate_series(1, %(count)s) AS copy
"""
ABOUT = """
WITH numbered AS (SELECT id, number, 900000000 - substr(number, 2)::int AS copy
                    FROM interactions_interaction WHERE number > 'I89'),
     calls AS (SELECT id, substr(mark, 6)::int AS copy FROM contact_telephonecall
                WHERE mark LIKE 'bench%%'),
     called AS (INSERT INTO interactions_subject (interaction_id, kind, number)
                SELECT numbered.id, 'call', calls.id::text FROM numbered JOIN calls USING (copy)),
     spoke AS (INSERT INTO interactions_participant (interaction_id, role, certainty, name)
               SELECT id, 'client', 'known', '' FROM numbered)
INSERT INTO contact_identitycheck (interaction_id, subject, application_id, facts, fits, failed,
            level, channel, checked_at, once)
SELECT numbered.id, '', %(first)s + copy %% %(cases)s, '[]', true, false, 'case', 'telephone',
       now(), ''
  FROM numbered
"""


def make(link: Link, *, cases: int, contacts: int) -> None:
    """Let there be so many applications that can be searched, and contacts that were calls."""
    applications.lengthen(link, upto=cases)
    with link.transaction(), world.without_indexes(link, "applications_searchkeys"):
        world.try_without_checks(link)
        link.execute(KEYS, _vocabulary())
    row = link.execute("SELECT min(id), count(*) FROM applications_application").fetchone()
    assert row
    with link.transaction(), world.without_indexes(link, *_TABLES):
        world.try_without_checks(link)
        values = {"count": contacts, "first": row[0], "cases": row[1] - 1}
        for statement in (CALLS, CONTACTS, ABOUT):
            link.execute(statement, values)
    _mark(link)
    for table in ("applications_searchkeys", *_TABLES):
        link.execute(f"VACUUM (ANALYZE) {table}")


def _vocabulary() -> dict[str, list[bytes]]:
    """Return the keys of all words and days of this world, the most frequent first."""
    letters = [
        f"{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}{chr(65 + n // 676)}" for n in range(NAMES)
    ]
    first = date(1935, 1, 1)
    days = [str(first + timedelta(days=n)) for n in range(DAYS)]
    families = [COMMON[0], *(f"FAMILY{word}" for word in letters[1:])]
    givens = [COMMON[1], *(f"GIVEN{word}" for word in letters[1:])]
    return {
        "families": [keys_of({"surname": word})[0] for word in families],
        "givens": [keys_of({"given_names": word})[0] for word in givens],
        "days": [keys_of({"birth_date": day})[0] for day in days],
    }


def _mark(link: Link) -> None:
    """Give numbers that can be asked for: of a case, of a contact, of callers."""
    for table, letter in (("applications_application", "V"), ("interactions_interaction", "I")):
        link.execute(
            f"UPDATE {table} SET number = %s WHERE id = (SELECT max(id) FROM {table})",
            [case_numbers.new_number(letter)],
        )
    link.execute(
        "UPDATE contact_telephonecall SET by_phone = %s WHERE by_phone ="
        " (SELECT by_phone FROM contact_telephonecall WHERE mark = 'bench1000')",
        [phone_key(CALLER)],
    )
    link.execute(
        "UPDATE applications_searchkeys SET keys = keys || %s::bytea[] WHERE application_id ="
        " (SELECT max(application_id) FROM applications_searchkeys)",
        [keys_of({"rep_phone": REPRESENTATIVE})],
    )


def a_contact() -> str:
    """Return the number of a contact that is there."""
    return Interaction.objects.exclude(ended_at=None).latest("pk").number
