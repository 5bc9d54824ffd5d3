"""Pictures of a graph: SVG, and PNG and PDF made of it."""
