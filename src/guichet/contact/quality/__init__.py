"""Contacts that have ended are drawn by chance and looked over, so that answers get better."""
