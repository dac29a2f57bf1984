"""The command `demarche`, as the wheel installs it."""

import signal
import sys

from . import _native


def main() -> int:
    # Python would only note that the user wants to stop, and look when the command is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.run(["demarche", *sys.argv[1:]])
