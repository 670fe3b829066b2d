"""
Connects to a port of this machine so many times a second, says a line on each connection and leaves by RST. What waits for an
answer meanwhile is not waited for: the kernel is asked again and again, as by many clients. At SIGTERM it prints how many
connections were begun, on how many the line was taken, and in how many seconds. Counterpart: connects.ts.
"""

import signal
import socket
import struct
import sys
import time
from collections import deque

port, rate = int(sys.argv[1]), int(sys.argv[2])
RESET = struct.pack('ii', 1, 0)  # socket(7): SO_LINGER of 0 s
AT_ONCE = 100
going = True


def stop(*_):
    global going
    going = False


signal.signal(signal.SIGTERM, stop)
waiting = deque()
begun = said = 0
start = time.monotonic()


def leave(connection):
    """1 where the connection stood and took the line."""
    try:
        taken = connection.send(b'hello\n') > 0
    except OSError:
        taken = False
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()
    return taken


print('under way', flush=True)
while going:
    due = int((time.monotonic() - start) * rate)
    for _ in range(min(due - begun, 50)):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(('127.0.0.1', port))
        waiting.append(connection)
        begun += 1
    while len(waiting) > AT_ONCE:
        said += leave(waiting.popleft())
    if begun >= due:
        time.sleep(0.001)
seconds = time.monotonic() - start
while waiting:
    said += leave(waiting.popleft())
print(begun, said, seconds, flush=True)
