#include "pki_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <future>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "new_file.hpp"
#include "pki_index.hpp"
#include "usage.hpp"

namespace gauntlet::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
}

// A folder inside of `out` in which everything is written before it is moved up; removes what is left of it.
class Workplace {
  public:
    explicit Workplace(fs::path out) : out_(std::move(out)), made_out_(!fs::exists(out_)) {
        make_private_folders(out_);
        std::string form = (out_ / ".making-XXXXXX").string();
        if (mkdtemp(form.data()) == nullptr)
            fail(out_);
        path_ = form;
    }
    ~Workplace() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
        if (made_out_ && !finished_)
            fs::remove(out_, ignored);
    }
    Workplace(Workplace&&) = delete;

    const fs::path& path() const { return path_; }

    // The file `last` comes when all others are there.
    void move_up(const std::string& last) {
        std::vector<fs::path> names;
        for (const fs::directory_entry& entry : fs::directory_iterator(path_))
            names.push_back(entry.path().filename());
        std::ranges::stable_partition(names, [&](const fs::path& name) { return name != last; });
        for (const fs::path& name : names)
            fs::rename(path_ / name, out_ / name);
        if (chmod(out_.c_str(), private_folder_mode) != 0)
            fail(out_);
        finished_ = true;
    }

  private:
    fs::path out_;
    fs::path path_;
    bool made_out_;
    bool finished_ = false;
};

// RSA keys take most of the time: every processor makes some.
void issue_everything(issue::Issuer& issuer) {
    const auto all = recipe::credentials();
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < all.size(); i = next++)
            issuer.material(*all[i]);
    };
    std::vector<std::future<void>> workers;
    for (unsigned int i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
        workers.push_back(std::async(std::launch::async, work));
    for (std::future<void>& worker : workers)
        worker.get();
}

void write_credentials(const fs::path& folder, issue::Issuer& issuer, const recipe::Credentials& credentials) {
    const recipe::Material material = issuer.material(credentials);
    write_new_file(folder / chain_file(credentials), material.chain_pem, public_mode);
    write_new_file(folder / key_file(credentials), material.key_pem, secret_mode);
    if (const std::string file = intermediates_file(credentials); !file.empty()) {
        const std::span links(credentials.chain.begin(), credentials.chain.end());
        write_new_file(folder / file, issuer.anchors_pem(links.subspan(1)), public_mode);
    }
    const std::span anchors(credentials.anchors.begin(), credentials.anchors.end());
    write_new_file(folder / anchors_file(credentials), issuer.anchors_pem(anchors), public_mode);
    if (const std::string file = crl_file(credentials); !file.empty())
        write_new_file(folder / file, issuer.crls_pem({credentials.crls.begin(), credentials.crls.end()}), public_mode);
}

void write_everything(const fs::path& folder, issue::Issuer& issuer) {
    for (const recipe::Credentials* credentials : recipe::credentials())
        write_credentials(folder, issuer, *credentials);
    for (const recipe::Certificate* authority : recipe::authorities()) {
        const issue::Issued& issued = issuer.certificate(*authority);
        write_new_file(folder / certificate_file(*authority), issued.pem, public_mode);
        write_new_file(folder / key_file(*authority), issued.key_pem, secret_mode);
    }
    for (const recipe::CrlSet* set : recipe::crl_sets())
        write_new_file(folder / crl_file(*set), issuer.crls_pem({set->crls.begin(), set->crls.end()}), public_mode);
    const auto configuration = [&](const char* name, MosquittoListener listener) {
        write_new_file(folder / "mosquitto" / name, mosquitto_configuration(listener), public_mode);
    };
    configuration("one-way.conf", MosquittoListener::one_way);
    configuration("mutual.conf", MosquittoListener::mutual);
    configuration("mutual-crl.conf", MosquittoListener::mutual_with_crl);
    write_new_file(folder / "index.json", index_json(issuer.seed(), issuer.now()), public_mode);
    write_new_file(folder / "INDEX.md", index_markdown(issuer.seed(), issuer.now()), public_mode);
}

void require_unused(const fs::path& out) {
    if (fs::exists(out) && !fs::is_directory(out))
        throw UsageError(fmt::format("{} is not a folder; give another --out", out.string()));
    if (fs::exists(out) && !fs::is_empty(out))
        throw UsageError(fmt::format("{} is not empty; remove it or give another --out", out.string()));
}

// Known before the seconds that the RSA keys take.
void require_writable(const fs::path& out) {
    fs::path existing = out;
    while (!fs::exists(existing))
        existing = existing.parent_path();
    if (fs::is_directory(existing) && access(existing.c_str(), W_OK) == 0)
        return;
    if (!fs::is_directory(existing))
        errno = ENOTDIR;
    fail(out);
}

}  // namespace

std::size_t make_pki_folder(const fs::path& out, std::uint64_t seed, std::chrono::sys_seconds now) {
    const fs::path folder = fs::weakly_canonical(fs::absolute(out));
    require_unused(folder);
    require_writable(folder);
    issue::Issuer issuer(seed, now);
    issue_everything(issuer);
    Workplace workplace(folder);
    write_everything(workplace.path(), issuer);
    workplace.move_up("INDEX.md");
    return recipe::credentials().size();
}

}  // namespace gauntlet::cli
