"""Under which topic the sentences about hand-overs stand."""

TOPIC = "tiers_staff"
