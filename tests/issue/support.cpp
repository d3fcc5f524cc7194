#include "support.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <map>
#include <stdexcept>

namespace gauntlet::issue::test {

TemporaryFolder::TemporaryFolder() {
    std::string form = (std::filesystem::temp_directory_path() / "gauntlet-issue-XXXXXX").string();
    if (mkdtemp(form.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary folder");
    path_ = form;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, std::string_view content) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
}

namespace {

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = read(descriptor, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(size));
    return text;
}

}  // namespace

Output run(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::string configuration = "OPENSSL_CONF=/dev/null";
    std::string path = std::string("PATH=") + (getenv("PATH") != nullptr ? getenv("PATH") : "/usr/bin:/bin");
    std::array<char*, 3> environment{configuration.data(), path.data(), nullptr};

    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("cannot make a pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
    pid_t child = 0;
    const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    Output output;
    if (error != 0) {
        close(pipe_ends[0]);
        output.status = 127;
        return output;
    }
    output.text = read_all(pipe_ends[0]);
    close(pipe_ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return output;
}

bool has_openssl() {
    return run({"openssl", "version"}).status == 0;
}

int error_number(std::string_view name) {
    static const std::map<std::string_view, int> numbers = {
        {"", X509_V_OK},
        {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT},
        {"X509_V_ERR_UNABLE_TO_GET_CRL", X509_V_ERR_UNABLE_TO_GET_CRL},
        {"X509_V_ERR_CERT_SIGNATURE_FAILURE", X509_V_ERR_CERT_SIGNATURE_FAILURE},
        {"X509_V_ERR_CRL_SIGNATURE_FAILURE", X509_V_ERR_CRL_SIGNATURE_FAILURE},
        {"X509_V_ERR_CERT_NOT_YET_VALID", X509_V_ERR_CERT_NOT_YET_VALID},
        {"X509_V_ERR_CERT_HAS_EXPIRED", X509_V_ERR_CERT_HAS_EXPIRED},
        {"X509_V_ERR_CRL_NOT_YET_VALID", X509_V_ERR_CRL_NOT_YET_VALID},
        {"X509_V_ERR_CRL_HAS_EXPIRED", X509_V_ERR_CRL_HAS_EXPIRED},
        {"X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
        {"X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN", X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN},
        {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
        {"X509_V_ERR_CERT_REVOKED", X509_V_ERR_CERT_REVOKED},
        {"X509_V_ERR_INVALID_CA", X509_V_ERR_INVALID_CA},
        {"X509_V_ERR_PATH_LENGTH_EXCEEDED", X509_V_ERR_PATH_LENGTH_EXCEEDED},
        {"X509_V_ERR_INVALID_PURPOSE", X509_V_ERR_INVALID_PURPOSE},

        {"X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION", X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION},
        {"X509_V_ERR_PERMITTED_VIOLATION", X509_V_ERR_PERMITTED_VIOLATION},
        {"X509_V_ERR_EXCLUDED_VIOLATION", X509_V_ERR_EXCLUDED_VIOLATION},
        {"X509_V_ERR_HOSTNAME_MISMATCH", X509_V_ERR_HOSTNAME_MISMATCH},
        {"X509_V_ERR_IP_ADDRESS_MISMATCH", X509_V_ERR_IP_ADDRESS_MISMATCH},
        {"X509_V_ERR_EE_KEY_TOO_SMALL", X509_V_ERR_EE_KEY_TOO_SMALL},
        {"X509_V_ERR_CA_KEY_TOO_SMALL", X509_V_ERR_CA_KEY_TOO_SMALL},
        {"X509_V_ERR_CA_MD_TOO_WEAK", X509_V_ERR_CA_MD_TOO_WEAK},
    };
    const auto found = numbers.find(name);
    return found == numbers.end() ? -1 : found->second;
}

Certificate parse(std::string_view der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return {d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), X509_free};
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    return hex;
}

}  // namespace gauntlet::issue::test
