"""The command line, a thin layer over the library. Questions become commands; the other commands are functions here."""

import gc

# A command ends soon, and the objects of its start are no garbage: to look for some would take a twentieth of its time.
gc.set_threshold(100_000)
