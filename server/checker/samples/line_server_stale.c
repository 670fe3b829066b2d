/* Question 1 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

char buffer[5000];

int main(int argc, char **argv)
{
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bind(s, (struct sockaddr *)&a, sizeof a);
    listen(s, 5);
    while (1) {
        int c = accept(s, NULL, NULL);
        while (read(c, buffer, sizeof buffer - 1) > 0) {
            printf("%s", buffer);
            fflush(stdout);
        }
        close(c);
    }
}
