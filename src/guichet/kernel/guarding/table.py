"""Every limit on what can be flooded or guessed, in one table: what `docs/limits.md` is made of.

A limit is a bucket: so many at once, and one more every so many seconds. `limits.take` takes from
it. What is counted by networks on the ladder has, for the wider ones of IPv6, as many times more
as `network.SHARES` says.
"""

from datetime import timedelta

from guichet.kernel.guarding.kinds import Beyond, Counted, Limit, Most, Overdrawn, Tries

APPOINTMENTS, ETA = "appointments", "eta"
# What Counted.RECORD is called where a programme is off.
RECORDS_WITHOUT = {APPOINTMENTS: "an application", ETA: "an appointment"}

GUESSES = Overdrawn(
    name="guess",
    what="failed guesses at all numbers, PINs, codes and dates together",
    counted=Counted.LADDER,
    burst=30,
    seconds=120.0,
    beyond=Beyond.PROOF,
    units=8,
    doubles=10,
    owed=120,
)
GUESS_WAITS = Limit(
    name="guess_wait",
    what="waits that let one guess on, beyond the limit above",
    counted=Counted.LADDER,
    burst=20,
    seconds=60.0,
    beyond=Beyond.ONCE_MORE,
)
GUESSES_AT = Overdrawn(
    name="guess_at",
    what="failed guesses from everywhere at one number or one person",
    counted=Counted.RECORD,
    burst=20,
    seconds=180.0,
    beyond=Beyond.DEARER,
    units=8,
    doubles=20,
    owed=60,
)
MISTYPED = Limit(
    name="mistyped",
    what="numbers whose check character does not fit",
    counted=Counted.NETWORK,
    burst=60,  # a family at a kiosk, typing
    seconds=5.0,
)
HOLDS = Limit(
    name="hold",
    what="holds by programs, whatever they cost",
    counted=Counted.NETWORK,
    burst=60,
    seconds=5.0,
    programme=APPOINTMENTS,
)
BOOKINGS = Limit(
    name="book",
    what="tries to book, whatever they cost",
    counted=Counted.NETWORK,
    burst=60,  # a library has many readers
    seconds=5.0,
    programme=APPOINTMENTS,
)
TOLD_OF_ANOTHER = Limit(
    name="already_booked", what="answers that somebody has an appointment already",
    counted=Counted.NETWORK, burst=5, seconds=600.0, programme=APPOINTMENTS,
)  # fmt: skip
REPORTS = Limit(
    name="report", what="reports about a page", counted=Counted.NETWORK, burst=10, seconds=120.0,
)  # fmt: skip
CALL_BACKS = Limit(
    name="call_back", what="call-backs asked for", counted=Counted.NETWORK, burst=5, seconds=600.0,
)  # fmt: skip
WISHES = Limit(
    name="wish", what="wishes to be told of new times, or to be on the earlier-time list",
    counted=Counted.NETWORK, burst=5, seconds=600.0, programme=APPOINTMENTS,
)  # fmt: skip
LOST_NOTICES = Limit(
    name="lost",
    what="one-time codes asked for by who lost a notice",
    counted=Counted.LADDER,
    burst=5,
    seconds=300.0,
    programme=APPOINTMENTS,
)
CODES_TO_A_PERSON = Limit(
    name="lost_to",
    what="one-time codes sent to who lost a notice; those sent before stay good for their time",
    counted=Counted.PERSON,
    burst=3,
    seconds=1200.0,  # as long as a code is good
    beyond=Beyond.SILENT,
    programme=APPOINTMENTS,
)
PAIRINGS = Limit(
    name="pairing",
    what="codes shown by displays and kiosks that wait to be paired",
    counted=Counted.NETWORK,
    burst=60,  # a new office has many screens behind one line
    seconds=30.0,
    programme=APPOINTMENTS,
)
PAIRING_CODES = Limit(
    name="pairing_code", what="wrong codes of displays and kiosks, typed",
    counted=Counted.ACCOUNT, burst=5, seconds=720.0, programme=APPOINTMENTS,
)  # fmt: skip
KIOSK_NUMBERS = Limit(
    name="kiosk_number", what="numbers that nobody has, typed at a kiosk",
    counted=Counted.DEVICE, burst=20, seconds=60.0, programme=APPOINTMENTS,
)  # fmt: skip
ALL_KIOSK_NUMBERS = Limit(
    name="kiosk_numbers", what="numbers that nobody has, typed at kiosks",
    counted=Counted.DEVICES, burst=400, seconds=5.0, programme=APPOINTMENTS,
)  # fmt: skip
KIOSK_TICKETS = Limit(
    name="kiosk_ticket", what="tickets without an appointment, given by a kiosk",
    counted=Counted.DEVICE, burst=40, seconds=15.0, programme=APPOINTMENTS,
)  # fmt: skip
DESK_PHOTOS = Limit(
    name="desk_photo", what="pictures of a camera, read for a desk",
    counted=Counted.ACCOUNT, burst=60, seconds=1.0, programme=APPOINTMENTS,
)  # fmt: skip
DESK_CHANGES = Limit(
    name="desk_change", what="wrong tries to change the person at a shared desk",
    counted=Counted.DEVICE, burst=10, seconds=1800.0, programme=APPOINTMENTS,
)  # fmt: skip
LOST_NUMBERS = Limit(
    name="eta_lost", what="numbers asked for by who lost them",
    counted=Counted.LADDER, burst=5, seconds=300.0, programme=ETA,
)  # fmt: skip
PROOFS_OF_AN_ADDRESS = Limit(
    name="eta_email_to",
    what="codes sent to an e-mail address that is to be proven",
    counted=Counted.CONTACT,
    burst=5,
    seconds=3600.0,  # as long as a code is good
    beyond=Beyond.SILENT,
    programme=ETA,
)
STARTS = Limit(
    name="eta_start",
    what="applications begun, by whatever door",
    counted=Counted.NETWORK,
    burst=60,  # a library has families
    seconds=10.0,
    programme=ETA,
)
STATUS = Limit(
    name="eta_status",
    what="look-ups of a public status",
    counted=Counted.NETWORK,
    burst=60,  # a family at a kiosk, not a list of numbers
    seconds=5.0,
    programme=ETA,
)
ENQUIRIES = Limit(
    name="eta_enquiry",
    what="questions without a case",
    counted=Counted.NETWORK,
    burst=5,
    seconds=1800.0,
    programme=ETA,
)
ACKNOWLEDGMENTS = Limit(
    name="eta_enquiry_to",
    what="acknowledgments of questions without a case",
    counted=Counted.CONTACT,
    burst=3,
    seconds=8 * 3600.0,
    programme=ETA,
)
LETTERS_AGAIN = Limit(
    name="eta_send_again",
    what="letters sent again",
    counted=Counted.RECORD,
    burst=5,
    seconds=720.0,
    programme=ETA,
)
NEW_ADDRESSES = Limit(
    name="eta_new_address",
    what="codes sent to a new e-mail address",
    counted=Counted.RECORD,
    burst=5,
    seconds=720.0,
    programme=ETA,
)
CALLER_CODES = Limit(
    name="eta_caller_code", what="codes sent to the address on file while somebody is on the line",
    counted=Counted.RECORD, burst=3, seconds=1800.0, beyond=Beyond.SILENT, programme=ETA,
)  # fmt: skip
CASE_SEARCHES = Limit(
    name="eta_case_search", what="searches for a case in a contact",
    counted=Counted.ACCOUNT, burst=30, seconds=30.0, programme=ETA,
)  # fmt: skip
PAPERS = Limit(
    name="eta_paper",
    what="papers handed in",
    counted=Counted.NETWORK,
    burst=60,
    seconds=15.0,
    programme=ETA,
)
STAFF_SIGN_IN = Limit(
    name="staff_sign_in", what="passwords of the staff, whatever names are tried",
    counted=Counted.LADDER, burst=30, seconds=20.0,
)  # fmt: skip
STAFF_REFUSALS = Limit(
    name="staff_refused",
    what="lines of the record about pages that were refused to an account",
    counted=Counted.ACCOUNT,
    burst=60,
    seconds=60.0,
    beyond=Beyond.COUNTED,
)
STAFF_SEARCHES = Limit(
    name="staff_find", what="searches for a file",
    counted=Counted.ACCOUNT, burst=60, seconds=5.0,
)  # fmt: skip


FREE_CLAIMS = Most(
    what="places claimed at no price",
    counted=Counted.LADDER,
    most=10,  # a family of eight, and two changes of mind
    hours=24,
    beyond=Beyond.WITHOUT_END,
    programme=APPOINTMENTS,
)
LIVE_FOR_A_CONTACT = Most(
    what="live appointments",
    counted=Counted.CONTACT,
    most=8,  # a family of eight
    beyond=Beyond.CODE,
    programme=APPOINTMENTS,
)
CODES_FOR_A_CONTACT = Most(
    what="codes for one more appointment, sent",
    counted=Counted.CONTACT,
    most=6,
    hours=24,
    beyond=Beyond.PROOF_INSTEAD,
    programme=APPOINTMENTS,
)
NUMBERS_SENT = Most(
    what="letters with lost numbers and a fresh PIN, sent",
    counted=Counted.RECORD, most=1, hours=24, beyond=Beyond.SILENT, programme=ETA,
)  # fmt: skip
CALLER_CODE_TRIES = Most(
    what="wrong tries at one code that somebody on the line reads aloud",
    counted=Counted.RECORD, most=5, beyond=Beyond.SILENT, programme=ETA,
)  # fmt: skip
MOSTS = (FREE_CLAIMS, LIVE_FOR_A_CONTACT, CODES_FOR_A_CONTACT, NUMBERS_SENT, CALLER_CODE_TRIES)


TRIES = (
    Tries(
        name="pin", what="PINs of one appointment", counted=Counted.NETWORK, programme=APPOINTMENTS
    ),
    Tries(
        name="code",
        what="one-time codes of one person",
        counted=Counted.NETWORK,
        programme=APPOINTMENTS,
    ),
    Tries(
        name="contact_code",
        what="codes of one phone or address with many appointments",
        counted=Counted.NETWORK,
        programme=APPOINTMENTS,
    ),
    Tries(name="eta_pin", what="PINs of one application", counted=Counted.NETWORK, programme=ETA),
    Tries(
        name="eta_status",
        what="dates for one number or passport",
        counted=Counted.NETWORK,
        programme=ETA,
    ),
    Tries(
        name="eta_email",
        what="codes of one new e-mail address",
        counted=Counted.NETWORK,
        programme=ETA,
    ),
    Tries(name="staff_sign_in", what="passwords of one name", counted=Counted.NETWORK),
    Tries(name="staff_code", what="second factors of one account", counted=Counted.ACCOUNT),
    Tries(name="staff_password", what="passwords shown again", counted=Counted.ACCOUNT),
)

# Buckets are erased when the last of them is full again.
REMEMBERED = timedelta(hours=24)

LIMITS = {limit.name: limit for limit in tuple(globals().values()) if isinstance(limit, Limit)}
