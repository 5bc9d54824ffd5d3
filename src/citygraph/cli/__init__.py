"""The command line: a thin face over the library. One decorated function per command; one file per help panel."""

import gc

# A command ends soon, and what starting makes is no garbage: looking for some takes a twentieth of its time.
gc.set_threshold(100_000)
