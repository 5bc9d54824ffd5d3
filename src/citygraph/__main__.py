"""``python -m citygraph``, and the script of that name."""

import signal

# Until `main` can catch Ctrl-C, it ends the process: while Python imports, it would print a traceback.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from citygraph.cli.app import main

if __name__ == "__main__":
    main()
