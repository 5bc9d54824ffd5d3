"""What the field's things are: terms, kinds, statuses, dates, names, countries, and the rules about ties.

Knows nothing of files, stores or screens, and reads nothing but its own data (``kinds.yaml``, ``countries.csv``).
"""
