# Question 2
import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as link:
    for line in sys.stdin:
        link.sendall(line.strip().encode("utf-8") + b"\n")
