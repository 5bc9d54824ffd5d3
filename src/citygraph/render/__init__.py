"""Rows, cards and diagnostics → what a person or a program reads. The only room that knows rich."""
