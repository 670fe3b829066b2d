# Question 6
import select
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])), backlog=50)
files = {}
while True:
    ready, _, _ = select.select([listener, *files], [], [])
    for one in ready:
        if one is listener:
            client, address = listener.accept()
            files[client] = client.makefile("rb", buffering=0)
            continue
        try:
            line = files[one].readline()
        except OSError:
            line = b""
        if not line:
            del files[one]
            one.close()
            continue
        for other in files:
            if other is not one:
                try:
                    other.sendall(line)
                except OSError:
                    pass
