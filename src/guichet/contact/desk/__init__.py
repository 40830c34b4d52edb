"""The agents' screen: a contact from its beginning to its outcome."""
