#include "name.hpp"

#include <charconv>
#include <stdexcept>

namespace gauntlet::issue {
namespace {

void add_entry(X509_NAME* name, int nid, std::string_view value) {
    if (value.empty())
        return;
    require(X509_NAME_add_entry_by_NID(name, nid, V_ASN1_UTF8STRING, unsigned_bytes(value),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "cannot add to a name");
}

GeneralName ia5(int type, std::string_view value) {
    GeneralName name(require(GENERAL_NAME_new(), "cannot make a general name"));
    ASN1_IA5STRING* text = require(ASN1_IA5STRING_new(), "cannot make a string");
    GENERAL_NAME_set0_value(name.get(), type, text);
    require(ASN1_STRING_set(text, value.data(), static_cast<int>(value.size())) == 1, "cannot set a string");
    return name;
}

[[noreturn]] void not_an_address(std::string_view value) {
    throw std::logic_error("not an IP address: " + std::string(value));
}

std::string octets_of_address(std::string_view text) {
    Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> octets(a2i_IPADDRESS(std::string(text).c_str()));
    if (octets == nullptr)
        not_an_address(text);
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(octets.get())),
            static_cast<std::size_t>(ASN1_STRING_length(octets.get()))};
}

GeneralName ip(std::string_view octets) {
    GeneralName name(require(GENERAL_NAME_new(), "cannot make a general name"));
    ASN1_OCTET_STRING* value = require(ASN1_OCTET_STRING_new(), "cannot make a string");
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, value);
    require(ASN1_OCTET_STRING_set(value, unsigned_bytes(octets), static_cast<int>(octets.size())) == 1,
            "cannot set an address");
    return name;
}

// Address and mask, one after the other (RFC 5280 4.2.1.10).
std::string octets_of_network(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        not_an_address(text);
    std::string octets = octets_of_address(text.substr(0, slash));
    const std::string_view digits = text.substr(slash + 1);
    std::size_t prefix = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), prefix);
    if (error != std::errc() || end != digits.end() || prefix > octets.size() * 8)
        not_an_address(text);
    const std::size_t address_size = octets.size();
    for (std::size_t i = 0; i < address_size; ++i) {
        const std::size_t bits = prefix > i * 8 ? std::min<std::size_t>(prefix - i * 8, 8) : 0;
        octets.push_back(static_cast<char>(0xff00U >> bits));
    }
    return octets;
}

GeneralName directory(std::string_view organization) {
    GeneralName name(require(GENERAL_NAME_new(), "cannot make a general name"));
    GENERAL_NAME_set0_value(name.get(), GEN_DIRNAME, distinguished_name(organization, "").release());
    return name;
}

}  // namespace

Name distinguished_name(std::string_view organization, std::string_view common_name) {
    Name name(require(X509_NAME_new(), "cannot make a name"));
    add_entry(name.get(), NID_organizationName, organization);
    add_entry(name.get(), NID_commonName, common_name);
    return name;
}

GeneralName general_name(const recipe::GeneralName& recipe) {
    switch (recipe.kind) {
        case recipe::NameKind::dns:
            return ia5(GEN_DNS, recipe.value);
        case recipe::NameKind::email:
            return ia5(GEN_EMAIL, recipe.value);
        case recipe::NameKind::uri:
            return ia5(GEN_URI, recipe.value);
        case recipe::NameKind::ip:
            return ip(octets_of_address(recipe.value));
        case recipe::NameKind::directory:
            return directory(recipe.value);
    }
    throw std::logic_error("unknown kind of name");
}

GeneralName subtree_base(const recipe::GeneralName& recipe) {
    if (recipe.kind == recipe::NameKind::ip)
        return ip(octets_of_network(recipe.value));
    return general_name(recipe);
}

}  // namespace gauntlet::issue
