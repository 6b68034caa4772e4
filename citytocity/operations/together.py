"""Children that end when the process that started them does, even if that was killed.

`python -m citytocity.operations.together PARENT COMMAND …` does a command of ours as such a child.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>; Linux alone can do it


def end_with_parent() -> None:
    """Has this process asked to stop as soon as its parent has gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    from citytocity.operations.command import main  # slow import

    end_with_parent()
    if os.getppid() != int(sys.argv[1]):  # it went while we came
        sys.exit()
    sys.exit(main(sys.argv[2:]))
