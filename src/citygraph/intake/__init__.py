"""Foreign rows → records of a graph folder: what their columns mean, who is who, and what is written.

``mapping`` says what columns mean; ``gathering`` makes one record of all rows about one thing; ``matching`` finds those
that the folder has already; ``folder`` is what an import has written before, and writes it anew. ``bring`` does all of
it.
"""
