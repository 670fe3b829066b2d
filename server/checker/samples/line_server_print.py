# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, address = server.accept()
    with client, client.makefile("r") as lines:
        try:
            for line in lines:
                print(line, end="")
        except OSError:
            pass
