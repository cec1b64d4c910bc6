// What the dialer shows: a line for each call that has its answer, and on a terminal, below them,
// those that are under way.
#ifndef DIALER_VIEW_HPP
#define DIALER_VIEW_HPP

#include <map>
#include <string>

#include "dispositions.hpp"

namespace dialer {

/// How many calls came to what.
struct Tally {
    int settled = 0;   ///< Applied, queued or accepted.
    int open = 0;      ///< Not applied: somebody has to do what the sentence says.
    int uncertain = 0; ///< Nobody can tell: somebody has to look.
    int not_begun = 0; ///< The dialer was stopped before.
};

/// Writes to standard output.
class View {
  public:
    /// Live where standard output is a terminal, else plain lines.
    View();

    /// Tells what became of a call.
    void ended(const cloudagent::Request &request, const cloudagent::Receipt &receipt);
    /// Tells that a call's disposition was never begun, and why.
    void not_begun(const cloudagent::Request &request, const std::string &why);
    /// Shows what is under way, on a terminal.
    void show(const std::map<std::uint64_t, Entry> &under_way);
    /// The last line.
    void finish();
    /// What was told so far.
    [[nodiscard]] const Tally &tally() const noexcept
    {
        return tally_;
    }

  private:
    void clear();
    void line(const cloudagent::Request &request, std::string_view word, const std::string &text);

    bool live_;
    int shown_ = 0;
    Tally tally_;
};

} // namespace dialer

#endif
