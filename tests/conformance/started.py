"""A server of `warm.py`'s, for as long as this process lives; python -I -S is enough for it.

python started.py SOCKET ARGUMENT…
"""

import json
import socket
import sys

with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    server.sendall(json.dumps(sys.argv[2:]).encode() + b"\n")
    server.recv(1)  # nothing, once the server has ended
sys.exit(1)
