"""Scenarios: a tree of questions, its words by language and channel, and what is wrong with one."""
