"""Policies and instructions: written, approved by another person, published, replaced."""
