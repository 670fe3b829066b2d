/* Question 6 */
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 8

int client[MOST], length[MOST];
char line[MOST][8192];

int main(int argc, char **argv)
{
    int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    signal(SIGPIPE, SIG_IGN);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bind(door, (struct sockaddr *)&here, sizeof here);
    listen(door, 20);
    for (;;) {
        fd_set ready;
        int i, j, free = -1, most = door;
        FD_ZERO(&ready);
        for (i = 0; i < MOST; i++) {
            if (client[i] == 0)
                free = i;
            else
                FD_SET(client[i], &ready);
            if (client[i] > most)
                most = client[i];
        }
        if (free >= 0)
            FD_SET(door, &ready);
        select(most + 1, &ready, NULL, NULL, NULL);
        if (FD_ISSET(door, &ready)) {
            client[free] = accept(door, NULL, NULL);
            length[free] = 0;
        }
        for (i = 0; i < MOST; i++) {
            if (client[i] == 0 || !FD_ISSET(client[i], &ready))
                continue;
            int got = recv(client[i], line[i] + length[i], sizeof line[i] - length[i], 0);
            if (got <= 0) {
                close(client[i]);
                client[i] = 0;
                continue;
            }
            length[i] += got;
            char *end;
            while ((end = memchr(line[i], '\n', length[i])) != NULL) {
                int size = end - line[i] + 1;
                for (j = 0; j < MOST; j++)
                    if (j != i && client[j] != 0)
                        send(client[j], line[i], size, 0);
                length[i] -= size;
                memmove(line[i], end + 1, length[i]);
            }
        }
    }
}
