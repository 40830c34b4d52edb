"""Whoever reads the contacts of all agents finds them here, and each look is recorded."""
