"""Entry point: UTF-8 streams and signals first, then the commands."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `thidua` and end the process with its exit code."""
    try:
        from .cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
