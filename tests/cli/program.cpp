#include "program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace gauntlet::tests {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    std::string form = (fs::temp_directory_path() / "gauntlet-test-XXXXXX").string();
    if (::mkdtemp(form.data()) == nullptr)
        throw std::runtime_error("mkdtemp");
    path_ = form;
    fs::permissions(path_, fs::perms(0755));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Program::Program(const Arguments& arguments, const Environment& environment) {
    const std::string out = folder_.path() / "out";
    const std::string err = folder_.path() / "err";
    std::vector<char*> argv;
    Arguments whole{GAUNTLET_PROGRAM};
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    for (std::string& argument : whole)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ != 0)
        return;
    for (const auto& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

Program::~Program() {
    if (reaped_)
        return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const {
    ::kill(pid_, number);
}

bool Program::running() const {
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid == 0;
}

std::string Program::output() const {
    return text_of(folder_.path() / "out");
}

Result Program::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR)
        continue;
    reaped_ = true;
    return {.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = text_of(folder_.path() / "out"),
            .err = text_of(folder_.path() / "err")};
}

namespace {

std::vector<pid_t> all_processes() {
    std::vector<pid_t> found;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc"))
        if (const std::string name = entry.path().filename(); std::all_of(name.begin(), name.end(), ::isdigit))
            found.push_back(std::stoi(name));
    return found;
}

}  // namespace

std::vector<pid_t> Program::children(const std::string& name) const {
    std::vector<pid_t> found;
    for (const pid_t pid : all_processes()) {
        const std::string stat = text_of("/proc/" + std::to_string(pid) + "/stat");
        const std::size_t end = stat.rfind(')');
        if (end == std::string::npos || stat.find("(" + name + ")") == std::string::npos)
            continue;
        std::istringstream fields(stat.substr(end + 1));
        char state = 0;
        pid_t parent = 0;
        if (fields >> state >> parent && parent == pid_ && state != 'Z')
            found.push_back(pid);
    }
    return found;
}

Result gauntlet(const Arguments& arguments, const Environment& environment) {
    return Program(arguments, environment).wait();
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    ASSERT_TRUE(file.flush()) << path;
}

std::size_t count_lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::vector<pid_t> processes_with(const std::string& text) {
    std::vector<pid_t> found;
    for (const pid_t pid : all_processes())
        if (text_of("/proc/" + std::to_string(pid) + "/cmdline").find(text) != std::string::npos)
            found.push_back(pid);
    return found;
}

bool has_mosquitto() {
    return gauntlet({"run", "--broker", "mosquitto", "--dry-run", "--select", "one-way/*"}).out.find("not installed") ==
               std::string::npos &&
           gauntlet({"brokers"}).out.find("mosquitto    2") != std::string::npos;
}

}  // namespace gauntlet::tests
