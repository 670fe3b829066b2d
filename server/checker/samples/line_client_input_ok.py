# Question 2: input() takes the newline away, so it is put back.
import socket
import sys

link = socket.socket()
link.connect((sys.argv[1], int(sys.argv[2])))
try:
    while True:
        link.sendall(input("> ").encode() + b"\n")
except EOFError:
    print("bye")
link.close()
