# Question 2
import socket
import sys

link = socket.socket()
link.connect(("localhost", int(sys.argv[2])))
for line in sys.stdin:
    link.sendall(line.encode())
link.close()
