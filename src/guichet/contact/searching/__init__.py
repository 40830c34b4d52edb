"""The agents' one search: by number, name or telephone, inside a contact alone."""
