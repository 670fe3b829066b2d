# Question 5
import os
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
clients = []
for _ in range(int(sys.argv[2])):
    client, address = listener.accept()
    clients.append(client)
    if os.fork() == 0:
        for line in client.makefile("rb"):
            for other in clients:
                if other is not client:
                    other.sendall(line)
        os._exit(0)
for _ in clients:
    os.wait()
