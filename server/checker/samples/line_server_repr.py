# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, address = server.accept()
    for line in client.makefile("rb"):
        print(line, flush=True)
    client.close()
