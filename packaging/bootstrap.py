"""Sets Spec Editor up in this checkout and starts it, its tests, its checks or its bundle.

    python3 packaging/bootstrap.py run [PATH]
    python3 packaging/bootstrap.py test [PYTEST ARGUMENTS]
    python3 packaging/bootstrap.py lint
    python3 packaging/bootstrap.py bundle

Only the standard library is used, and this file is written so that any Python can read it: an
old one gets one plain line instead of a syntax error. The work is in the folder bootstrapping.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this check is what the file is for
    sys.exit(
        "Spec Editor needs Python 3.11 or newer, and this is Python %d.%d: "  # noqa: UP031
        "start this script with a newer one, for example python3.11." % sys.version_info[:2]
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

from bootstrapping.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
