"""Writes rows, cards and diagnostics for people and programs. Only this package knows rich."""
