"""Articles made from words that stand elsewhere: one for each thing."""
