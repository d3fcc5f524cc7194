#include "json_schema.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace gauntlet::tests {

namespace {

using Adapter = valijson::adapters::BoostJsonAdapter;

boost::json::value parse(std::string_view text, const char* what) {
    boost::json::error_code error;
    boost::json::value value = boost::json::parse({text.data(), text.size()}, error);
    if (error)
        throw std::runtime_error(std::string(what) + " is no JSON: " + error.message());
    return value;
}

std::string describe(valijson::ValidationResults& results) {
    std::string text;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        text += text.empty() ? "" : "; ";
        for (const std::string& part : error.context)
            text += part;
        text += ": " + error.description;
    }
    return text;
}

}  // namespace

std::optional<std::string> schema_violation(std::string_view schema_text, std::string_view json_text) {
    try {
        const boost::json::value schema_json = parse(schema_text, "the schema");
        const boost::json::value json = parse(json_text, "the text");
        valijson::Schema schema;
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(schema_json), schema);
        valijson::Validator validator;
        valijson::ValidationResults results;
        if (validator.validate(schema, Adapter(json), &results))
            return std::nullopt;
        return describe(results);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

std::string file_text(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream.is_open() || stream.bad())
        throw std::runtime_error(path + ": cannot be read");
    return text;
}

}  // namespace gauntlet::tests
