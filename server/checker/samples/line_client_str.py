# Question 2
import socket
import sys

link = socket.socket()
link.connect((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin:
    link.send(line)
link.close()
