# Question 5
import select
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
clients = [listener.accept()[0] for _ in range(1, int(sys.argv[2]))]
while clients:
    for one in select.select(clients, [], [])[0]:
        data = one.recv(1024)
        if not data:
            clients.remove(one)
        for other in clients:
            if other is not one:
                other.sendall(data)
