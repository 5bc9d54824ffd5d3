"""A part of the graph as a file: for other programs (``formats``), as a picture, as a page for a browser.

What these share lies beside them. Nothing here asks a question or knows the store.
"""
