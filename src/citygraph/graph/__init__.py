"""The graph: what a node and an edge are, and how words become ids and a lens.

Whatever answers like networkx's read side is a graph here: the store's, or a plain ``networkx.MultiDiGraph``.
"""
