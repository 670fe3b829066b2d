# Question 3, client
import socket
import sys

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
incoming = link.makefile("rb")
for line in sys.stdin:
    link.sendall(line.encode())
    print(incoming.readline().decode(), end="", flush=True)
link.close()
