#include "extensions.hpp"

#include <openssl/sha.h>

#include <array>
#include <stdexcept>

#include "name.hpp"

namespace gauntlet::issue {
namespace {

void add(X509* certificate, int nid, void* value, bool critical) {
    require(X509_add1_ext_i2d(certificate, nid, value, critical ? 1 : 0, X509V3_ADD_APPEND) == 1,
            "cannot add an extension");
}

// Method (1) of RFC 5280 4.2.1.2: SHA-1 of the public key.
void add_subject_key_identifier(X509* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(X509_pubkey_digest(certificate, EVP_sha1(), digest.data(), &size) == 1, "cannot identify a public key");
    const Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> value(
        require(ASN1_OCTET_STRING_new(), "cannot make a string"));
    require(ASN1_OCTET_STRING_set(value.get(), digest.data(), static_cast<int>(size)) == 1, "cannot set a string");
    add(certificate, NID_subject_key_identifier, value.get(), false);
}

void add_basic_constraints(X509* certificate, const recipe::BasicConstraints& recipe) {
    const Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> value(
        require(BASIC_CONSTRAINTS_new(), "cannot make basicConstraints"));
    value->ca = recipe.ca ? 0xff : 0;
    if (recipe.path_length >= 0) {
        value->pathlen = require(ASN1_INTEGER_new(), "cannot make a number");
        require(ASN1_INTEGER_set(value->pathlen, recipe.path_length) == 1, "cannot set a number");
    }
    add(certificate, NID_basic_constraints, value.get(), recipe.critical);
}

void add_key_usage(X509* certificate, unsigned int bits) {
    const Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free> value(require(ASN1_BIT_STRING_new(), "cannot make a string"));
    for (int bit = 0; bit < 9; ++bit) {
        if ((bits >> static_cast<unsigned int>(bit) & 1U) != 0)
            require(ASN1_BIT_STRING_set_bit(value.get(), bit, 1) == 1, "cannot set a bit");
    }
    add(certificate, NID_key_usage, value.get(), true);
}

int nid_of(recipe::ExtendedKeyUsage usage) {
    switch (usage) {
        case recipe::ExtendedKeyUsage::server_auth:
            return NID_server_auth;
        case recipe::ExtendedKeyUsage::client_auth:
            return NID_client_auth;
        case recipe::ExtendedKeyUsage::code_signing:
            return NID_code_sign;
        case recipe::ExtendedKeyUsage::email_protection:
            return NID_email_protect;
        case recipe::ExtendedKeyUsage::any:
            return NID_anyExtendedKeyUsage;
    }
    throw std::logic_error("unknown extended key usage");
}

void free_usages(EXTENDED_KEY_USAGE* usages) {
    sk_ASN1_OBJECT_pop_free(usages, ASN1_OBJECT_free);
}

template <typename Usages>
void add_extended_usage(X509* certificate, const Usages& usages) {
    const Owned<EXTENDED_KEY_USAGE, free_usages> value(require(sk_ASN1_OBJECT_new_null(), "cannot make a list"));
    for (const recipe::ExtendedKeyUsage usage : usages)
        require(sk_ASN1_OBJECT_push(value.get(), OBJ_nid2obj(nid_of(usage))) > 0, "cannot extend a list");
    add(certificate, NID_ext_key_usage, value.get(), false);
}

template <typename Names>
void add_alternative_names(X509* certificate, const Names& names) {
    const Owned<GENERAL_NAMES, GENERAL_NAMES_free> value(require(GENERAL_NAMES_new(), "cannot make a list"));
    for (const recipe::GeneralName& name : names) {
        GeneralName owned = general_name(name);
        require(sk_GENERAL_NAME_push(value.get(), owned.get()) > 0, "cannot extend a list");
        static_cast<void>(owned.release());
    }
    // RFC 5280 4.2.1.6: critical where the subject is empty.
    const bool nameless = X509_NAME_entry_count(X509_get_subject_name(certificate)) == 0;
    add(certificate, NID_subject_alt_name, value.get(), nameless);
}

using Subtree = Owned<GENERAL_SUBTREE, GENERAL_SUBTREE_free>;

void free_subtrees(STACK_OF(GENERAL_SUBTREE) * list) {
    sk_GENERAL_SUBTREE_pop_free(list, GENERAL_SUBTREE_free);
}

using Subtrees = Owned<STACK_OF(GENERAL_SUBTREE), free_subtrees>;

template <typename Names>
Subtrees subtrees(const Names& names) {
    if (names.empty())
        return nullptr;
    Subtrees list(require(sk_GENERAL_SUBTREE_new_null(), "cannot make a list"));
    for (const recipe::GeneralName& name : names) {
        Subtree subtree(require(GENERAL_SUBTREE_new(), "cannot make a subtree"));
        GENERAL_NAME_free(subtree->base);
        subtree->base = nullptr;
        subtree->base = subtree_base(name).release();
        require(sk_GENERAL_SUBTREE_push(list.get(), subtree.get()) > 0, "cannot extend a list");
        static_cast<void>(subtree.release());
    }
    return list;
}

void add_name_constraints(X509* certificate, const recipe::NameConstraints& recipe) {
    const Owned<NAME_CONSTRAINTS, NAME_CONSTRAINTS_free> value(
        require(NAME_CONSTRAINTS_new(), "cannot make nameConstraints"));
    value->permittedSubtrees = subtrees(recipe.permitted).release();
    value->excludedSubtrees = subtrees(recipe.excluded).release();
    add(certificate, NID_name_constraints, value.get(), true);
}

void add_other(X509* certificate, const recipe::Extension& recipe) {
    const Owned<ASN1_OBJECT, ASN1_OBJECT_free> oid(
        require(OBJ_txt2obj(std::string(recipe.oid).c_str(), 1), "not an object identifier"));
    const Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> value(
        require(ASN1_OCTET_STRING_new(), "cannot make a string"));
    require(ASN1_OCTET_STRING_set(value.get(), unsigned_bytes(recipe.der), static_cast<int>(recipe.der.size())) == 1,
            "cannot set a string");
    const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
        require(X509_EXTENSION_create_by_OBJ(nullptr, oid.get(), recipe.critical ? 1 : 0, value.get()),
                "cannot make an extension"));
    require(X509_add_ext(certificate, extension.get(), -1) == 1, "cannot add an extension");
}

}  // namespace

AuthorityKeyIdentifier authority_key_identifier(X509* issuer) {
    const ASN1_OCTET_STRING* subject_key = X509_get0_subject_key_id(issuer);
    if (subject_key == nullptr)
        return nullptr;
    AuthorityKeyIdentifier value(require(AUTHORITY_KEYID_new(), "cannot make a key identifier"));
    value->keyid = require(ASN1_OCTET_STRING_dup(subject_key), "cannot copy a key identifier");
    return value;
}

void add_extensions(X509* certificate, const recipe::Certificate& recipe, X509* issuer) {
    if (recipe.key_identifiers) {
        add_subject_key_identifier(certificate);
        if (issuer != nullptr) {
            if (const AuthorityKeyIdentifier identifier = authority_key_identifier(issuer))
                add(certificate, NID_authority_key_identifier, identifier.get(), false);
        }
    }
    if (recipe.basic_constraints.present)
        add_basic_constraints(certificate, recipe.basic_constraints);
    if (recipe.key_usage != 0)
        add_key_usage(certificate, recipe.key_usage);
    if (!recipe.extended_usage.empty())
        add_extended_usage(certificate, recipe.extended_usage);
    if (!recipe.alternative_names.empty())
        add_alternative_names(certificate, recipe.alternative_names);
    if (!recipe.name_constraints.permitted.empty() || !recipe.name_constraints.excluded.empty())
        add_name_constraints(certificate, recipe.name_constraints);
    for (const recipe::Extension& extension : recipe.extensions)
        add_other(certificate, extension);
}

}  // namespace gauntlet::issue
