#include "mosquitto_conf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "gauntlet/broker/bad_input.hpp"

namespace gauntlet::broker {

namespace fs = std::filesystem;

namespace {

constexpr const char* blank = " \t\r";

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(blank);
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

bool is_yes(std::string_view value) {
    return value == "true" || value == "1";
}

// mosquitto.conf(5), "Configuring Bridges".
bool is_bridge_word(std::string_view word) {
    constexpr std::array words{"connection",
                               "address",
                               "addresses",
                               "cleansession",
                               "clientid",
                               "idle_timeout",
                               "local_clientid",
                               "local_cleansession",
                               "local_password",
                               "local_username",
                               "notifications",
                               "notification_topic",
                               "notifications_local_only",
                               "remote_clientid",
                               "remote_password",
                               "remote_username",
                               "restart_timeout",
                               "round_robin",
                               "start_type",
                               "threshold",
                               "topic",
                               "try_private",
                               "username",
                               "password",
                               "keepalive_interval"};
    return word.starts_with("bridge_") || std::ranges::find(words, word) != words.end();
}

// Files ending in .conf, as Mosquitto sorts them: by their bytes.
std::vector<fs::path> included(const ConfLine& line) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(line.value, error))
        if (entry.path().extension() == ".conf")
            files.push_back(entry.path());
    if (error)
        throw BadInput(fmt::format("{}: include_dir {}: {}", line.place, line.value, error.message()));
    std::ranges::sort(files);
    return files;
}

class Reader {
  public:
    Reader() { conf_.sections.emplace_back(); }

    void read(const fs::path& path) {
        std::ifstream file(path);
        if (!file)
            throw BadInput(fmt::format("--config {}: the file cannot be read", path.string()));
        unsigned number = 0;
        for (std::string text; std::getline(file, text);)
            add(fmt::format("{}:{}", path.string(), ++number), trimmed(text));
    }

    MosquittoConf result() && {
        ConfSection& first = conf_.sections.front();
        first.port = conf_.value(0, "port");
        first.is_listener = !first.port.empty() || !conf_.value(0, "certfile").empty();
        for (const ConfLine& line : conf_.lines)
            if (line.section == 0 && (line.word == "port" || (first.place.empty() && line.word == "certfile")))
                first.place = line.place;
        if (first.port.empty())
            first.port = "1883";  // mosquitto.conf(5), port
        return std::move(conf_);
    }

  private:
    void add(const std::string& place, const std::string& text) {
        if (text.empty() || text.front() == '#')
            return;
        const std::size_t end = std::min(text.find_first_of(blank), text.size());
        ConfLine line{.place = place, .word = text.substr(0, end), .value = trimmed(text.substr(end))};
        if (text.find("{{") != std::string::npos)
            throw BadInput(fmt::format("{}: \"{{{{\" cannot be taken over; write the value without it", place));
        if (line.word == "include_dir") {
            for (const fs::path& file : included(line))
                read(file);
            return;
        }
        if (line.word == "listener")
            begin(line);
        in_bridge_ = line.word == "connection" || (in_bridge_ && line.word != "listener");
        line.bridge = in_bridge_ && is_bridge_word(line.word);
        line.section = conf_.sections.size() - 1;
        conf_.lines.push_back(std::move(line));
    }

    void begin(const ConfLine& line) {
        const std::string port = line.value.substr(0, line.value.find_first_of(blank));
        unsigned number = 0;
        const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), number);
        if (error != std::errc() || rest != port.data() + port.size() || number > 65535)
            throw BadInput(
                fmt::format("{}: listener {}: the port must be a number from 0 to 65535", line.place, line.value));
        conf_.sections.push_back({line.place, port, true});
    }

    MosquittoConf conf_;
    bool in_bridge_ = false;
};

}  // namespace

std::string MosquittoConf::value(std::size_t section, std::string_view word) const {
    std::string last;
    for (const ConfLine& line : lines)
        if (line.section == section && line.word == word && !line.bridge)
            last = line.value;
    return last;
}

std::string MosquittoConf::value(std::string_view word) const {
    std::string last;
    for (const ConfLine& line : lines)
        if (line.word == word && !line.bridge)
            last = line.value;
    return last;
}

bool MosquittoConf::is_true(std::size_t section, std::string_view word) const {
    return is_yes(value(section, word));
}

bool MosquittoConf::per_listener() const {
    return is_yes(value("per_listener_settings"));
}

bool MosquittoConf::anonymous(std::size_t section) const {
    return per_listener() ? is_true(section, "allow_anonymous") : is_yes(value("allow_anonymous"));
}

MosquittoConf read_mosquitto_conf(const fs::path& file) {
    Reader reader;
    reader.read(file);
    return std::move(reader).result();
}

}  // namespace gauntlet::broker
