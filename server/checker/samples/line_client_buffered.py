# Question 2
import socket
import sys

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
out = link.makefile("w")
for line in sys.stdin:
    out.write(line)
out.close()
link.close()
