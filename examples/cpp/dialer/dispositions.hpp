// Sets the dispositions of many calls at once, in one thread: drives the library's engine by its
// steps, and sends what they ask for.
#ifndef DIALER_DISPOSITIONS_HPP
#define DIALER_DISPOSITIONS_HPP

#include <functional>
#include <map>

#include "sender.hpp"

namespace dialer {

/// Where tokens come from that the engine asks for; neither where it asks for none.
struct TokenOrigin {
    /// Shared with other programs that use the account. It is asked in the loop's own thread, so it
    /// must be as fast as a file.
    std::shared_ptr<cloudagent::TokenStore> store;
    /// A URL of the company's own server, which holds the key: its body is a token. With `?renew` the
    /// last one was refused.
    std::string url;
};

/// Told what records say of the dispositions that were looked up, in their order.
using Settled = std::function<void(const std::vector<cloudagent::Settlement> &)>;

/// One call that ended, and how far its disposition is; or a look-up, and whom to tell.
struct Entry {
    cloudagent::Request request;      ///< What to set; nothing of a look-up.
    Settled settled;                  ///< Of a look-up.
    cloudagent::Call call;            ///< The engine's side of it.
    cloudagent::Moment until;         ///< When to give a timer.
    std::uint32_t seq = 0;            ///< The number of the step that is in flight; 0 for none.
    bool asks_for_token = false;      ///< Whether that is for a token.
    cloudagent::Moment connect_by;    ///< When that must have a connection.
};

/// The dispositions under way. It branches on no status, delay or text: the engine does.
class Dispositions {
  public:
    /// Told once for each call, when it is known what became of it.
    using Ended =
        std::function<void(const cloudagent::Request &request, const cloudagent::Receipt &receipt)>;

    /// `ended` is called from `begin`, `turn` and `cancel`.
    Dispositions(cloudagent::Engine engine, Ended ended, TokenOrigin tokens = {});

    /// Begins to set a disposition.
    void begin(cloudagent::Request request);
    /// Begins to look up what the vendor's records of a day say of dispositions, with one request.
    /// Throws `cloudagent::Error` where it can't be asked so.
    void look_up(const std::vector<cloudagent::Request> &requests, const std::string &day,
                 Settled settled);
    /// Ends all that is under way: each is told as what is known of it, not sent or uncertain.
    void cancel();
    /// Moves everything on that can be.
    void turn();
    /// Sleeps until there is something to do, `descriptor` can be read, or it is `latest`.
    void sleep(cloudagent::Moment latest, int descriptor);
    /// What is under way, by the number of its call.
    [[nodiscard]] const std::map<std::uint64_t, Entry> &under_way() const noexcept
    {
        return entries_;
    }

  private:
    void add(cloudagent::Started started, cloudagent::Request request, Settled settled);
    void tell(std::uint64_t id, const cloudagent::Event &event);
    void obey(std::uint64_t id, const cloudagent::Step &step);
    void ask_for_token(std::uint64_t id, const cloudagent::Step &step);
    void look_at(std::uint64_t id, cloudagent::Moment at);
    [[nodiscard]] cloudagent::Moment next(const Entry &entry) const;

    cloudagent::Engine engine_;
    Ended ended_;
    TokenOrigin tokens_;
    std::map<std::uint64_t, Entry> entries_;
    std::vector<std::uint64_t> woken_;
    Sender sender_;
};

} // namespace dialer

#endif
