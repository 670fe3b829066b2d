# Question 6
import select
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])), backlog=50)
clients = []
text = b""
while True:
    ready, _, _ = select.select([listener] + clients, [], [])
    for one in ready:
        if one is listener:
            clients.append(listener.accept()[0])
            continue
        try:
            data = one.recv(1024)
        except OSError:
            data = b""
        if not data:
            clients.remove(one)
            one.close()
            continue
        text += data
        while b"\n" in text:
            line, text = text.split(b"\n", 1)
            for other in clients:
                if other is not one:
                    try:
                        other.sendall(line + b"\n")
                    except OSError:
                        pass
