"""Starts one command, waits for its end, and tells what it took: ``launch.py FD COMMAND…`` writes exit status, seconds
and peak memory (in the system's unit) to that file descriptor.

The operating system counts into a process's peak memory what the process that starts it had. So this is one of its own
that imports next to nothing: less than any Python has.
"""

import os
import sys
import time


def launch(told: int, words: list[str]) -> None:
    """Run the command with our standard streams; nothing else of ours is handed down."""
    os.set_inheritable(told, False)
    started = time.perf_counter()
    process = os.posix_spawnp(words[0], words, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    os.write(told, f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_maxrss}".encode())


if __name__ == "__main__":
    launch(int(sys.argv[1]), sys.argv[2:])
