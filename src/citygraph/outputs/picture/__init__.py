"""Pictures of a graph: SVG, and PNG and PDF made from it."""
