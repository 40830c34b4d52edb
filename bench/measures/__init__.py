"""One module a question; each has `measure(stage)` and returns rows of the table."""
