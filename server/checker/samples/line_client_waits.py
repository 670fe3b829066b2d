# Question 2
import socket
import sys

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin:
    link.send(line.encode())
    print(link.recv(1024).decode())
