# Question 2
import socket
import sys

link = socket.socket()
link.connect((sys.argv[1], int(sys.argv[2])))
while True:
    link.sendall(input().encode() + b"\n")
