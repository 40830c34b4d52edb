"""The help center beside a contact: searched, read aloud, and sent to the address on file."""
