#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace gauntlet::wire::mqtt::test {

/// Whether a program of that name is in PATH.
bool is_installed(const std::string& program);

/// A program that runs beside the test; killed and reaped with the object.
class Child {
  public:
    /// `arguments`: the program, found in PATH, and what follows it. Its two outputs are collected.
    explicit Child(const std::vector<std::string>& arguments);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Everything that it printed to stdout, read until it closes it; waits 20 s at most and then kills it.
    std::string output();

    /// Its exit code once output() has returned; -1 where a signal ended it.
    int exit_code();

  private:
    pid_t pid_ = -1;
    int output_ = -1;
    int status_ = 0;
};

}  // namespace gauntlet::wire::mqtt::test
