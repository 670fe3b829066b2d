# Question 2
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
probe = socket.create_connection((host, port))
link = probe
for line in sys.stdin:
    link.sendall(line.encode())
    link.close()
    link = socket.create_connection((host, port))
link.close()
