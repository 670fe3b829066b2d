# Question 4, client: a thread listens, the main one reads the keyboard.
import socket
import sys
import threading

link = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def listen():
    for line in link.makefile("r"):
        print(">", line, end="", flush=True)


listener = threading.Thread(target=listen)
listener.start()
for line in sys.stdin:
    try:
        link.sendall(line.encode())
    except BrokenPipeError:
        break
link.shutdown(socket.SHUT_WR)
listener.join()
link.close()
