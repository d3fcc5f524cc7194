#include "gauntlet/issue/inspect.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>
#include <utility>

#include "key.hpp"
#include "library.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {
namespace {

std::string text_of(BIO* bio) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string name_text(const X509_NAME* name) {
    const Bio bio(require(BIO_new(BIO_s_mem()), "cannot print a name"));
    require(X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0,
            "cannot print a name");
    return text_of(bio.get());
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

std::chrono::sys_seconds time_of(const ASN1_TIME* time) {
    std::tm fields{};
    require(ASN1_TIME_to_tm(time, &fields) == 1, "a certificate has a time that is none");
    return std::chrono::sys_seconds(std::chrono::seconds(timegm(&fields)));
}

std::string dotted(const ASN1_OBJECT* object) {
    std::array<char, 128> text{};
    OBJ_obj2txt(text.data(), text.size(), object, 1);
    return text.data();
}

std::vector<std::string> names_of(const X509* certificate) {
    const Owned<GENERAL_NAMES, GENERAL_NAMES_free> list(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<std::string> names;
    for (int i = 0; list != nullptr && i < sk_GENERAL_NAME_num(list.get()); ++i) {
        const Bio bio(require(BIO_new(BIO_s_mem()), "cannot print a name"));
        GENERAL_NAME_print(bio.get(), sk_GENERAL_NAME_value(list.get(), i));
        names.push_back(text_of(bio.get()));
    }
    return names;
}

using Flags = std::array<std::pair<std::uint32_t, const char*>, 9>;
constexpr Flags key_usages = {{{KU_DIGITAL_SIGNATURE, "digitalSignature"},
                               {KU_NON_REPUDIATION, "nonRepudiation"},
                               {KU_KEY_ENCIPHERMENT, "keyEncipherment"},
                               {KU_DATA_ENCIPHERMENT, "dataEncipherment"},
                               {KU_KEY_AGREEMENT, "keyAgreement"},
                               {KU_KEY_CERT_SIGN, "keyCertSign"},
                               {KU_CRL_SIGN, "cRLSign"},
                               {KU_ENCIPHER_ONLY, "encipherOnly"},
                               {KU_DECIPHER_ONLY, "decipherOnly"}}};

std::optional<std::vector<std::string>> key_usage_of(X509* certificate) {
    if (X509_get_ext_by_NID(certificate, NID_key_usage, -1) < 0)
        return std::nullopt;
    std::vector<std::string> usages;
    for (const auto& [bit, name] : key_usages) {
        if ((X509_get_key_usage(certificate) & bit) != 0)
            usages.emplace_back(name);
    }
    return usages;
}

std::optional<std::vector<std::string>> extended_usage_of(const X509* certificate) {
    if (X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) < 0)
        return std::nullopt;
    std::vector<std::string> usages;
    const std::unique_ptr<EXTENDED_KEY_USAGE, decltype(&EXTENDED_KEY_USAGE_free)> list(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)),
        EXTENDED_KEY_USAGE_free);
    for (int i = 0; list != nullptr && i < sk_ASN1_OBJECT_num(list.get()); ++i) {
        const ASN1_OBJECT* usage = sk_ASN1_OBJECT_value(list.get(), i);
        const int nid = OBJ_obj2nid(usage);
        usages.push_back(nid == NID_undef ? dotted(usage) : OBJ_nid2sn(nid));
    }
    return usages;
}

std::vector<std::string> unknown_critical_of(const X509* certificate) {
    std::vector<std::string> unknown;
    for (int i = 0; i < X509_get_ext_count(certificate); ++i) {
        X509_EXTENSION* extension = X509_get_ext(certificate, i);
        if (X509_EXTENSION_get_critical(extension) == 1 && X509_supported_extension(extension) == 0)
            unknown.push_back(dotted(X509_EXTENSION_get_object(extension)));
    }
    return unknown;
}

void read_basic_constraints(CertificateFacts& facts, const X509* certificate) {
    const Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> constraints(
        static_cast<BASIC_CONSTRAINTS*>(X509_get_ext_d2i(certificate, NID_basic_constraints, nullptr, nullptr)));
    facts.has_basic_constraints = constraints != nullptr;
    if (constraints == nullptr)
        return;
    facts.ca = constraints->ca != 0;
    if (constraints->pathlen != nullptr)
        facts.path_length = static_cast<int>(ASN1_INTEGER_get(constraints->pathlen));
}

void read_key(CertificateFacts& facts, const X509* certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    facts.key = key != nullptr ? EVP_PKEY_get0_type_name(key) : "unreadable";
    facts.key_bits = key != nullptr ? EVP_PKEY_get_bits(key) : 0;
}

void read_signature(CertificateFacts& facts, X509* certificate) {
    const X509_ALGOR* outer = nullptr;
    X509_get0_signature(nullptr, &outer, certificate);
    facts.algorithms_match = X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(certificate)) == 0;
    const int nid = X509_get_signature_nid(certificate);
    facts.signature = nid == NID_undef ? "unknown" : OBJ_nid2ln(nid);
    int digest = NID_undef;
    if (OBJ_find_sigid_algs(nid, &digest, nullptr) == 1 && digest != NID_undef)
        facts.digest = OBJ_nid2sn(digest);
    EVP_PKEY* key = X509_get0_pubkey(certificate);
    facts.self_signed = X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0 &&
                        key != nullptr && X509_verify(certificate, key) == 1;
}

CertificateFacts facts_of(X509* certificate) {
    CertificateFacts facts;
    facts.subject = name_text(X509_get_subject_name(certificate));
    facts.issuer = name_text(X509_get_issuer_name(certificate));
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
    facts.serial = hex(ASN1_STRING_get0_data(serial), static_cast<std::size_t>(ASN1_STRING_length(serial)));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1, "cannot digest a certificate");
    facts.fingerprint = hex(digest.data(), size);
    facts.version = static_cast<int>(X509_get_version(certificate)) + 1;
    facts.not_before = time_of(X509_get0_notBefore(certificate));
    facts.not_after = time_of(X509_get0_notAfter(certificate));
    facts.names = names_of(certificate);
    facts.key_usage = key_usage_of(certificate);
    facts.extended_usage = extended_usage_of(certificate);
    facts.unknown_critical = unknown_critical_of(certificate);
    read_basic_constraints(facts, certificate);
    read_key(facts, certificate);
    read_signature(facts, certificate);
    return facts;
}

Link link_of(X509* certificate, X509* next) {
    if (X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(next)) != 0)
        return Link::other_issuer;
    EVP_PKEY* key = X509_get0_pubkey(next);
    return key != nullptr && X509_verify(certificate, key) == 1 ? Link::issued_by_next : Link::bad_signature;
}

X509Certificate read_der(std::string_view der) {
    const unsigned char* bytes = unsigned_bytes(der);
    X509Certificate certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
    require(certificate.get(), "a certificate cannot be read");
    return certificate;
}

struct PemBlock {
    std::string label;
    std::string der;
};

std::vector<PemBlock> pem_blocks(std::string_view content) {
    const Bio bio(require(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())), "cannot read PEM"));
    std::vector<PemBlock> blocks;
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    while (PEM_read_bio(bio.get(), &label, &header, &data, &size) == 1) {
        blocks.push_back({label, {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)}});
        OPENSSL_free(label);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    // The end of the file is "no start line"; anything else is a block that is cut off or garbled.
    const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    require(ended, "a PEM block cannot be read");
    ERR_clear_error();
    return blocks;
}

bool is_certificate(std::string_view label) {
    return label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE";
}

InspectedFile describe(const std::vector<X509Certificate>& certificates) {
    InspectedFile file;
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        file.certificates.push_back(facts_of(certificates[i].get()));
        file.links.push_back(i + 1 < certificates.size() ? link_of(certificates[i].get(), certificates[i + 1].get())
                                                         : Link::last);
    }
    return file;
}

bool fits(X509* certificate, const std::string& host) {
    constexpr unsigned int flags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    return X509_check_ip_asc(certificate, host.c_str(), 0) == 1 ||
           X509_check_host(certificate, host.data(), host.size(), flags, nullptr) == 1;
}

}  // namespace

InspectedFile inspect(const std::vector<std::string>& chain_der, const std::string& host) {
    std::vector<X509Certificate> certificates;
    for (const std::string& der : chain_der)
        certificates.push_back(read_der(der));
    require(!certificates.empty(), "there is no certificate in it");
    InspectedFile served = describe(certificates);
    served.host_fits = fits(certificates.front().get(), host);
    ERR_clear_error();
    return served;
}

InspectedFile inspect(std::string_view content) {
    bool private_key = false;
    std::vector<X509Certificate> certificates;
    if (content.find("-----BEGIN ") != std::string_view::npos) {
        for (const PemBlock& block : pem_blocks(content)) {
            if (is_certificate(block.label))
                certificates.push_back(read_der(block.der));
            private_key = private_key || block.label.ends_with("PRIVATE KEY");
        }
        if (certificates.empty())
            throw std::runtime_error("there is no certificate in it");
    } else {
        certificates.push_back(read_der(content));
    }
    InspectedFile file = describe(certificates);
    file.private_key = private_key;
    if (file.private_key) {
        try {
            const Key key = read_key(content);
            file.key_fits = X509_check_private_key(certificates.front().get(), key.get()) == 1;
        } catch (const std::runtime_error&) {
            file.key_fits = std::nullopt;  // encrypted: nothing can be said of it
        }
    }
    ERR_clear_error();
    return file;
}

}  // namespace gauntlet::issue
