// A bug on purpose, of the kind that its argument names: a sanitizer that doesn't see it isn't there.
#include <cloudagent_disposition.hpp>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace {

// What the optimiser doesn't know, it can't remove.
volatile std::size_t eight = 8;
volatile int most = INT_MAX;
void *volatile lost = nullptr;

} // namespace

int main(int count, char **arguments)
{
    const std::string_view bug = count > 1 ? arguments[1] : "";
    if (bug == "read-past-the-end") {
        const auto bytes = std::make_unique<char[]>(8);
        return bytes[eight];
    }
    if (bug == "leak") {
        lost = std::malloc(eight);
        lost = nullptr;
        return 0;
    }
    if (bug == "overflow") {
        return (most + 1) > 0 ? 1 : 0;
    }
    return cloudagent::header_matches() ? 0 : 2;
}
