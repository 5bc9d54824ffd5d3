"""Foreign rows → records of a graph folder: what their columns mean, who is who, and what is written.

``columns`` says what columns mean; ``entities`` makes one record of all rows about one thing; ``matching`` finds those
that the folder has already; ``source_folder`` is what an import has written before, and writes it anew. ``run`` does
all of it.
"""
