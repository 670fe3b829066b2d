# Question 3, server
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
client, address = listener.accept()
incoming = client.makefile("r")
while True:
    line = sys.stdin.readline()
    if not line:
        break
    client.sendall(line.encode())
    answer = incoming.readline()
    if not answer:
        break
    print(answer, end="", flush=True)
client.close()
