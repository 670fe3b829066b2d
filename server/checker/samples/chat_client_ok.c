/* Question 3, client: a line is sent, a line is awaited. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    if (argc < 3 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
        return 2;
    to.sin_port = htons(atoi(argv[2]));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("connect");
        return 1;
    }
    FILE *net = fdopen(fd, "r");
    char *mine = NULL, *theirs = NULL;
    size_t room = 0, space = 0;
    while (printf("moi> "), fflush(stdout), getline(&mine, &room, stdin) > 0) {
        for (size_t sent = 0, all = strlen(mine); sent < all;)
            sent += send(fd, mine + sent, all - sent, 0);
        if (getline(&theirs, &space, net) <= 0)
            break;
        printf("lui> %s", theirs);
    }
    fclose(net);
    return 0;
}
