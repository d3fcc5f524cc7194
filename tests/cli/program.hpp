// Runs the built program and looks at what it leaves behind.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gauntlet::tests {

using Arguments = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;  // added to the test's own

// A folder of its own, removed at the end; everybody may pass through it, as a broker's unprivileged user must.
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

struct Result {
    int exit = 0;  // 128 + signal where it was ended by one
    std::string out;
    std::string err;
};

// The program while it runs. The destructor kills it.
class Program {
  public:
    explicit Program(const Arguments& arguments, const Environment& environment = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number) const;
    Result wait();
    // What it has written to standard output so far.
    std::string output() const;
    // Its children of this name, which may be of its past by now.
    std::vector<pid_t> children(const std::string& name) const;
    bool running() const;

  private:
    TemporaryFolder folder_;  // of its output
    pid_t pid_ = -1;
    bool reaped_ = false;
};

Result gauntlet(const Arguments& arguments, const Environment& environment = {});

std::string text_of(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);
std::size_t count_lines(const std::string& text);
// Processes whose command line has `text` in it.
std::vector<pid_t> processes_with(const std::string& text);
// Whether the broker is on this machine.
bool has_mosquitto();

}  // namespace gauntlet::tests
