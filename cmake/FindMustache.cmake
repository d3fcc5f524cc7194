# kainjow mustache is one header and ships neither a CMake config nor a .pc file.
find_path(Mustache_INCLUDE_DIR kainjow/mustache.hpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Mustache REQUIRED_VARS Mustache_INCLUDE_DIR)
if(Mustache_FOUND AND NOT TARGET Mustache::Mustache)
  add_library(Mustache::Mustache INTERFACE IMPORTED)
  target_include_directories(Mustache::Mustache SYSTEM INTERFACE ${Mustache_INCLUDE_DIR})
endif()
