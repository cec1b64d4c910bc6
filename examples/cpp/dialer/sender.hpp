// Sends HTTP requests over libcurl's multi interface: any number at once, in the caller's thread.
// It knows HTTP and nothing of dispositions.
#ifndef DIALER_SENDER_HPP
#define DIALER_SENDER_HPP

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "cloudagent_disposition.hpp"

namespace dialer {

/// What one send came to: a whole reply, or why there is none.
struct Sent {
    std::uint64_t id = 0;                 ///< Whose send it was.
    bool replied = false;                 ///< Whether a whole reply came.
    long http_status = 0;                 ///< Of a reply.
    std::string body, retry_after, date;  ///< Of a reply.
    /// Else why there is none. A kind that says that nothing was sent is true.
    cloudagent::Kind failure = cloudagent::Kind::transport_failed;
};

/// The requests in flight. One send is one request on the wire: every send has a connection of its
/// own, because libcurl sends again by itself when a kept one turns out to be dead.
class Sender {
  public:
    /// Throws `std::runtime_error` where libcurl can't start.
    Sender();
    /// Not copyable or movable: libcurl holds pointers into it.
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;
    /// Aborts what is in flight.
    ~Sender();

    /// Begins to send a request under a number that nothing in flight has. The request is copied. Of
    /// the reply's body `body_limit` bytes are read, and one more, which tells that there was more.
    void send(std::uint64_t id, cloudagent::HttpRequestView request, std::size_t body_limit);
    /// Begins to get what is at a URL, in the same way.
    void get(std::uint64_t id, const std::string &url, std::size_t body_limit);
    /// Whether a send is in flight whose connection does not stand yet, TLS and all.
    bool is_connecting(std::uint64_t id) const;
    /// Ends a send that is in flight without a result. Says whether its request may have arrived.
    bool abort(std::uint64_t id);
    /// Moves what is in flight on, and gives what has come to its end.
    std::vector<Sent> turn();
    /// Sleeps until the network has news, `descriptor` can be read, or the time is over.
    void sleep(std::chrono::milliseconds at_most, int descriptor);

  private:
    struct Transfer;

    std::unique_ptr<Transfer> prepared(std::uint64_t id, const std::string &url,
                                       std::size_t body_limit);
    void begin(std::unique_ptr<Transfer> transfer);
    static std::size_t take_header(char *data, std::size_t size, std::size_t count, void *transfer);
    static std::size_t take_body(char *data, std::size_t size, std::size_t count, void *transfer);

    CURLM *multi_;
    std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers_;
};

} // namespace dialer

#endif
