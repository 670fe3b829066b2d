# Question 4, server
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
client, address = listener.accept()
incoming = client.makefile("r")
while True:
    print(incoming.readline(), end="", flush=True)
    client.sendall(sys.stdin.readline().encode())
