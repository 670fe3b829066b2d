# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
served = []
while True:
    client, address = server.accept()
    served.append(client)
    try:
        for line in client.makefile("rb"):
            print(line.decode(errors="replace").rstrip("\r\n"), flush=True)
    except ConnectionError:
        pass
