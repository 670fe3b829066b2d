# Question 6
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
clients = []
while True:
    client, address = listener.accept()
    clients.append(client)
    for one in clients:
        line = one.recv(1024)
        for other in clients:
            if other is not one:
                other.sendall(line)
