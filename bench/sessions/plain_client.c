/* One fixed session again and again, with nothing but libc and libssl: connect, CONNECT, CONNACK, PUBLISH of QoS 1
 * with the PINGREQ that a campaign puts behind, PUBACK, PINGRESP, close. What a campaign's sessions per second are measured by.
 *
 *     plain_client PORT mqtt|mqtts SECONDS CONCURRENCY [new|reuse] [1.2|1.3] [handshake]
 *
 * Context and TLS session are reused (unless `new`); `handshake` does what `openssl s_time` does: connect, handshake,
 * close. Prints sessions per second of wall time. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in address;
static SSL_CTX *context;
static SSL_SESSION *session;
static int reuse = 1;
static int handshake_only;
static int wait_for_end;

static unsigned char connect_packet[] = {0x10, 18, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 6, 'p', 'l', 'a', 'i', 'n', 'A'};
static const unsigned char publish_packet[] = {0x32, 10, 0, 5, 'b', 'e', 'n', 'c', 'h', 0, 1, 'x', 0xc0, 0};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int keep_session(SSL *ssl, SSL_SESSION *fresh) {
    (void)ssl;
    if (session)
        SSL_SESSION_free(session);
    session = fresh;
    return 1;
}

static void quick_ack(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

/* Sends packets and reads what they are answered with: so many bytes, the last packet of this type and empty or of two
 * bytes. */
static int ask(int fd, SSL *ssl, const unsigned char *packet, size_t size, unsigned char type, int wanted) {
    unsigned char answer[256];
    int have = 0;
    if ((ssl ? SSL_write(ssl, packet, (int)size) : (int)write(fd, packet, size)) != (int)size)
        return -1;
    quick_ack(fd);
    while (have < wanted) {
        int n = ssl ? SSL_read(ssl, answer + have, (int)sizeof answer - have)
                    : (int)read(fd, answer + have, sizeof answer - (size_t)have);
        if (n <= 0)
            return -1;
        have += n;
    }
    return have == wanted && (answer[0] == type || answer[have - 2] == type) ? 0 : -1;
}

static int one_session(void) {
    int on = 1, failed = 0;
    SSL *ssl = NULL;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    if (context) {
        ssl = SSL_new(context);
        SSL_set_fd(ssl, fd);
        if (reuse && session)
            SSL_set_session(ssl, session);
        quick_ack(fd);
        failed = SSL_connect(ssl) != 1;
    }
    if (!failed && !handshake_only)
        failed = ask(fd, ssl, connect_packet, sizeof connect_packet, 0x20, 4) != 0 ||
                 ask(fd, ssl, publish_packet, sizeof publish_packet, 0xd0, 6) != 0;
    if (ssl) {
        if (!handshake_only)
            SSL_shutdown(ssl);
        SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
    if (!failed && wait_for_end) {
        char rest[64];
        shutdown(fd, SHUT_WR);
        while (read(fd, rest, sizeof rest) > 0)
            ;
    }
    if (ssl)
        SSL_free(ssl);
    close(fd);
    return failed ? -1 : 0;
}

static void prepare(const char *version) {
    int number = strcmp(version, "1.2") == 0 ? TLS1_2_VERSION : TLS1_3_VERSION;
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, number);
    SSL_CTX_set_max_proto_version(context, number);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_sess_set_new_cb(context, keep_session);
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "plain_client PORT mqtt|mqtts SECONDS CONCURRENCY [new|reuse] [1.2|1.3] [handshake|end]\n");
        return 2;
    }
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)atoi(argv[1]));
    double seconds = atof(argv[3]);
    int workers = atoi(argv[4]);
    reuse = argc < 6 || strcmp(argv[5], "new") != 0;
    handshake_only = argc > 7 && strcmp(argv[7], "handshake") == 0;
    wait_for_end = argc > 7 && strcmp(argv[7], "end") == 0;
    if (strcmp(argv[2], "mqtts") == 0)
        prepare(argc > 6 ? argv[6] : "1.3");
    long *counts = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    double begin = now();
    for (int i = 0; i < workers; ++i) {
        if (fork() != 0)
            continue;
        connect_packet[sizeof connect_packet - 1] = (unsigned char)('A' + i);
        while (now() - begin < seconds) {
            if (one_session() != 0) {
                fprintf(stderr, "plain_client: a session failed\n");
                _exit(1);
            }
            ++counts[i];
        }
        _exit(0);
    }
    int status = 0, failed = 0;
    while (wait(&status) > 0)
        failed |= status != 0;
    long sum = 0;
    for (int i = 0; i < workers; ++i)
        sum += counts[i];
    printf("%.1f\n", (double)sum / (now() - begin));
    return failed;
}
