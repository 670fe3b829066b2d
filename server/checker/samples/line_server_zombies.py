# Question 1: a process for each client.
import os
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, address = server.accept()
    if os.fork() == 0:
        server.close()
        try:
            for line in client.makefile("rb"):
                sys.stdout.buffer.write(line.rstrip(b"\r\n") + b"\n")
                sys.stdout.flush()
        except ConnectionError:
            pass
        os._exit(0)
    client.close()
