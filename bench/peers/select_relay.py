"""Question 6 as a student solves it: one process, select() on every socket, each whole line to all the others.

usage: select_relay.py PORT    (0: any free port; the port is printed)
"""
import select
import socket
import sys

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(128)
print(listener.getsockname()[1], flush=True)

clients = []
unfinished = {}  # client -> what it sent after its last whole line


def leave(client):
    clients.remove(client)
    del unfinished[client]
    client.close()


def relay(line, sender):
    for client in clients:
        if client is not sender:
            try:
                client.sendall(line)
            except OSError:
                pass  # it is going: its own recv() will say so


while True:
    ready, _, _ = select.select([listener] + clients, [], [])
    for one in ready:
        if one is listener:
            client, _ = listener.accept()
            clients.append(client)
            unfinished[client] = b""
            continue
        try:
            data = one.recv(4096)
        except ConnectionError:
            data = b""
        if data == b"":
            leave(one)
            continue
        *lines, rest = (unfinished[one] + data).split(b"\n")
        unfinished[one] = rest
        for line in lines:
            relay(line + b"\n", one)
