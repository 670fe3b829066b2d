# Question 4, client
import os
import socket
import sys

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
if os.fork() == 0:
    for line in link.makefile("r"):
        print(line, end="", flush=True)
    os._exit(0)
for line in sys.stdin:
    link.sendall(line.encode())
link.close()
os.wait()
