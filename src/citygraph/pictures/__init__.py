"""Pictures of a graph: what they share, whoever draws them."""
