"""What must be true of interactions at any moment, each a query that lists what breaks it."""

LAWS = {
    "an interaction has a case and does not know it, or the other way round": """
        SELECT interaction.id, interaction.number FROM interactions_interaction AS interaction
         WHERE interaction.has_case <> EXISTS (
           SELECT FROM interactions_subject AS subject
            WHERE subject.interaction_id = interaction.id
              AND subject.kind IN ('application', 'appointment', 'enquiry'))""",
    "a promise was told anew and nothing else was promised": """
        SELECT made.id, made.what FROM interactions_promise AS made
         WHERE (made.told_at IS NOT NULL) <> EXISTS (
           SELECT FROM interactions_promise AS other WHERE other.follows_id = made.id)""",
    "a promise was kept, told or due before it was made": """
        SELECT id, what FROM interactions_promise
         WHERE kept_at < made_at OR told_at < made_at OR due_at < made_at""",
}
