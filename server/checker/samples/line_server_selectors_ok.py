# Question 1, with selectors: several clients at once, which nobody asked for.
import selectors
import socket
import sys

selector = selectors.DefaultSelector()
listener = socket.create_server(("", int(sys.argv[1])))
selector.register(listener, selectors.EVENT_READ)
rest = {}


def show(line):
    print(line.decode("utf-8", "replace").rstrip("\r\n"), flush=True)


while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            client = listener.accept()[0]
            rest[client] = b""
            selector.register(client, selectors.EVENT_READ)
            continue
        client = key.fileobj
        try:
            data = client.recv(1000)
        except ConnectionError:
            data = b""
        rest[client] += data
        *lines, rest[client] = rest[client].split(b"\n")
        for line in lines:
            show(line)
        if not data:
            if rest[client]:
                show(rest[client])
            del rest[client]
            selector.unregister(client)
            client.close()
