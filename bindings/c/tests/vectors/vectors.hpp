// The shared vectors (tests/vectors) as C and C++ run them, through the wrapper: it has no rules of
// its own, and each of its functions is one of the C library's. `run.cpp` knows what the vectors
// expect, `told.cpp` says in the vectors' own words what the library tells.
#ifndef CAD_TEST_VECTORS_HPP
#define CAD_TEST_VECTORS_HPP

#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "../cpp/check.hpp"

using Json = nlohmann::json;

/// A member; null where it is not there.
const Json &member(const Json &object, const char *key);

/// A text; nothing where it is missing or null.
std::optional<std::string> text(const Json &object, const char *key);

/// Fails where a request or an account has a member that is none.
void check_account(const Json &given);
void check_request(const Json &given);

/// What a reply meant: a reply's members, or `token`, or `dispositions`.
Json classified(const std::string &kind, const Json &reply, const std::string &body);
/// Every violation.
Json validated(const Json &one);
/// The request that is built: its parts, or `violations`.
Json built(const std::string &kind, const Json &one);
/// `customer`, `request` and `violations` of raw parameters.
Json read_params(const Json &params, const Json &api);
/// What this request is built to on each API, for the account of these parameters or for this account:
/// nothing shows an account's key but that.
Json built_everywhere(const Json &params_or_account, const Json &api, const Json &request);
/// `kept_as`, or `violations`.
Json checked_url(const std::string &base_url);
/// Reads a form, and writes it again as `json`; or `unreadable`. Of a receipt also what its getters
/// say, and what they say of a copy.
Json reread(const std::string &form, const std::string &json);
#ifndef CAD_NO_CLIENT
/// The request that a client builds, or the `violations` of its settings: those that are given, and
/// where `from_environment` is true those of the environment.
Json built_by_client(const Json &given, bool from_environment, const Json &request);
#endif

/// An engine and its calls, by their names.
class Calls {
  public:
    /// Begins a case's trace.
    Calls(const Json &settings, const cloudagent::Seed &seed);
    /// The step that follows an event. Of the end also the `class`, and what the getters say.
    Json step(const Json &event, std::uint64_t now);

  private:
    std::map<std::string, cloudagent::Call> calls_; // they outlive their engine
    cloudagent::Engine engine_;
    cloudagent::Seed seed_;
};

#endif
