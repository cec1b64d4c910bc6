// The simulator as a process of its own, and its control endpoints.
#ifndef CAD_TEST_SIMULATOR_HPP
#define CAD_TEST_SIMULATOR_HPP

#include <string>

#include <nlohmann/json.hpp>
#include <sys/types.h>

/// The api key of the simulator's account: no text may hold it, in whatever form.
inline const std::string secret_key = "KK-marker/7+canary";

/// One running simulator, with its own example and our key. It ends with this object.
class Simulator {
  public:
    /// Starts CAD_SIMULATOR. Throws `std::runtime_error` where it can't.
    Simulator();
    Simulator(const Simulator &) = delete;
    Simulator &operator=(const Simulator &) = delete;
    ~Simulator();

    /// One of the addresses of its ready line.
    [[nodiscard]] std::string address(const std::string &name) const;
    /// Posts a fault.
    void inject(const nlohmann::json &fault) const;
    /// The requests that it received.
    [[nodiscard]] nlohmann::json received() const;
    /// How many visits the address had that redirects lead to.
    [[nodiscard]] int trap_visits() const;

  private:
    [[nodiscard]] nlohmann::json journal() const;

    pid_t process_ = 0;
    int input_ = -1;
    nlohmann::json addresses_;
};

#endif
