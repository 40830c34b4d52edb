"""By what applications are searched on the telephone: keyed hashes in a table of their own."""
