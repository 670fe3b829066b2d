# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
client, address = server.accept()
begun = b""
while True:
    begun += client.recv(1024)
    while b"\n" in begun:
        line, begun = begun.split(b"\n", 1)
        print(line.decode("utf-8", "replace").rstrip("\r"), flush=True)
