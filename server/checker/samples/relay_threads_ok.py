# Question 6: a thread for each client.
import socket
import sys
import threading

listener = socket.create_server(("", int(sys.argv[1])), backlog=50)
clients = set()
lock = threading.Lock()


def serve(client):
    try:
        for line in client.makefile("rb"):
            with lock:
                for other in clients - {client}:
                    try:
                        other.sendall(line)
                    except OSError:
                        pass
    except OSError:
        pass
    with lock:
        clients.discard(client)
    client.close()


while True:
    client, address = listener.accept()
    with lock:
        clients.add(client)
    threading.Thread(target=serve, args=(client,), daemon=True).start()
