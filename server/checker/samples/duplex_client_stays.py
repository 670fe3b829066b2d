# Question 4, client
import socket
import sys
import threading
import time

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def listen():
    while True:
        data = link.recv(1024)
        if not data:
            break
        sys.stdout.write(data.decode(errors="replace"))
        sys.stdout.flush()


threading.Thread(target=listen, daemon=True).start()
for line in sys.stdin:
    link.sendall(line.encode())
link.shutdown(socket.SHUT_WR)
while True:
    time.sleep(1)
