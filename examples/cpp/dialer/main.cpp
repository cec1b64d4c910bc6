// A small dialer. Many calls end; each one's disposition is set in this one thread, through the
// library's engine over libcurl's multi interface, and the screen tells what became of each.
//
//     dialer calls.txt
//
// The environment says where, who and with which key: CLOUDAGENT_BASE_URL (CloudAgent in India
// unless set), CLOUDAGENT_CUSTOMER, CLOUDAGENT_API_KEY, and CLOUDAGENT_API (get_v2 unless set). With
// `post_token`, DIALER_TOKEN_FILE names a file in which dialers share their token, and a dialer
// without a key has DIALER_TOKEN_URL, where its company's own server gives tokens.
//
// Where nobody knows what became of some calls, it looks all of them up at its end, with one request for
// the vendor's records of the day. Those are counted where the account is: in India, unless
// DIALER_UTC_OFFSET_MINUTES says how far ahead of UTC its days are.
//
// Ctrl-C begins no further call and waits for none: what is under way is told as what is known of
// it, and what was not begun is told as well, so that every call of the file has its line.
//
// The exit status is 0 where every call is settled, 1 where somebody has to come back to one, 2
// where nothing could begin, and 130 after Ctrl-C.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "dispositions.hpp"

using namespace cloudagent;
using namespace dialer;

namespace {

/// One call that a dialer's switch would tell of, and when it ends.
struct EndingCall {
    std::chrono::milliseconds after; ///< Counted from the dialer's start.
    Request request;                 ///< What its agent chose.
};

/// Reads calls in the form of calls.txt, in the order in which they end there.
std::vector<EndingCall> read_calls(std::istream &from)
{
    std::vector<EndingCall> calls;
    std::string line;
    for (int number = 1; std::getline(from, line); number++) {
        std::istringstream words(line);
        if (line.find_first_not_of(" \t\r") == line.npos || line[0] == '#') {
            continue;
        }
        EndingCall call;
        long milliseconds = -1;
        words >> milliseconds >> call.request.ucid >> call.request.did >> call.request.agent_id;
        std::getline(words >> std::ws, call.request.disposition);
        if (milliseconds < 0 || call.request.agent_id.empty()) {
            throw std::runtime_error("line " + std::to_string(number) + " can't be read");
        }
        call.after = std::chrono::milliseconds(milliseconds);
        calls.push_back(std::move(call));
    }
    return calls;
}

/// How many calls came to what.
struct Tally {
    int settled = 0;   ///< Applied, queued or accepted.
    int open = 0;      ///< Not applied: somebody has to do what the sentence says.
    std::vector<Request> uncertain; ///< Nobody can tell: somebody has to look.
    int not_begun = 0; ///< The dialer was stopped before.
};

/// A text of the caller's that may hold anything: nothing in it may steer the terminal.
std::string printable(std::string text)
{
    std::replace_if(text.begin(), text.end(),
                    [](unsigned char c) { return c < ' ' || c == 0x7F; }, '?');
    return text;
}

/// A call's line, at once: somebody is waiting for it.
void tell(const Request &request, std::string_view word, const std::string &text)
{
    std::cout << std::left << std::setw(11) << word << "  " << std::setw(17)
              << printable(request.ucid) << "  " << std::setw(7) << printable(request.agent_id)
              << "  " << text << std::endl;
}

/// Tells what became of a call.
void ended(Tally &tally, const Request &request, const Receipt &receipt)
{
    switch (receipt.effect()) {
    case Effect::applied:
    case Effect::queued:
    case Effect::accepted:
        tally.settled++;
        break;
    case Effect::not_applied:
        tally.open++;
        break;
    case Effect::unknown:
        tally.uncertain.push_back(request);
        break;
    }
    tell(request, name(receipt.effect()), receipt.sentence());
}

/// Tells what records say of the calls of which nobody knew.
void settled(Tally &tally, const std::vector<Settlement> &settlements)
{
    const std::vector<Request> asked = std::exchange(tally.uncertain, {});
    for (std::size_t i = 0; i < asked.size(); i++) {
        const Settlement &settlement = settlements[i];
        if (settlement.effect() == Effect::applied) {
            tally.settled++;
        } else if (settlement.effect() == Effect::not_applied) {
            tally.open++;
        } else {
            tally.uncertain.push_back(asked[i]);
        }
        tell(asked[i], "-> " + std::string(name(settlement.effect())), settlement.sentence());
    }
}

/// A signal becomes a byte in this pipe, which wakes the loop.
int stop_pipe[2];

extern "C" void stop(int)
{
    const int error = errno;
    static_cast<void>(!write(stop_pipe[1], "", 1)); // a full pipe says it already
    errno = error;
}

void catch_signals()
{
    if (pipe2(stop_pipe, O_NONBLOCK | O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe for signals");
    }
    struct sigaction action = {};
    action.sa_handler = stop;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // libcurl is told not to touch signals
}

bool stopped()
{
    char byte = 0;
    return read(stop_pipe[0], &byte, 1) == 1;
}

std::string from(const char *variable)
{
    const char *value = std::getenv(variable);
    return value != nullptr ? value : "";
}

Api api_named(const std::string &word)
{
    if (const auto api = api_from_name(word.empty() ? "get_v2" : word)) {
        return *api;
    }
    throw std::runtime_error("CLOUDAGENT_API is none of get_v2, get_v3, post_api_key, post_token");
}

TokenOrigin token_origin()
{
    TokenOrigin tokens;
    tokens.url = from("DIALER_TOKEN_URL");
    if (const std::string file = from("DIALER_TOKEN_FILE"); !file.empty()) {
        if (const auto problem = FileTokenStore::problem(file)) {
            throw std::runtime_error(*problem);
        }
        tokens.store = std::make_shared<FileTokenStore>(file);
    }
    return tokens;
}

Engine engine(const TokenOrigin &tokens)
{
    const Api api = api_named(from("CLOUDAGENT_API"));
    const std::string customer = from("CLOUDAGENT_CUSTOMER"), key = from("CLOUDAGENT_API_KEY");
    Settings settings;
    settings.base_url = from("CLOUDAGENT_BASE_URL");
    settings.shares_tokens = tokens.store != nullptr;
    if (const std::string minutes = from("DIALER_UTC_OFFSET_MINUTES"); !minutes.empty()) {
        settings.utc_offset_minutes = std::stoi(minutes);
    }
    return Engine(tokens.url.empty() ? Account::with_api_key(customer, key)
                                     : Account::with_token_source(customer),
                  api, settings);
}

/// Runs until every call has its line. Says whether it was stopped.
bool run(const std::vector<EndingCall> &calls, Dispositions &dispositions, Tally &tally)
{
    const Moment started = now();
    auto next = calls.begin();
    while (next != calls.end() || !dispositions.under_way().empty()) {
        const Moment at = now();
        for (; next != calls.end() && started + next->after <= at; ++next) {
            dispositions.begin(next->request);
        }
        dispositions.turn();
        if (stopped()) {
            dispositions.cancel();
            for (; next != calls.end(); ++next) {
                tally.not_begun++;
                tell(next->request, "not begun", "The dialer was stopped. Nothing was sent.");
            }
            return true;
        }
        dispositions.sleep(next != calls.end() ? started + next->after : Moment::max(),
                           stop_pipe[0]);
    }
    return false;
}

/// Looks up what is uncertain, with one request. A call that began before midnight is in the records of
/// the day before; its sentence says so. Says whether it was stopped.
bool look_up(Dispositions &dispositions, Tally &tally)
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_1970).count();
    const std::string minutes = from("DIALER_UTC_OFFSET_MINUTES");
    const auto today = record_day(seconds, minutes.empty() ? 330 : std::stoi(minutes));
    try {
        dispositions.look_up(tally.uncertain, today.value_or(""),
                             [&tally](const std::vector<Settlement> &settlements) {
                                 settled(tally, settlements);
                             });
    } catch (const Error &error) {
        std::cerr << "dialer: it can't be looked up: " << error.what() << '\n';
        return false;
    }
    return run({}, dispositions, tally);
}

} // namespace

int main(int count, char **arguments)
{
    try {
        std::ifstream file(count == 2 ? arguments[1] : "");
        if (!file) {
            std::cerr << "usage: dialer FILE\n";
            return 2;
        }
        const std::vector<EndingCall> calls = read_calls(file);
        if (file.bad()) { // a folder opens, and only reading it fails
            std::cerr << "dialer: " << arguments[1] << " can't be read\n";
            return 2;
        }
        Tally tally;
        const TokenOrigin tokens = token_origin();
        Dispositions dispositions(
            engine(tokens),
            [&tally](const Request &request, const Receipt &receipt) {
                ended(tally, request, receipt);
            },
            tokens);
        catch_signals();
        bool was_stopped = run(calls, dispositions, tally);
        if (!was_stopped && !tally.uncertain.empty()) {
            was_stopped = look_up(dispositions, tally);
        }
        std::cout << tally.settled << " settled, " << tally.open << " open, "
                  << tally.uncertain.size() << " uncertain, " << tally.not_begun << " not begun\n";
        if (was_stopped) {
            return 130;
        }
        return tally.open + tally.not_begun > 0 || !tally.uncertain.empty() ? 1 : 0;
    } catch (const std::exception &error) {
        std::cerr << "dialer: " << error.what() << '\n';
        return 2;
    }
}
