// 64 threads on one client of the C library, with a server that misbehaves now and then: each reply belongs
// to its call, nothing is lost, and nothing grows. CAD_MANY_SECONDS says for how long.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "check.hpp"
#include "simulator.hpp"

namespace {

constexpr unsigned threads = 64;
/// What a client may keep of a crowd: memory that the next one uses again.
constexpr std::size_t kept = std::size_t{4} << 20;

std::atomic<unsigned> calls{0}, received{0}, replied{0}, wrong{0};

/// A call that the server does not know: it repeats the ucid, which shows whose reply it is.
void one(cad_client *client)
{
    const std::string ucid = "8189" + std::to_string(calls++);
    cad_request request = CAD_REQUEST_INIT;
    request.ucid = cad_cstr(ucid.c_str());
    request.did = cad_cstr("914000000001");
    request.agent_id = cad_cstr("ravi");
    request.disposition = cad_cstr("Sale");
    cad_receipt *receipt = nullptr;
    const cad_status status = cad_set_disposition(client, &request, nullptr, &receipt);
    cad_attempt attempt = CAD_ATTEMPT_INIT;
    bool fits = status != CAD_OK && cad_receipt_attempt_count(receipt) == 1 &&
                cad_receipt_attempt(receipt, 0, &attempt) == CAD_OK;
    received += attempt.delivery != CAD_DELIVERY_NOT_SENT;
    if (cad_receipt_outcome(receipt) == CAD_OUTCOME_UNKNOWN_CALL) {
        const cad_str named = cad_receipt_ucid(receipt);
        fits = fits && std::string_view(named.data, named.len) == ucid;
        replied++;
    } else {
        fits = fits && (status == CAD_UNCERTAIN || status == CAD_NOT_SENT);
    }
    wrong += !fits;
    cad_receipt_free(receipt);
}

void crowd(cad_client *client, double seconds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::vector<std::thread> all;
    for (unsigned i = 0; i < threads; i++) {
        all.emplace_back([&] {
            while (std::chrono::steady_clock::now() < end) {
                one(client);
            }
        });
    }
    for (std::thread &thread : all) {
        thread.join();
    }
}

std::size_t entries(const char *folder)
{
    using Entries = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Entries(folder), Entries()));
}

std::size_t memory()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    std::size_t kib = 0;
    while (status >> word && word != "VmRSS:") {
    }
    status >> kib;
    return kib << 10;
}

cad_client *client(const Simulator &simulator)
{
    const std::string base_url = simulator.address("base_url");
    cad_account *account = nullptr;
    CHECK(cad_account_with_api_key(cad_cstr("acme"), cad_cstr(secret_key.c_str()), &account) == CAD_OK);
    cad_settings settings = CAD_SETTINGS_INIT;
    settings.account = account;
    settings.api = CAD_API_GET_V2;
    settings.base_url = cad_cstr(base_url.c_str());
    settings.attempts = 1;
    cad_client *made = nullptr;
    CHECK(cad_client_new(&settings, nullptr, &made, nullptr) == CAD_OK);
    cad_account_free(account);
    return made;
}

void run(double seconds)
{
    const Simulator simulator;
    const char *faults[] = {"reset_before_applied", "reset_after_applied", "close_after_applied",
                            "half_body", "html_502"};
    for (unsigned round = 0; round < 300; round++) {
        simulator.inject({{"fault", faults[round % 5]}, {"count", 1 + round % 8}});
        simulator.inject({{"fault", "none"}, {"count", 1 + round * 37 % 400}});
    }
    // What the process has from its first client on.
    cad_client *first = client(simulator);
    crowd(first, seconds / 4);
    cad_client_free(first);
    const std::size_t descriptors = entries("/proc/self/fd"), tasks = entries("/proc/self/task");
    cad_client *second = client(simulator);
    crowd(second, seconds / 4);
    const std::size_t before = memory();
    crowd(second, seconds);
    const std::size_t after = memory();
    cad_client_free(second);
    while (entries("/proc/self/task") > tasks) { // one that was waited for may be listed a moment longer
        std::this_thread::yield();
    }
    CHECK_EQUAL(entries("/proc/self/fd"), descriptors);
    CHECK(after < before + kept);
    CHECK_EQUAL(wrong.load(), 0u);
    CHECK_EQUAL(simulator.received().size(), std::size_t{received.load()});
    CHECK(calls > threads && replied > calls / 2);
    std::cout << "crowd: " << calls << " calls, " << received << " received, " << replied
              << " replied; " << before << " bytes of memory, then " << after << '\n';
}

} // namespace

int main()
{
    const char *given = std::getenv("CAD_MANY_SECONDS");
    subject = "a crowd on one client";
    try {
        run(given != nullptr ? std::atof(given) : 1);
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
