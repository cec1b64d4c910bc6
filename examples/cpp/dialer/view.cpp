#include "view.hpp"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

using namespace cloudagent;

namespace dialer {

namespace {

/// More would not fit on a terminal.
constexpr std::size_t lines_at_once = 12;

/// A text of the caller's that may hold anything: nothing in it may steer the terminal.
std::string printable(std::string text)
{
    std::replace_if(text.begin(), text.end(),
                    [](unsigned char c) { return c < ' ' || c == 0x7F; }, '?');
    return text;
}

} // namespace

View::View() : live_(isatty(STDOUT_FILENO) == 1)
{
}

void View::ended(const Request &request, const Receipt &receipt)
{
    switch (receipt.effect()) {
    case Effect::applied:
    case Effect::queued:
    case Effect::accepted:
        tally_.settled++;
        break;
    case Effect::not_applied:
        tally_.open++;
        break;
    case Effect::unknown:
        tally_.uncertain++;
        break;
    }
    line(request, name(receipt.effect()), receipt.sentence());
}

void View::not_begun(const Request &request, const std::string &why)
{
    tally_.not_begun++;
    line(request, "not begun", why);
}

void View::line(const Request &request, std::string_view word, const std::string &text)
{
    clear();
    std::printf("%-11.*s  %-17s  %-7s  %s\n", static_cast<int>(word.size()), word.data(),
                printable(request.ucid).c_str(), printable(request.agent_id).c_str(), text.c_str());
    std::fflush(stdout);
}

void View::show(const std::map<std::uint64_t, Entry> &under_way)
{
    if (!live_) {
        return;
    }
    clear();
    for (const auto &[id, entry] : under_way) {
        if (static_cast<std::size_t>(shown_) == lines_at_once) {
            break;
        }
        const auto time = now() - entry.begun;
        std::printf("%-11s  %-17s  %-7s  %.1f s\n", entry.seq ? "sending" : "waiting",
                    printable(entry.request.ucid).c_str(),
                    printable(entry.request.agent_id).c_str(),
                    static_cast<double>(time.count()) / 1000);
        shown_++;
    }
    std::printf("%zu under way, %d settled, %d open, %d uncertain\n", under_way.size(),
                tally_.settled, tally_.open, tally_.uncertain);
    shown_++;
    std::fflush(stdout);
}

void View::finish()
{
    clear();
    std::printf("%d settled, %d open, %d uncertain, %d not begun\n", tally_.settled, tally_.open,
                tally_.uncertain, tally_.not_begun);
}

/// Takes the live lines away.
void View::clear()
{
    if (shown_ > 0) {
        std::printf("\x1b[%dA\x1b[J", shown_);
        shown_ = 0;
    }
}

} // namespace dialer
