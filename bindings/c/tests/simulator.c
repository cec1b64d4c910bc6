#include "simulator.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static const char *program(void)
{
    const char *path = getenv("CAD_SIMULATOR");
    if (path == NULL) {
        fprintf(stderr, "CAD_SIMULATOR must name the simulator\n");
        exit(EXIT_FAILURE);
    }
    return path;
}

/* Starts the program with these arguments, a pipe at either end. */
static pid_t start(char *const arguments[], int *input, int *output)
{
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0) {
        fail("pipe");
    }
    pid_t process = fork();
    if (process < 0) {
        fail("fork");
    }
    if (process == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[0]);
        close(in[1]);
        close(out[0]);
        close(out[1]);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    *input = in[1];
    *output = out[0];
    return process;
}

/* Reads up to the end, or up to a new line where `line` says so. Free the text. */
static char *read_text(int from, int line)
{
    size_t length = 0, room = 4096;
    char *text = malloc(room);
    for (;;) {
        if (length + 1 == room) {
            text = realloc(text, room *= 2);
        }
        ssize_t count = read(from, text + length, line ? 1 : room - length - 1);
        if (count <= 0 || (line && text[length] == '\n')) {
            text[length] = '\0';
            return text;
        }
        length += (size_t)count;
    }
}

static json_t *parse(char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_ALLOW_NUL, &error);
    if (value == NULL) {
        fprintf(stderr, "the simulator said %s: %s\n", text, error.text);
        exit(EXIT_FAILURE);
    }
    free(text);
    return value;
}

/* The simulator's own example with our key, as a file. Free its name. */
static char *scenario(void)
{
    char *path = strdup("/tmp/cad-scenario-XXXXXX");
    char *const arguments[] = {(char *)program(), (char *)"--example", NULL};
    int input, output;
    pid_t process = start(arguments, &input, &output);
    json_t *example = parse(read_text(output, 0));
    json_t *account = json_array_get(json_object_get(example, "accounts"), 0);
    json_object_set_new(account, "api_key", json_string(SECRET_KEY));
    int file = mkstemp(path);
    if (file < 0 || json_dumpfd(example, file, 0) != 0) {
        fail(path);
    }
    close(file);
    close(input);
    close(output);
    waitpid(process, NULL, 0);
    json_decref(example);
    return path;
}

simulator simulator_start(void)
{
    char *path = scenario();
    char *const arguments[] = {(char *)program(), (char *)"--scenario", path, NULL};
    simulator running;
    int output;
    running.process = start(arguments, &running.input, &output);
    running.addresses = parse(read_text(output, 1));
    close(output);
    unlink(path);
    free(path);
    return running;
}

const char *simulator_address(const simulator *running, const char *name)
{
    return json_string_value(json_object_get(running->addresses, name));
}

/* One request to a control endpoint; its reply's JSON. */
static json_t *control(const simulator *running, const char *method, const char *endpoint,
                       const char *body)
{
    unsigned port = 0;
    sscanf(simulator_address(running, "control_url"), "http://127.0.0.1:%u/", &port);
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("control");
    }
    char head[256];
    snprintf(head, sizeof head,
             "%s /_sim/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
             method, endpoint, strlen(body));
    if (write(connection, head, strlen(head)) < 0 || write(connection, body, strlen(body)) < 0) {
        fail("control");
    }
    char *reply = read_text(connection, 0);
    close(connection);
    const char *found = strstr(reply, "\r\n\r\n");
    if (found == NULL || strncmp(reply, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "the simulator said %s\n", reply);
        exit(EXIT_FAILURE);
    }
    char *body_text = strdup(found + 4);
    free(reply);
    /* A TLS hello is in the journal too, and Jansson takes no NUL in a key. */
    for (char *nul = body_text; (nul = strstr(nul, "\\u0000")) != NULL; nul++) {
        nul[5] = '1';
    }
    return parse(body_text);
}

void simulator_inject(const simulator *running, const json_t *fault)
{
    char *body = json_dumps(fault, 0);
    json_decref(control(running, "POST", "fault", body));
    free(body);
}

json_t *simulator_journal(const simulator *running)
{
    return control(running, "GET", "journal", "");
}

void simulator_stop(simulator *running)
{
    close(running->input);
    waitpid(running->process, NULL, 0);
    json_decref(running->addresses);
}
