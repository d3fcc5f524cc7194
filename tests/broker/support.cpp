#include "support.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "gauntlet/core/capability.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/issue/stores.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::broker::test {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "broker-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr || ::chmod(name.c_str(), 0755) != 0)
        throw std::runtime_error("cannot make " + name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::getline(file, text, '\0');  // unlike istreambuf_iterator it does not throw where a process is just gone
    return text;
}

std::string shell_adapter_text() {
    std::string text = R"toml(name = "fake"
title = "A fake broker"
install = "nothing"
transports = ["mqtts"]
listeners = "many"
[binary]
names = ["sh"]
[version]
args = ["-c", "echo fake version 1.2.3; exit 3"]
pattern = "fake version ([0-9.]+)"
[[file]]
path = "script"
template = "script"
[[file]]
each = "listener"
path = "{{name}}-chain.pem"
content = "{{chain_pem}}"
[[file]]
each = "listener"
path = "keys/{{name}}-key.pem"
content = "{{key_pem}}"
[start]
command = ["{{binary}}", "{{folder}}/script"]
ready = "fake is ready$"
port_taken = "Address already in use"
deadline_ms = 10000
[start.environment]
FAKE_HOST = "{{host}}"
[stop]
signal = "TERM"
grace_ms = 400
[log]
crash = ["Assertion .* failed"]
[capabilities]
)toml";
    for (const core::Capability& capability : core::capabilities)
        text += std::string(capability.name) + " = true\n";
    text += "[reload]\nsignal = \"HUP\"\ndone = \"^fake reads again\"\n";
    return text;
}

FakeBroker::FakeBroker(const std::string& script, const std::string& toml) {
    write_file(folder_.path() / "fake" / "script", script);
    write_file(folder_.path() / "fake" / "adapter.toml", toml);
    adapter_ = load_adapter(folder_.path(), "fake");
    installation_ = locate(adapter_);
}

std::string serving_script() {
    return "{{#listeners}}\n"
           "echo fake is ready\n"
           "exec openssl s_server -accept {{host}}:{{tls_port}} -cert {{folder}}/{{name}}-chain.pem "
           "-key {{folder}}/keys/{{name}}-key.pem -www\n"
           "{{/listeners}}\n";
}

ListenerRequest one_way() {
    static issue::Issuer issuer(1, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    ListenerRequest request;
    request.profile.name = "one-way";
    request.profile.server = &recipe::server::good;
    request.server = issuer.material(recipe::server::good);
    const issue::Sealing sealing{1, "one-way", "secret"};
    request.stores.password = sealing.password;
    request.stores.encrypted_key_pem = issue::encrypted_key_pem(request.server, sealing);
    request.stores.pkcs12 = issue::pkcs12_of(request.server, sealing);
    request.stores.jks = issue::jks_of(request.server, sealing);
    return request;
}

OwnTemporaryFolder::OwnTemporaryFolder() {
    if (const char* before = std::getenv("TMPDIR"))
        before_ = before;
    ::chmod(folder_.path().c_str(), 01777);
    ::setenv("TMPDIR", folder_.path().c_str(), 1);
}

OwnTemporaryFolder::~OwnTemporaryFolder() {
    if (before_)
        ::setenv("TMPDIR", before_->c_str(), 1);
    else
        ::unsetenv("TMPDIR");
}

long OwnTemporaryFolder::instances() const {
    return std::count_if(std::filesystem::directory_iterator(folder_.path()), std::filesystem::directory_iterator(),
                         [](const auto& entry) { return entry.path().filename().string().starts_with("gauntlet-"); });
}

bool runs(pid_t pid) {
    const std::string stat = read_file("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.size() > name_end + 2 && stat[name_end + 2] != 'Z';
}

bool ends(pid_t pid) {
    for (int i = 0; i < 500 && runs(pid); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return !runs(pid);
}

}  // namespace gauntlet::broker::test
