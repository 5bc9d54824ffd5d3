"""The version of citygraph."""

__version__ = "0.1.0"
