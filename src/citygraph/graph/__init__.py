"""The graph: the attributes of nodes and edges, and how words become ids and a lens.

Any object with the read side of networkx is a graph here: that of the store, or a plain ``networkx.MultiDiGraph``.
"""
