# Question 6
import select
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])), backlog=50)
rest = {}
while True:
    ready, _, _ = select.select([listener, *rest], [], [])
    if listener in ready:
        client, address = listener.accept()
        rest[client] = b""
    for client in rest:
        if client not in ready:
            continue
        data = client.recv(1024)
        if not data:
            del rest[client]
            client.close()
            continue
        rest[client] += data
        *lines, rest[client] = rest[client].split(b"\n")
        for line in lines:
            for other in rest:
                if other is not client:
                    other.sendall(line + b"\n")
