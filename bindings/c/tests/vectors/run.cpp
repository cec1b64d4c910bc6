// Runs the shared vectors: every case of every file of CAD_VECTORS_DIR, else of tests/vectors. None
// is skipped, and a file or a member that nothing here knows is a failure.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "calls.hpp"
#ifndef CAD_NO_CLIENT
#include "records.hpp"
#endif

namespace {

/// For which of the two languages the cases are counted.
std::string language = "c";

/// The bytes of a text in base64.
std::string decode(const std::string &from)
{
    static const std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0, have = 0;
    for (const char c : from.substr(0, from.find('='))) {
        const std::size_t six = digits.find(c);
        CHECK(six != digits.npos);
        bits = (bits << 6 | static_cast<unsigned>(six)) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes.push_back(static_cast<char>(bits >> have & 0xFF));
        }
    }
    return bytes;
}

/// The body of a case, which has it in one of two forms.
std::string body_of(const Json &one)
{
    const auto encoded = text(one, "body_base64");
    CHECK(encoded.has_value() != one.contains("body"));
    return encoded ? decode(*encoded) : one.at("body").get<std::string>();
}

void run_classify(const Json &one)
{
    const std::string body = body_of(one);
    const Json actual = classified(text(one, "kind").value_or("set"), one, body);
    Json expected = one.at("expect");
    if (expected.contains("outcome")) {
        for (const char *absent : {"ucid", "did", "action", "retry_after_seconds"}) {
            expected.emplace(absent, nullptr);
        }
        CHECK(text(actual, "hint").value_or("") != "");
    }
    check_includes(actual, expected);
}

void run_validate(const Json &one)
{
    check_account(one.at("account"));
    check_request(one.at("request"));
    check_violations(validated(one), one.at("expect"));
}

/// Headers by their names in lower case, each of which stands once.
Json lower(const Json &headers)
{
    Json all;
    for (const auto &[key, value] : headers.items()) {
        std::string header = key;
        std::transform(header.begin(), header.end(), header.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        CHECK(!all.contains(header));
        all[header] = value;
    }
    return all;
}

/// A request that was built: its parts, of the headers without case; or `violations`.
void check_built(const Json &actual, Json expected)
{
    if (expected.contains("violations")) {
        only_keys(expected, {"violations"});
        check_violations(member(actual, "violations"), expected.at("violations"));
        return;
    }
    expected.emplace("body", nullptr);
    Json headers = lower(expected.at("headers"));
    headers["user-agent"] = "cloudagent-disposition/" CAD_VERSION;
    CHECK_EQUAL(lower(member(actual, "headers")).dump(), headers.dump());
    expected.erase("headers");
    check_includes(actual, expected);
}

void run_wire(const Json &one)
{
    check_account(one.at("account"));
    check_request(one.value("request", Json::object()));
    check_built(built(text(one, "kind").value_or("set"), one), one.at("expect"));
}

#ifndef CAD_NO_CLIENT
/// What a case of `records.json` may have besides what every case has.
const std::map<std::string, Keys> of_kind = {
    {"records", {"http_status", "body", "body_base64", "retry_after", "date", "asked"}},
    {"callback", {"body", "body_base64", "account"}},
    {"settle",
     {"api", "request", "records", "truncated", "in_words", "receipt", "receipt_request"}},
    {"request",
     {"account", "ucid", "day", "from", "to", "now", "utc_offset_minutes", "base_url"}},
    {"day", {"unix_seconds", "utc_offset_minutes"}},
};

void run_records(const Json &one)
{
    const auto kind = one.at("kind").get<std::string>();
    Keys keys = of_kind.at(kind);
    const bool has_body = keys.count("body") == 1;
    keys.insert({"id", "source", "kind", "expect"});
    only_keys(one, keys);
    const Json actual = of_records(kind, one, has_body ? body_of(one) : "");
    const Json &expected = one.at("expect");
    if (kind == "request") {
        check_built(actual, expected);
        return;
    }
    // The key that stands in every marked body.
    CHECK(actual.dump().find("deadbeef") == std::string::npos);
    check_includes(actual, expected);
    // What it has of a record, it has exactly.
    for (const char *exact : {"record", "records", "last"}) {
        if (expected.contains(exact)) {
            CHECK_EQUAL(actual.at(exact).dump(), expected.at(exact).dump());
        }
    }
}
#endif

/// A request that every API can carry, to look at an account through.
const Json any_request = {
    {"ucid", "1"}, {"did", "1"}, {"agent_id", "x"}, {"disposition", "x"}};

void run_params(const Json &one)
{
    const Json &expected = one.at("expect"), &api = one.at("api");
    only_keys(expected, {"customer", "api_key", "request", "violations"});
    CHECK_EQUAL(expected.size(), std::size_t{4});
    check_request(expected.at("request"));
    Json params = one.at("params");
    const Json actual = read_params(params, api);
    check_violations(actual.at("violations"), expected.at("violations"));
    CHECK_EQUAL(actual.at("customer").dump(), expected.at("customer").dump());
    CHECK_EQUAL(actual.at("request").dump(), expected.at("request").dump());

    // Without a customer nothing is built, so one is added to look at the key.
    const std::string customer = text(expected, "customer").value_or("acme");
    if (expected.at("customer").is_null()) {
        params.push_back({"customer", customer});
    }
    const Json account = {{"customer", customer}, {"api_key", expected.at("api_key")}};
    CHECK_EQUAL(built_everywhere(params, api, any_request).dump(),
                built_everywhere(account, api, any_request).dump());
}

void run_urls(const Json &one)
{
    const Json &expected = one.at("expect");
    only_keys(expected, {"kept_as", "problem"});
    const Json actual = checked_url(one.at("base_url").get<std::string>());
    if (expected.contains("problem")) {
        check_violations(member(actual, "violations"),
                         {{{"field", "base_url"}, {"problem", expected.at("problem")}}});
    } else {
        check_includes(actual, expected);
    }
}

void run_receipts(const Json &one)
{
    const Json &expected = one.at("expect");
    CHECK(expected.contains("json") || expected == Json({{"unreadable", true}}));
    check_includes(reread(text(one, "form").value_or("receipt"), one.at("json").get<std::string>()),
                   expected);
}

/// What an event may have besides its name and its call's.
const std::map<std::string, Keys> of_event = {
    {"start", {"engine", "seed", "deadline_ms", "request"}},
    {"start_list", {"engine", "seed", "deadline_ms", "campaign"}},
    {"start_look_up", {"engine", "seed", "deadline_ms", "request", "day", "wall"}},
    {"start_look_up_all",
     {"engine", "seed", "deadline_ms", "requests", "day", "from", "to", "wall"}},
    {"close", {"engine"}},
    {"timer", {}},
    {"reply", {"seq", "status", "retry_after", "date", "body", "wall"}},
    {"failed", {"seq", "kind", "sent"}},
    {"stored", {"seq", "answer", "wall"}},
    {"token_given", {"seq", "token", "wall"}},
    {"cancelled", {}},
};

void run_engine(const Json &one)
{
    only_keys(one.at("settings"), {"api", "customer", "api_key", "token", "base_url", "mode",
                                   "deadline_ms", "connect_timeout_ms", "attempts",
                                   "resend_unknown", "shares_tokens", "token_source",
                                   "utc_offset_minutes"});
    CHECK(!one.at("trace").empty());
    Calls calls(one);
    for (const Json &entry : one.at("trace")) {
        CHECK_EQUAL(entry.size(), std::size_t{3});
        const Json &event = entry[1], &expected = entry[2];
        Keys keys = of_event.at(event.at("event").get<std::string>());
        // An event that no driver gives is given to the engine as every other is.
        keys.insert({"event", "call", "played_by"});
        only_keys(event, keys);
        check_request(event.value("request", Json::object()));
        for (const Json &request : event.value("requests", Json::array())) {
            check_request(request);
        }
        const Json actual = calls.step(event, entry[0].get<std::uint64_t>());
        if (expected.is_null()) {
            CHECK(actual.is_null());
        } else {
            check_step(actual, expected);
        }
    }
}

#ifndef CAD_NO_CLIENT
/// Makes this program's environment that of a case: its variables and no other of the library's, and
/// its files in a folder of the test's own, into which the variable that names a file then leads.
void set_environment(const Json &variables, const Json &files)
{
    static const std::filesystem::path folder = [] {
        std::string made = "/tmp/cad-vectors-XXXXXX";
        CHECK(mkdtemp(made.data()) != nullptr);
        return made;
    }();
    for (const char *name : {"CUSTOMER", "API", "API_KEY", "API_KEY_FILE", "TOKEN", "BASE_URL",
                             "DEADLINE"}) {
        const std::string variable = std::string("CLOUDAGENT_") + name;
        unsetenv(variable.c_str());
        if (const auto value = text(variables, variable.c_str())) {
            const bool is_path = variable == "CLOUDAGENT_API_KEY_FILE";
            setenv(variable.c_str(), is_path ? (folder / *value).c_str() : value->c_str(), 1);
        }
    }
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    for (const auto &[file, content] : files.items()) {
        std::ofstream(folder / file, std::ios::binary)
            << (content.is_object() ? decode(content.at("base64").get<std::string>())
                                    : content.get<std::string>());
    }
    if (variables.empty()) {
        std::filesystem::remove_all(folder);
    }
}

/// What the settings come to is seen by the request that is built with them. No request tells of a
/// deadline, so of those only the wrong ones are seen here; Rust's runner sees all.
void run_environment(const Json &one)
{
    Json given = one.value("given", Json::object()), variables = one.at("variables");
    only_keys(given, {"customer", "api_key", "token", "api", "base_url", "deadline_ms"});
    // In C and C++ an account is given whole: half of one is the environment's.
    const bool has_credential = given.contains("api_key") || given.contains("token");
    if (has_credential && !given.contains("customer")) {
        given["customer"] = variables.at("CLOUDAGENT_CUSTOMER");
    } else if (!has_credential && given.contains("customer")) {
        variables["CLOUDAGENT_CUSTOMER"] = given["customer"];
        given.erase("customer");
    }
    set_environment(variables, one.value("files", Json::object()));
    const Json actual = built_by_client(given, true, any_request);
    set_environment({}, {});
    Json expected = one.at("expect");
    if (!expected.contains("violations")) {
        CHECK_EQUAL(actual.dump(), built_by_client(expected, false, any_request).dump());
        return;
    }
    const Json told = member(actual, "violations");
    for (std::size_t i = 0; i < expected["violations"].size() && i < told.size(); i++) {
        const auto detail = told[i].at("detail").get<std::string>();
        const auto variable = expected["violations"][i].at("variable").get<std::string>();
        expected["violations"][i].erase("variable");
        CHECK(detail.find(variable) != detail.npos && detail.find("marker") == detail.npos);
    }
    check_violations(told, expected["violations"]);
}
#endif

struct Runner {
    void (*run)(const Json &);
    Keys keys;
};

#ifndef CAD_NO_CLIENT
/// Every key of any kind: `run_records` knows which is whose.
const Keys everything = [] {
    Keys all = {"kind"};
    for (const auto &[kind, keys] : of_kind) {
        all.insert(keys.begin(), keys.end());
    }
    return all;
}();
#endif

const std::map<std::string, Runner> runners = {
    {"classify",
     {run_classify, {"kind", "http_status", "retry_after", "date", "body_base64", "body"}}},
    {"engine", {run_engine, {"settings", "seed", "store", "trace"}}},
    {"params", {run_params, {"params", "api"}}},
    {"receipts", {run_receipts, {"form", "json"}}},
    {"urls", {run_urls, {"base_url"}}},
    {"validate", {run_validate, {"api", "base_url", "account", "request"}}},
    {"wire", {run_wire, {"kind", "api", "base_url", "account", "request", "campaign"}}},
#ifndef CAD_NO_CLIENT
    {"records", {run_records, everything}},
    {"environment", {run_environment, {"variables", "files", "given"}}},
#endif
};

/// The small library has no call records, so nothing looks them up.
bool is_of_this_library([[maybe_unused]] const Json &one)
{
#ifdef CAD_NO_CLIENT
    return member(one, "trace").dump().find("\"start_look_up") == std::string::npos;
#else
    return true;
#endif
}

std::size_t run_file(const std::filesystem::path &path)
{
    subject = path.stem().string();
    const Runner &runner = runners.at(subject);
    Keys keys = {"id", "source", "expect"};
    if (subject == "engine") {
        keys.erase("expect");
    }
    keys.insert(runner.keys.begin(), runner.keys.end());
    std::ifstream stream(path);
    const Json file = Json::parse(stream);
    only_keys(file, {"$schema", "format", "cases"});
    CHECK(file.at("format") == 1);
    const Json &cases = file.at("cases");
    CHECK(!cases.empty());
    Keys ids;
    std::size_t count = 0;
    for (const Json &one : cases) {
        subject = text(one, "id").value_or("");
        CHECK(!subject.empty() && ids.insert(subject).second);
        CHECK(text(one, "source").value_or("") != "");
        only_keys(one, keys);
        if (is_of_this_library(one)) {
            runner.run(one);
            count++;
        }
    }
    std::cout << "vectors " << language << ": " << path.stem().string() << ": " << count
              << " cases\n";
    return count;
}

} // namespace

int main(int count, char **arguments)
{
    language = count > 1 ? arguments[1] : language;
    const char *named = std::getenv("CAD_VECTORS_DIR");
    const std::filesystem::path folder = named != nullptr ? named : "tests/vectors";
    std::set<std::filesystem::path> files;
    std::size_t cases = 0;
    try {
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".json") {
                files.insert(entry.path());
            }
        }
#ifdef CAD_NO_CLIENT
        // The small library has neither a client with settings of the environment nor call records.
        files.erase(folder / "environment.json");
        files.erase(folder / "records.json");
#endif
        CHECK(!files.empty());
        for (const auto &file : files) {
            cases += run_file(file);
        }
    } catch (const std::exception &error) {
        std::cerr << "vectors " << language << ": " << subject << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    if (failures > 0) {
        std::cerr << "vectors " << language << ": " << failures << " checks failed, see above\n";
        return EXIT_FAILURE;
    }
    std::cout << "vectors " << language << ": " << cases << " cases in " << files.size()
              << " files\n";
    return EXIT_SUCCESS;
}
