"""Which reasons an officer may choose from: those a person reads, and those only officers read."""

from guichet.applications.reasons.provisions import REFUSING

# Words of the public ones stand in content/letters/full/, those of the others in content/casework/.
CLOSING = ("citizen", "permanent_resident")
UPHOLDING = ("no_new_facts", *REFUSING)
DECLINING = ("correction_not_shown", "correction_needs_application", "correction_changes_nothing")
INTERNAL_FOR = (
    "identity_clear",
    "history_clear",
    "declaration_explained",
    "papers_convincing",
    "visa_confirmed",
    "interview_convincing",
)
INTERNAL_AGAINST = (
    "identity_doubtful",
    "history_adverse",
    "declaration_adverse",
    "papers_not_convincing",
    "visa_not_confirmed",
    "interview_not_convincing",
    "no_answer",
)
# What can be asked for; an interview has a way of its own.
DOCUMENTS = (
    "explanation",
    "police_certificate",
    "court_documents",
    "itinerary",
    "invitation",
    "employment",
    "medical",
    "passport_copy",
    "custody",
    "other",
)
