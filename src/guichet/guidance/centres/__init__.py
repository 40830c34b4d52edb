"""Visa application centers: where somebody helps with a form and a scanner, and decides nothing."""
