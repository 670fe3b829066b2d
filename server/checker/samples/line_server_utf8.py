# Question 1
import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, address = server.accept()
    text = ""
    while True:
        data = client.recv(4096)
        if not data:
            break
        text += data.decode("utf-8")
        while "\n" in text:
            line, text = text.split("\n", 1)
            print(line, flush=True)
    client.close()
