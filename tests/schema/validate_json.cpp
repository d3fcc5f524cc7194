// validate_json SCHEMA FILE: exit 0 where FILE obeys SCHEMA; 1 with the violation where it does not; 2 for usage.
#include <exception>
#include <iostream>

#include "json_schema.hpp"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: validate_json SCHEMA FILE\n";
        return 2;
    }
    try {
        const auto violation =
            gauntlet::tests::schema_violation(gauntlet::tests::file_text(argv[1]), gauntlet::tests::file_text(argv[2]));
        if (!violation)
            return 0;
        std::cerr << argv[2] << ": " << *violation << '\n';
        return 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
