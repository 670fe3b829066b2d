# Question 3, server
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
client, address = listener.accept()
for line in client.makefile("r"):
    print(line, end="", flush=True)
    client.sendall(input().encode())
