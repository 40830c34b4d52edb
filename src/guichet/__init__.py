"""Guichet: the front desk of an immigration service."""
