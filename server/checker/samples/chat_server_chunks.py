# Question 3, server
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])))
client, address = listener.accept()
while True:
    data = client.recv(1024)
    if not data:
        break
    print(data.decode(errors="replace").rstrip("\n"), flush=True)
    line = sys.stdin.readline()
    if not line:
        break
    client.sendall(line.encode())
client.close()
