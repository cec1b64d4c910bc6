#include "simulator.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <curl/curl.h>
#include <sys/wait.h>
#include <unistd.h>

using Json = nlohmann::json;

namespace {

std::size_t append(char *data, std::size_t size, std::size_t count, void *to)
{
    static_cast<std::string *>(to)->append(data, size * count);
    return size * count;
}

/// One request to a control endpoint; its reply.
Json control(const std::string &url, const Json *body)
{
    CURL *easy = curl_easy_init();
    curl_slist *headers = curl_slist_append(nullptr, "Content-Type: application/json");
    std::string reply;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply);
    if (body != nullptr) {
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body->dump().c_str());
    }
    const CURLcode code = curl_easy_perform(easy);
    curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) {
        throw std::runtime_error("the simulator's control: " + std::string(curl_easy_strerror(code)));
    }
    return Json::parse(reply);
}

/// The simulator's own example with our key, as a file.
std::string scenario(const std::string &program)
{
    std::string path = "/tmp/cad-scenario-XXXXXX", text;
    close(mkstemp(path.data()));
    FILE *example = popen((program + " --example").c_str(), "r");
    for (int c = 0; example != nullptr && (c = std::fgetc(example)) != EOF;) {
        text.push_back(static_cast<char>(c));
    }
    if (example == nullptr || pclose(example) != 0) {
        throw std::runtime_error("the simulator has no example");
    }
    Json scenario = Json::parse(text);
    scenario.at("accounts").at(0)["api_key"] = secret_key;
    std::ofstream(path) << scenario;
    return path;
}

} // namespace

Simulator::Simulator()
{
    const char *program = std::getenv("CAD_SIMULATOR");
    int in[2], out[2];
    if (program == nullptr || pipe(in) != 0 || pipe(out) != 0) {
        throw std::runtime_error("CAD_SIMULATOR must name the simulator");
    }
    const std::string path = scenario(program);
    process_ = fork();
    if (process_ == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        for (const int end : {in[0], in[1], out[0], out[1]}) {
            close(end);
        }
        execl(program, program, "--scenario", path.c_str(), static_cast<char *>(nullptr));
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    input_ = in[1];
    std::string line;
    for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) {
        line.push_back(c);
    }
    close(out[0]);
    addresses_ = Json::parse(line);
    unlink(path.c_str());
}

Simulator::~Simulator()
{
    close(input_);
    waitpid(process_, nullptr, 0);
}

std::string Simulator::address(const std::string &name) const
{
    return addresses_.at(name).get<std::string>();
}

void Simulator::inject(const Json &fault) const
{
    control(address("control_url") + "/fault", &fault);
}

Json Simulator::journal() const
{
    return control(address("control_url") + "/journal", nullptr);
}

Json Simulator::received() const
{
    return journal().at("requests");
}

int Simulator::trap_visits() const
{
    return journal().at("trap_visits").get<int>();
}
