"""Pages on which reference data is kept: files, rows, what each change did, and undoing it."""
