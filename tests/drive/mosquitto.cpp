#include "mosquitto.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <stdexcept>

#include "peer.hpp"

namespace gauntlet::drive::test {

std::string Mosquitto::program() {
    for (const char* path : {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"})
        if (::access(path, X_OK) == 0)
            return path;
    return {};
}

Mosquitto::Mosquitto(bool mutual, core::Transport transport)
    : tls_port_(net::test::closed_port()),
      plain_port_(net::test::closed_port()),
      mutual_(mutual),
      transport_(transport),
      client_(net::test::material(recipe::client::good)) {
    std::string pattern = (std::filesystem::temp_directory_path() / "gauntlet-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    const recipe::Material server = net::test::material(recipe::server::good);
    write("chain.pem", server.chain_pem);
    write("key.pem", server.key_pem);
    std::string anchors;
    for (const recipe::Certificate* anchor : recipe::client::good.anchors)
        anchors += net::test::issuer().certificate(*anchor).pem;
    write("clients.pem", anchors);
    std::string configuration = fmt::format(
        "per_listener_settings true\nlog_dest stderr\nlog_type all\nlistener {} 127.0.0.1\nallow_anonymous true\n"
        "listener {} 127.0.0.1\nallow_anonymous true\ncertfile {}/chain.pem\nkeyfile {}/key.pem\n",
        plain_port_, tls_port_, folder_.string(), folder_.string());
    if (core::has_websocket(transport))
        configuration += "protocol websockets\nsocket_domain ipv4\n";
    if (mutual)
        configuration += fmt::format("cafile {}/clients.pem\nrequire_certificate true\n", folder_.string());
    if (::geteuid() == 0)
        configuration += "user root\n";
    start(configuration);
}

Mosquitto::~Mosquitto() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
}

void Mosquitto::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
}

// Returns when the log says that it runs.
void Mosquitto::start(const std::string& configuration) {
    write("mosquitto.conf", configuration);
    const std::string path = program();
    const std::string file = (folder_ / "mosquitto.conf").string();
    int log[2];
    if (::pipe2(log, O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(log[1], STDERR_FILENO);
        ::execl(path.c_str(), path.c_str(), "-c", file.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(log[1]);
    std::string text;
    char buffer[1024];
    while (text.find(" running") == std::string::npos) {
        const ssize_t count = ::read(log[0], buffer, sizeof buffer);
        if (count <= 0)
            throw std::runtime_error("mosquitto has not started: " + text);
        text.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(log[0]);  // the rest of the log goes nowhere
}

Target Mosquitto::target() {
    Target target;
    target.listener = {"127.0.0.1", tls_port_, transport_, "/mqtt"};
    target.plain_listener = Address{"127.0.0.1", plain_port_, core::Transport::mqtt, ""};
    target.contexts = &contexts_;
    target.anchors_der = net::test::anchors_der(recipe::server::good);
    target.server_name = "localhost";
    target.material = [](const recipe::Credentials& credentials) -> const recipe::Material& {
        static std::map<std::string_view, recipe::Material> all;
        return all.try_emplace(credentials.name, net::test::material(credentials)).first->second;
    };
    target.good_client = mutual_ ? &client_ : nullptr;
    target.certificate_name = [](std::string_view der) -> std::string {
        for (const recipe::Certificate* each : recipe::server::good.chain)
            if (net::test::issuer().certificate(*each).der == der)
                return std::string(each->name);
        return {};
    };
    target.run_prefix = fmt::format("gauntlet-t{}", ::getpid());
    target.timeout = std::chrono::seconds(20);
    return target;
}

}  // namespace gauntlet::drive::test
