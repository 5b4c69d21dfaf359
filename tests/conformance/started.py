"""A command of `tests/warm.py`, for as long as this process lives; python -I -S is enough for it.

python started.py SOCKET ARGUMENT…
"""

import json
import os
import socket
import sys

folder = os.getcwd()  # noqa: PTH109 - it starts some thousand times, and pathlib takes long
asked = {"arguments": sys.argv[2:], "folder": folder, "environment": dict(os.environ)}
with socket.socket(socket.AF_UNIX) as command:
    command.connect(sys.argv[1])
    socket.send_fds(command, [json.dumps(asked).encode() + b"\n"], [1, 2])
    sys.exit(int(command.recv(16) or 1))
