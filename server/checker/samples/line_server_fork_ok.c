/* Question 1: a process for each client; the kernel buries the children (SIGCHLD is ignored). */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0 || listen(listener, 8) < 0) {
        perror("server");
        return 1;
    }
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        if (fork() == 0) {
            close(listener);
            FILE *in = fdopen(client, "r");
            char *line = NULL;
            size_t room = 0;
            ssize_t length;
            while ((length = getline(&line, &room, in)) > 0) {
                while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
                    length--;
                printf("%.*s\n", (int)length, line);
                fflush(stdout);
            }
            exit(0);
        }
        close(client);
    }
}
