// The calls that a dialer's switch would tell of, read from a file.
#ifndef DIALER_CALLS_HPP
#define DIALER_CALLS_HPP

#include <chrono>
#include <istream>
#include <stdexcept>
#include <sstream>
#include <string>
#include <vector>

#include "cloudagent_disposition.hpp"

namespace dialer {

/// One call, and when it ends.
struct EndingCall {
    std::chrono::milliseconds after; ///< Counted from the dialer's start.
    cloudagent::Request request;     ///< What its agent chose.
};

/// Reads calls in the form of calls.txt, in the order in which they end there. Throws
/// `std::runtime_error` with the number of a line that can't be read.
inline std::vector<EndingCall> read_calls(std::istream &from)
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

} // namespace dialer

#endif
