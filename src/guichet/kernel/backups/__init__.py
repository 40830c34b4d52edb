"""Copies of the whole database: made while people book, put back beside it, verified, swapped."""
