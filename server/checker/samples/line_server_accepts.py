# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, address = server.accept()
    line = client.makefile("r").readline()
    print(line, end="", flush=True)
