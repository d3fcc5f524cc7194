// What the command line says, as text and values; the subcommands read it, main.cpp fills it in.
#pragma once

#include <string>
#include <vector>

namespace gauntlet::cli {

struct SelectionOptions {
    std::vector<std::string> select;
    std::string level = "observe";
    std::string shard = "1/1";
};

struct ListOptions {
    SelectionOptions selection;
    std::vector<std::string> scenarios;  // folders of the user's own
    bool json = false;
};

struct ExplainOptions {
    std::string id;
    std::vector<std::string> scenarios;  // folders of the user's own
};

struct BrokersOptions {
    bool json = false;
    bool verbose = false;
    std::vector<std::string> set;
};

struct InstallOptions {
    std::string name;
    std::string into;
    bool dry_run = false;
};

struct ReportOptions {
    std::string record;
    std::string format = "console";
    std::string out;
    bool rejudge = false;
    bool verbose = false;
};

// The user's own listener, and what they gave for it: files and names.
struct ListenerOptions {
    std::string url;
    std::string profile = "one-way";
    std::string ca;
    std::string cert;
    std::string key;
    std::string client_ca;
    std::string client_ca_key;
    std::string username;
    std::string password_file;
    std::string pki;
    bool allow_remote = false;
    bool allow_disruptive = false;
};

struct RunOptions {
    std::vector<std::string> brokers;
    std::string config;  // a file of the user's for that one broker
    ListenerOptions listener;
    SelectionOptions selection;
    std::vector<std::string> scenarios;  // folders of the user's own
    std::string seed;
    std::string now;
    unsigned jobs = 12;
    double timeout = 5;  // seconds
    std::string out;
    std::vector<std::string> known;
    std::string fail_on = "fail";
    std::string jsonl;  // a file, or "-"
    std::vector<std::string> set;
    bool dry_run = false;
    bool verbose = false;
};

struct SelftestOptions {
    SelectionOptions selection;
    bool full = false;
    std::string seed;
    std::string now;
    unsigned jobs = 24;
    double timeout = 5;  // seconds
    std::string out;
    bool dry_run = false;
    bool verbose = false;
};

}  // namespace gauntlet::cli
