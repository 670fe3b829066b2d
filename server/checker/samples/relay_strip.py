# Question 6
import select
import socket
import sys

listener = socket.create_server(("", int(sys.argv[1])), backlog=50)
rest = {}
while True:
    for one in select.select([listener, *rest], [], [])[0]:
        if one is listener:
            rest[listener.accept()[0]] = b""
            continue
        try:
            data = one.recv(4096)
        except OSError:
            data = b""
        if not data:
            del rest[one]
            one.close()
            continue
        *lines, rest[one] = (rest[one] + data).split(b"\n")
        for line in lines:
            for other in rest:
                if other is not one:
                    try:
                        other.sendall(line)
                    except OSError:
                        pass
