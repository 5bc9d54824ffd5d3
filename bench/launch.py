"""Starts one command, waits for its end, and measures it: ``launch.py FD COMMAND…`` writes the exit status, the
seconds, the peak memory (in the system's unit) and the seconds of processor time to the file descriptor.

The operating system adds the memory of the starting process to the peak memory of the started one. So this script is a
process of its own, which imports almost nothing and needs less memory than any Python program.
"""

import os
import sys
import time


def launch(told: int, words: list[str]) -> None:
    """Run the command with our standard streams, and write the measures to the file descriptor ``told``."""
    os.set_inheritable(told, False)
    started = time.perf_counter()
    process = os.posix_spawnp(words[0], words, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    worked = usage.ru_utime + usage.ru_stime
    os.write(told, f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_maxrss} {worked}".encode())


if __name__ == "__main__":
    launch(int(sys.argv[1]), sys.argv[2:])
