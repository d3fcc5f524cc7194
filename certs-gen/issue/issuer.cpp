#include "gauntlet/issue/issuer.hpp"

#include <openssl/pem.h>

#include <map>
#include <mutex>
#include <stdexcept>

#include "certificate.hpp"
#include "crl.hpp"
#include "key.hpp"
#include "library.hpp"
#include "pem.hpp"
#include "stream.hpp"

namespace gauntlet::issue {
namespace {

struct CertificateSlot {
    const recipe::Certificate* recipe = nullptr;  // nullptr: adopted
    std::once_flag once;
    Issued issued;
    X509Certificate certificate;
    Key key;  // nullptr: adopted without its key
};

struct CrlSlot {
    const recipe::Crl* recipe = nullptr;
    std::once_flag once;
    std::string der;
    std::string pem;
};

X509Certificate read_certificate(std::string_view pem) {
    const Bio bio(require(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "cannot read a certificate"));
    X509* certificate = require(X509_new_ex(library(), nullptr), "cannot make a certificate");
    X509Certificate owned(certificate);
    require(PEM_read_bio_X509(bio.get(), &certificate, nullptr, nullptr), "cannot read a certificate");
    return owned;
}

void set_key(CertificateSlot& slot) {
    slot.issued.key_der = pkcs8_der(slot.key.get());
    slot.issued.key_pem = to_pem("PRIVATE KEY", slot.issued.key_der);
}

void set_certificate(CertificateSlot& slot, X509Certificate certificate, std::string der) {
    slot.certificate = std::move(certificate);
    slot.issued.pem = to_pem("CERTIFICATE", der);
    slot.issued.der = std::move(der);
}

}  // namespace

struct Issuer::State {
    const std::uint64_t seed;
    const std::chrono::sys_seconds now;
    mutable std::mutex mutex;  // guards the maps; a slot is filled under its own once_flag
    std::map<std::string, CertificateSlot, std::less<>> certificates;
    std::map<std::string, CrlSlot, std::less<>> crls;

    CertificateSlot& issued(const recipe::Certificate& recipe) {
        CertificateSlot& slot = slot_of(certificates, recipe, "certificate");
        if (slot.recipe != nullptr)
            std::call_once(slot.once, [&] { fill(slot, recipe); });
        return slot;
    }

    CrlSlot& issued(const recipe::Crl& recipe) {
        CrlSlot& slot = slot_of(crls, recipe, "CRL");
        std::call_once(slot.once, [&] { fill(slot, recipe); });
        return slot;
    }

  private:
    template <typename Slots, typename Recipe>
    typename Slots::mapped_type& slot_of(Slots& slots, const Recipe& recipe, std::string_view what) {
        const std::lock_guard lock(mutex);
        const auto found = slots.find(recipe.name);
        if (found == slots.end()) {
            auto& slot = slots[std::string(recipe.name)];
            slot.recipe = &recipe;
            return slot;
        }
        const Recipe* known = found->second.recipe;
        if (known != nullptr && known != &recipe && !(*known == recipe))
            throw std::logic_error("two different recipes of a " + std::string(what) + " have the name " +
                                   std::string(recipe.name) + "; rename one");
        return found->second;
    }

    EVP_PKEY* signing_key(CertificateSlot& issuer, std::string_view issuer_name, std::string_view name) const {
        if (issuer.key == nullptr)
            throw std::runtime_error(std::string(name) + " cannot be issued: the private key of " +
                                     std::string(issuer_name) + " was not given");
        return issuer.key.get();
    }

    void fill(CertificateSlot& slot, const recipe::Certificate& recipe) {
        Making making{.seed = seed, .now = now};
        if (recipe.issuer != nullptr) {
            CertificateSlot& issuer = issued(*recipe.issuer);
            making.issuer = issuer.certificate.get();
            making.issuer_key = signing_key(issuer, recipe.issuer->name, recipe.name);
        }
        if (recipe.impersonates != nullptr)
            making.subject_of = issued(*recipe.impersonates).certificate.get();
        try {
            Stream stream(seed, recipe.name, "key");
            const Drawing drawing(stream);
            slot.key = make_key(recipe.key);
            making.key = slot.key.get();
            Made made = make_certificate(recipe, making);
            set_certificate(slot, std::move(made.certificate), std::move(made.der));
            set_key(slot);
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(std::string(recipe.name) + " cannot be issued: " + error.what());
        }
    }

    void fill(CrlSlot& slot, const recipe::Crl& recipe) {
        CertificateSlot& issuer = issued(*recipe.issuer);
        EVP_PKEY* key = signing_key(issuer, recipe.issuer->name, recipe.name);
        std::vector<X509*> revoked;
        for (const recipe::Certificate* certificate : recipe.revoked)
            revoked.push_back(issued(*certificate).certificate.get());
        slot.der = make_crl(recipe, seed, now, issuer.certificate.get(), key, revoked);
        slot.pem = to_pem("X509 CRL", slot.der);
    }
};

Issuer::Issuer(std::uint64_t seed, std::chrono::sys_seconds now) : state_(new State{.seed = seed, .now = now}) {}

Issuer::~Issuer() = default;

std::uint64_t Issuer::seed() const {
    return state_->seed;
}

std::chrono::sys_seconds Issuer::now() const {
    return state_->now;
}

const Issued& Issuer::certificate(const recipe::Certificate& recipe) {
    return state_->issued(recipe).issued;
}

recipe::Material Issuer::material(const recipe::Credentials& recipe) {
    recipe::Material material;
    for (const recipe::Certificate* link : recipe.chain) {
        const Issued& issued = certificate(*link);
        material.chain_der.push_back(issued.der);
        material.chain_pem += issued.pem;
    }
    const Issued& owner = certificate(recipe.key_owner());
    material.key_der = owner.key_der;
    material.key_pem = owner.key_pem;
    return material;
}

std::string Issuer::anchors_pem(std::span<const recipe::Certificate* const> anchors) {
    std::string pem;
    for (const recipe::Certificate* anchor : anchors)
        pem += certificate(*anchor).pem;
    return pem;
}

const std::string& Issuer::crl_der(const recipe::Crl& recipe) {
    return state_->issued(recipe).der;
}

const std::string& Issuer::crl_pem(const recipe::Crl& recipe) {
    return state_->issued(recipe).pem;
}

std::string Issuer::crls_pem(std::span<const recipe::Crl* const> recipes) {
    std::string pem;
    for (const recipe::Crl* recipe : recipes)
        pem += crl_pem(*recipe);
    return pem;
}

void Issuer::adopt(std::string_view name, std::string_view certificate_pem, std::string_view key_pem) {
    X509Certificate certificate = read_certificate(certificate_pem);
    Key key;
    if (!key_pem.empty()) {
        key = read_key(key_pem);
        require(X509_check_private_key(certificate.get(), key.get()) == 1,
                "the private key does not belong to the certificate");
    }
    const std::lock_guard lock(state_->mutex);
    if (state_->certificates.contains(name))
        throw std::logic_error(std::string(name) + " was already issued; adopt it before it is asked for");
    CertificateSlot& slot = state_->certificates[std::string(name)];
    slot.key = std::move(key);
    std::string der = der_of(certificate.get(), i2d_X509, "cannot write a certificate");
    set_certificate(slot, std::move(certificate), std::move(der));
    if (slot.key != nullptr)
        set_key(slot);
}

bool Issuer::issuable(const recipe::Certificate& recipe) const {
    for (const recipe::Certificate* step = &recipe; step->issuer != nullptr; step = step->issuer) {
        const std::lock_guard lock(state_->mutex);
        const auto own = state_->certificates.find(step->name);
        if (own != state_->certificates.end() && own->second.recipe == nullptr)
            return true;
        const auto issuer = state_->certificates.find(step->issuer->name);
        if (issuer != state_->certificates.end() && issuer->second.recipe == nullptr && issuer->second.key == nullptr)
            return false;
    }
    return true;
}

}  // namespace gauntlet::issue
