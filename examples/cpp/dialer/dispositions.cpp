#include "dispositions.hpp"

#include <algorithm>

using namespace cloudagent;

namespace dialer {

namespace {

/// Milliseconds since 1970: how long a token lasts, and which day it is, is judged by them.
std::uint64_t wall()
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
    return static_cast<std::uint64_t>(millis);
}

/// What the vendor's server answered.
Event event_of(std::uint32_t seq, const Sent &sent)
{
    if (!sent.replied) {
        return Event::failed(seq, sent.failure);
    }
    return Event::reply(seq, {sent.http_status, sent.body, sent.retry_after, sent.date}, wall());
}

/// What the company's own server answered to a wish for a token.
Event token_of(std::uint32_t seq, const Sent &sent)
{
    if (!sent.replied || sent.http_status != 200) {
        return Event::failed(seq, sent.replied ? Kind::transport_failed : sent.failure);
    }
    std::string_view token = sent.body;
    token = token.substr(0, token.find_first_of("\r\n"));
    return Event::token_given(seq, token, wall());
}

} // namespace

Dispositions::Dispositions(Engine engine, Ended ended, TokenOrigin tokens)
    : engine_(std::move(engine)), ended_(std::move(ended)), tokens_(std::move(tokens))
{
}

void Dispositions::begin(Request request)
{
    Started started = engine_.start(request, now());
    add(std::move(started), std::move(request), {});
}

void Dispositions::look_up(const std::vector<Request> &requests, const std::string &day,
                           Settled settled)
{
    add(engine_.start_look_up_all(requests, day, {}, {}, now(), wall()), {}, std::move(settled));
}

void Dispositions::add(Started started, Request request, Settled settled)
{
    const std::uint64_t id = started.call.id();
    entries_.emplace(id, Entry{std::move(request), std::move(settled), std::move(started.call),
                               {}, {}, {}, {}});
    obey(id, started.step);
}

void Dispositions::cancel()
{
    while (!entries_.empty()) {
        tell(entries_.begin()->first, Event::cancelled());
    }
}

void Dispositions::turn()
{
    for (const Sent &sent : sender_.turn()) {
        const auto found = entries_.find(sent.id);
        if (found == entries_.end()) { // cancelled by whoever was told of another one's end
            continue;
        }
        const std::uint32_t seq = std::exchange(found->second.seq, 0);
        const bool is_token = std::exchange(found->second.asks_for_token, false);
        tell(sent.id, is_token ? token_of(seq, sent) : event_of(seq, sent));
    }
    while (!woken_.empty()) {
        const std::uint64_t id = woken_.back();
        woken_.pop_back();
        tell(id, Event::timer());
    }
    const Moment at = now();
    std::vector<std::uint64_t> due;
    for (const auto &[id, entry] : entries_) {
        if (next(entry) <= at) {
            due.push_back(id);
        }
    }
    for (const std::uint64_t id : due) {
        look_at(id, at);
    }
}

void Dispositions::sleep(Moment latest, int descriptor)
{
    const Moment at = now();
    // A look a second is enough for the view, and for where nothing is due.
    Moment::duration time(1000);
    time = std::min(time, latest > at ? latest - at : Moment::duration::zero());
    for (const auto &[id, entry] : entries_) {
        const Moment due = next(entry);
        time = std::min(time, due > at ? due - at : Moment::duration::zero());
    }
    if (!woken_.empty()) {
        time = Moment::duration::zero();
    }
    sender_.sleep(std::chrono::milliseconds(time.count()), descriptor);
}

/// Tells a call what happened, and does what it says next.
void Dispositions::tell(std::uint64_t id, const Event &event)
{
    if (const auto found = entries_.find(id); found != entries_.end()) {
        obey(id, found->second.call.step(event, now()));
    }
}

void Dispositions::obey(std::uint64_t id, const Step &step)
{
    Entry &entry = entries_.at(id);
    entry.until = step.until;
    woken_.insert(woken_.end(), step.wake.begin(), step.wake.end());
    switch (step.kind) {
    case StepKind::send:
        entry.seq = step.seq;
        entry.connect_by = step.connect_by;
        sender_.send(id, step.request, step.body_limit);
        break;
    case StepKind::abort:
        entry.seq = 0;
        tell(id, Event::failed(step.seq, Kind::cancelled, sender_.abort(id)));
        break;
    case StepKind::store: {
        const Stored answer = carry_out(step, *tokens_.store);
        tell(id, Event::stored(step.seq, answer, wall()));
        break;
    }
    case StepKind::token:
        ask_for_token(id, step);
        break;
    case StepKind::wait:
    case StepKind::listed: // none of these calls asks for a list
        break;
    case StepKind::done: {
        sender_.abort(id); // a token that nobody waits for any more
        const auto ended = entries_.extract(id); // first: who is told may look at what is left
        ended_(ended.mapped().request, *step.receipt);
        break;
    }
    case StepKind::settled: {
        const auto looked_up = entries_.extract(id);
        looked_up.mapped().settled(*step.settlements);
    }
    }
}

/// Asks the company's own server.
void Dispositions::ask_for_token(std::uint64_t id, const Step &step)
{
    constexpr std::size_t longest_token = 8192;
    Entry &entry = entries_.at(id);
    entry.seq = step.seq;
    entry.asks_for_token = true;
    entry.connect_by = step.until;
    sender_.get(id, tokens_.url + (step.renew ? "?renew" : ""), longest_token);
}

/// When an entry wants its timer.
Moment Dispositions::next(const Entry &entry) const
{
    return sender_.is_connecting(entry.call.id()) ? std::min(entry.connect_by, entry.until) : entry.until;
}

/// Gives an entry the timer that it wants, now that it is due.
void Dispositions::look_at(std::uint64_t id, Moment at)
{
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
        return;
    }
    Entry &entry = found->second;
    if (sender_.is_connecting(id) && entry.connect_by <= at) {
        sender_.abort(id); // first: what is told as not sent must never be sent
        tell(id, Event::failed(std::exchange(entry.seq, 0), Kind::connect_timeout));
    } else {
        tell(id, Event::timer());
    }
}

} // namespace dialer
