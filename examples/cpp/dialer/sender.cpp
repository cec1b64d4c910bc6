#include "sender.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

using cloudagent::Kind;

namespace dialer {

namespace {

bool is_named(std::string_view line, std::string_view lower_name)
{
    return line.size() > lower_name.size() && line[lower_name.size()] == ':' &&
           std::equal(lower_name.begin(), lower_name.end(), line.begin(), [](char a, char b) {
               return a == std::tolower(static_cast<unsigned char>(b));
           });
}

std::string value_of(std::string_view line)
{
    line.remove_prefix(line.find(':') + 1);
    const std::size_t begin = line.find_first_not_of(" \t");
    const std::size_t end = line.find_last_not_of(" \t\r\n");
    return begin == line.npos || end < begin ? "" : std::string(line.substr(begin, end - begin + 1));
}

/// Whether libcurl came as far as sending.
bool began_to_send(CURL *easy)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
    return microseconds > 0;
}

/// Why there is no connection.
Kind kind_before_sending(CURL *easy, CURLcode code)
{
    long proxy_status = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    if (proxy_status >= 300) {
        return Kind::proxy;
    }
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return Kind::name_lookup;
    case CURLE_COULDNT_CONNECT:
        return Kind::connect;
    case CURLE_OPERATION_TIMEDOUT:
        return Kind::connect_timeout;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return Kind::proxy;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return Kind::tls;
    default:
        return Kind::transport_failed;
    }
}

/// Why there is no whole reply, in libcurl's words and in the library's.
Kind kind_of(CURL *easy, CURLcode code)
{
    if (!began_to_send(easy)) {
        return kind_before_sending(easy, code);
    }
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return Kind::timeout;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        return Kind::reset;
    case CURLE_PARTIAL_FILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: // an answer that is not HTTP
        return Kind::broken_reply;
    default:
        return Kind::transport_failed;
    }
}

} // namespace

/// One send.
struct Sender::Transfer {
    CURLM *multi = nullptr;
    CURL *easy = nullptr;
    curl_slist *headers = nullptr;
    std::size_t body_limit = 0;
    bool body_is_full = false;
    Sent sent;

    Transfer(CURLM *of, std::uint64_t id) : multi(of), easy(curl_easy_init())
    {
        sent.id = id;
        if (easy == nullptr) {
            throw std::bad_alloc();
        }
    }
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;
    ~Transfer()
    {
        curl_multi_remove_handle(multi, easy);
        curl_easy_cleanup(easy);
        curl_slist_free_all(headers);
    }

    void add_header(const std::string &line)
    {
        curl_slist *longer = curl_slist_append(headers, line.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        headers = longer;
    }

    void finish(CURLcode code)
    {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        // The writing was ended by us, when there was enough.
        const bool whole = code == CURLE_OK || (code == CURLE_WRITE_ERROR && body_is_full);
        sent.replied = whole && status >= 100;
        sent.http_status = status;
        sent.failure = kind_of(easy, code);
    }
};

Sender::Sender()
    : multi_(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_multi_init() : nullptr)
{
    if (multi_ == nullptr) {
        throw std::runtime_error("libcurl does not start");
    }
}

Sender::~Sender()
{
    transfers_.clear();
    curl_multi_cleanup(multi_);
    curl_global_cleanup();
}

void Sender::send(std::uint64_t id, cloudagent::HttpRequestView request, std::size_t body_limit)
{
    auto transfer = prepared(id, request.url(), body_limit);
    CURL *easy = transfer->easy;
    if (!request.may_use_proxy()) { // libcurl would use one of the environment
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
    for (const auto &[header, value] : request.headers()) {
        transfer->add_header(header + ": " + value);
    }
    if (const auto body = request.body()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body->data());
        transfer->add_header("Expect:"); // no waiting for "100 Continue"
        if (request.body_with_get()) {   // which libcurl makes a POST, unless told
            curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "GET");
        }
    }
    begin(std::move(transfer));
}

void Sender::get(std::uint64_t id, const std::string &url, std::size_t body_limit)
{
    begin(prepared(id, url, body_limit));
}

std::unique_ptr<Sender::Transfer> Sender::prepared(std::uint64_t id, const std::string &url,
                                                   std::size_t body_limit)
{
    auto transfer = std::make_unique<Transfer>(multi_, id);
    transfer->body_limit = body_limit;
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer.get());
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    // One send, one request: no dead connection to send again on, and no redirect. A look-up wants a
    // connection of its own anyway.
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer.get());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer.get());
    return transfer;
}

void Sender::begin(std::unique_ptr<Transfer> transfer)
{
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
    if (curl_multi_add_handle(multi_, transfer->easy) != CURLM_OK) {
        throw std::runtime_error("libcurl takes no more requests");
    }
    const std::uint64_t id = transfer->sent.id;
    transfers_[id] = std::move(transfer);
}

bool Sender::is_connecting(std::uint64_t id) const
{
    const auto found = transfers_.find(id);
    return found != transfers_.end() && !began_to_send(found->second->easy);
}

bool Sender::abort(std::uint64_t id)
{
    const bool may_have_arrived = !is_connecting(id);
    transfers_.erase(id);
    return may_have_arrived;
}

std::vector<Sent> Sender::turn()
{
    int running = 0, left = 0;
    curl_multi_perform(multi_, &running);
    std::vector<Sent> ended;
    while (const CURLMsg *message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        char *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        auto *done = reinterpret_cast<Transfer *>(transfer);
        done->finish(message->data.result);
        ended.push_back(std::move(done->sent));
    }
    for (const Sent &sent : ended) {
        transfers_.erase(sent.id);
    }
    return ended;
}

void Sender::sleep(std::chrono::milliseconds at_most, int descriptor)
{
    curl_waitfd other = {descriptor, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(multi_, &other, 1, static_cast<int>(at_most.count()), nullptr);
}

std::size_t Sender::take_header(char *data, std::size_t size, std::size_t count, void *transfer)
{
    Sent &sent = static_cast<Transfer *>(transfer)->sent;
    const std::string_view line(data, size * count);
    if (line.rfind("HTTP/", 0) == 0) { // the head of another reply, after a "100 Continue"
        sent.retry_after.clear();
        sent.date.clear();
    } else if (is_named(line, "retry-after")) {
        sent.retry_after = value_of(line);
    } else if (is_named(line, "date")) {
        sent.date = value_of(line);
    }
    return line.size();
}

std::size_t Sender::take_body(char *data, std::size_t size, std::size_t count, void *transfer)
{
    auto *to = static_cast<Transfer *>(transfer);
    const std::size_t wanted = to->body_limit + 1 - to->sent.body.size();
    to->sent.body.append(data, std::min(size * count, wanted));
    to->body_is_full = size * count >= wanted;
    return to->body_is_full ? 0 : size * count;
}

} // namespace dialer
