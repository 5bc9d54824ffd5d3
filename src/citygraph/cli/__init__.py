"""The command line: a thin face over the library. One decorated function per command; one file per help panel."""
