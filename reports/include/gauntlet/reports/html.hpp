// The report for people: one HTML page that needs no network and no JavaScript, and filters with it.
//
// It is HTML5 in XML's syntax, so that an XML parser can check it. Whatever bytes the record holds, they stand in it as
// text: markup is escaped, control characters and bytes that are no UTF-8 are spelled out, long texts are cut, and a
// content security policy runs no script but the page's own.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

// Of a run, a self-test or a campaign. Conversations and logs are cut where the page would grow past some 9 MB.
void write_html(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
