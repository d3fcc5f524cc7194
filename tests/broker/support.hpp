// What the tests of the broker room share.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/supervisor.hpp"

namespace gauntlet::broker::test {

// Runs a coroutine on a loop of its own until it ends; what it throws is thrown here.
template <typename T>
T run(boost::asio::awaitable<T> work) {
    boost::asio::io_context loop;
    std::optional<T> result;
    std::exception_ptr error;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr thrown, T value) {
        error = thrown;
        if (!thrown)
            result.emplace(std::move(value));
    });
    loop.run();
    if (error)
        std::rethrow_exception(error);
    return std::move(*result);
}

// A folder that is removed at the end of the test; readable by the user that brokers run as.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, const std::string& text);
std::string read_file(const std::filesystem::path& path);

// The text of an adapter.toml that is right: its broker is the shell, its configuration the template `script`.
std::string shell_adapter_text();

// An adapter `fake` whose broker is a shell script: a template with the variables of adapters.
class FakeBroker {
  public:
    explicit FakeBroker(const std::string& script, const std::string& toml = shell_adapter_text());
    const Adapter& adapter() const { return adapter_; }
    const Installation& installation() const { return installation_; }

  private:
    TemporaryFolder folder_;
    Adapter adapter_;
    Installation installation_;
};

// `openssl s_server` on the first listener, after the line "fake is ready".
std::string serving_script();

// A one-way listener with the good server's certificate.
ListenerRequest one_way();

// A $TMPDIR of the test's own while it lives, so that what others leave in the machine's does not count.
class OwnTemporaryFolder {
  public:
    OwnTemporaryFolder();
    ~OwnTemporaryFolder();
    OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
    OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;
    // How many folders of instances are in it.
    long instances() const;

  private:
    TemporaryFolder folder_;
    std::optional<std::string> before_;
};

// Whether the process is there and not merely waiting to be reaped.
bool runs(pid_t pid);
// Waits, at most 5 s, until it does not.
bool ends(pid_t pid);

}  // namespace gauntlet::broker::test
