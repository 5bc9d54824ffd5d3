"""The things of the field: terms, kinds, statuses, dates, names, countries, and the rules about ties.

This package knows nothing of files, stores or screens. It reads only its own data (``kinds.yaml``, ``countries.csv``).
"""
