/* Question 4, server: one process, select on keyboard and socket. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static int copy(int from, int to)
{
    char piece[700];
    ssize_t size = read(from, piece, sizeof piece);
    for (ssize_t done = 0; done < size;) {
        ssize_t now = write(to, piece + done, size - done);
        if (now < 0)
            return 0;
        done += now;
    }
    return size > 0;
}

int main(int argc, char **argv)
{
    int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&here, sizeof here) < 0 || listen(door, 1) < 0)
        return perror("door"), 1;
    int friend = accept(door, NULL, NULL), typing = 1, hearing = 1;
    while (hearing) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(friend, &ready);
        if (typing)
            FD_SET(0, &ready);
        if (select(friend + 1, &ready, NULL, NULL, NULL) < 0)
            return 1;
        if (FD_ISSET(friend, &ready))
            hearing = copy(friend, 1);
        if (typing && FD_ISSET(0, &ready) && !(typing = copy(0, friend)))
            shutdown(friend, SHUT_WR);
    }
    close(friend);
    return 0;
}
